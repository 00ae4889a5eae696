using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Each kind of operation has one root type. https://spec.graphql.org/draft/#sec-Root-Operation-Types</summary>
internal static class UniqueOperationTypesRule
{
    public static void Check(DefinitionContext context)
    {
        var known = new Dictionary<OperationType, OperationTypeDefinitionNode>();
        foreach (var root in context.Schemas.SelectMany(schema => schema.OperationTypes).Where(root => !known.TryAdd(root.Operation, root)))
        {
            context.Report($"There can be only one {Name(root.Operation)} type in schema.", known[root.Operation], root);
        }
    }

    private static string Name(OperationType operation) => operation switch
    {
        OperationType.Query => "query",
        OperationType.Mutation => "mutation",
        _ => "subscription",
    };
}
