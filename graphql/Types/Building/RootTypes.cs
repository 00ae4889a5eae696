using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Where operations start. https://spec.graphql.org/draft/#sec-Root-Operation-Types</summary>
internal static class RootTypes
{
    /// <summary>
    /// The type that `schema` or an extension of it names for the operation. Without a `schema` definition a type with
    /// the default name (Query, Mutation, Subscription) is it.
    /// </summary>
    public static NamedTypeNode? Find(IReadOnlyList<SchemaDefinitionNode> syntax, OperationType operation, Func<string, bool> exists)
    {
        var isDefined = syntax.Any(node => !node.IsExtension);
        return !isDefined && exists(operation.ToString())
            ? new NamedTypeNode(new NameNode(operation.ToString()))
            : syntax.SelectMany(node => node.OperationTypes).FirstOrDefault(root => root.Operation == operation)?.Type;
    }
}
