using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// ROOT_MUTATION_USED: the mutation root is named `Mutation`, and nothing else is.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Root-Mutation-Used
/// </summary>
internal sealed class RootMutationUsed : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => RootTypeName.Check(schema, OperationType.Mutation, "ROOT_MUTATION_USED");
}
