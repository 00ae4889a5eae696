using System.Reflection;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;
using FinFlow.Hosting;

namespace FinFlow.Subgraph;

/// <summary>A resolver's parameter of type <see cref="Caller"/> is the authenticated caller; null for nobody where it may be null.</summary>
internal sealed class CallerParameter : IParameterConvention
{
    public bool Handles(ParameterInfo parameter) => parameter.ParameterType == typeof(Caller);

    public IEnumerable<InputValueDefinitionNode> DescribeArguments(ParameterInfo parameter, MethodInfo resolver, ITypeRegistry types) => [];

    public Func<IResolverContext, object?> Bind(ParameterInfo parameter, MethodInfo resolver)
    {
        var optional = new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
        return context => Caller.From(context.User) ?? (optional ? null : throw NotAuthenticated());
    }

    private static GraphQLException NotAuthenticated()
        => new(new GraphQLError("You are not logged in.") { Code = "AUTH_NOT_AUTHENTICATED" });
}
