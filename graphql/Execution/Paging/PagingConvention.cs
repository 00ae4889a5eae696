using System.Reflection;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Execution;

/// <summary>A <see cref="PagingArguments"/> parameter is the arguments of a connection. https://relay.dev/graphql/connections.htm#sec-Arguments</summary>
internal sealed class PagingConvention : IParameterConvention
{
    private const string PageSizeCode = "HC0051";

    public bool Handles(ParameterInfo parameter) => parameter.ParameterType == typeof(PagingArguments);

    public IEnumerable<InputValueDefinitionNode> DescribeArguments(ParameterInfo parameter, MethodInfo resolver, ITypeRegistry types) =>
    [
        Sdl.Argument("first", Sdl.Named("Int"), "The first n items."),
        Sdl.Argument("after", Sdl.Named("String"), "Only items after this cursor."),
        Sdl.Argument("last", Sdl.Named("Int"), "The last n items."),
        Sdl.Argument("before", Sdl.Named("String"), "Only items before this cursor."),
    ];

    public Func<IResolverContext, object?> Bind(ParameterInfo parameter, MethodInfo resolver)
    {
        var limits = resolver.GetCustomAttribute<UsePagingAttribute>() ?? new UsePagingAttribute();
        return context =>
        {
            var (first, last) = (Size(context, "first", limits), Size(context, "last", limits));
            if (first is not null && last is not null)
            {
                throw new GraphQLException("Ask for `first` or `last`, not for both.", PageSizeCode);
            }

            return new PagingArguments(
                first ?? (last is null ? limits.DefaultPageSize : null), context.ArgumentValue<string?>("after"),
                last, context.ArgumentValue<string?>("before"), context.IsSelected("totalCount"));
        };
    }

    private static int? Size(IResolverContext context, string argument, UsePagingAttribute limits)
        => context.ArgumentValue<int?>(argument) switch
        {
            < 0 and var size => throw new GraphQLException($"A page cannot have {size} items.", PageSizeCode),
            var size when size > limits.MaxPageSize
                => throw new GraphQLException($"A page has at most {limits.MaxPageSize} items; {size} were asked for.", PageSizeCode),
            var size => size,
        };
}
