using System.Reflection;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Data;

/// <summary>A <see cref="QueryContext{T}"/> parameter is the arguments `where` and `order`; [UseFiltering] or [UseSorting] alone means only one of them.</summary>
internal sealed class QueryContextConvention : IParameterConvention
{
    public bool Handles(ParameterInfo parameter)
        => parameter.ParameterType.IsGenericType && parameter.ParameterType.GetGenericTypeDefinition() == typeof(QueryContext<>);

    public IEnumerable<InputValueDefinitionNode> DescribeArguments(ParameterInfo parameter, MethodInfo resolver, ITypeRegistry types)
    {
        var item = ItemOf(parameter);
        if (Filters(resolver))
        {
            yield return new InputValueDefinitionNode
            {
                Name = new NameNode("where"),
                Type = new NamedTypeNode(new NameNode(FilterTypes.DefineFilter(item, types))),
            };
        }

        if (Sorts(resolver))
        {
            yield return new InputValueDefinitionNode
            {
                Name = new NameNode("order"),
                Type = new ListTypeNode(new NonNullTypeNode(new NamedTypeNode(new NameNode(FilterTypes.DefineSort(item, types))))),
            };
        }
    }

    public Func<IResolverContext, object?> Bind(ParameterInfo parameter, MethodInfo resolver)
        => (Func<IResolverContext, object?>)GetType().GetMethod(nameof(BindOf), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(ItemOf(parameter)).Invoke(null, [Filters(resolver), Sorts(resolver), resolver.IsDefined(typeof(UseProjectionAttribute))])!;

    // Arguments and selected fields are the same for all parents: one context for all of them is one batch of the loader that is given it.
    private static Func<IResolverContext, object?> BindOf<T>(bool filters, bool sorts, bool projects) => context => context.Shared(typeof(QueryContext<T>), () => new QueryContext<T>(
        Selector: projects && context.RequiredProperties<T>() is { } required ? Projection.Of<T>(required) : null,
        Predicate: filters ? FilterExpressions.Predicate<T>(context.ArgumentValue<object?>("where"), context.InputConverter) : null,
        Sorting: sorts ? FilterExpressions.Sorting<T>(context.ArgumentValue<object?>("order")) : null));

    private static Type ItemOf(ParameterInfo parameter) => parameter.ParameterType.GetGenericArguments()[0];

    private static bool Filters(MethodInfo resolver)
        => resolver.IsDefined(typeof(UseFilteringAttribute)) || !resolver.IsDefined(typeof(UseSortingAttribute));

    private static bool Sorts(MethodInfo resolver)
        => resolver.IsDefined(typeof(UseSortingAttribute)) || !resolver.IsDefined(typeof(UseFilteringAttribute));
}

public static class DataExecutorBuilderExtensions
{
    /// <summary>Gives <see cref="QueryContext{T}"/> parameters their arguments `where` and `order`.</summary>
    public static IRequestExecutorBuilder AddFiltering(this IRequestExecutorBuilder builder)
        => builder.Configuration.ParameterConventions.Exists(convention => convention is QueryContextConvention)
            ? builder
            : builder.AddParameterConvention(new QueryContextConvention());

    /// <inheritdoc cref="AddFiltering"/>
    public static IRequestExecutorBuilder AddSorting(this IRequestExecutorBuilder builder) => builder.AddFiltering();
}
