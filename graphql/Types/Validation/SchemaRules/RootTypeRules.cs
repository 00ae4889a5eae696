using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Root types are object types, and queries have one. https://spec.graphql.org/draft/#sec-Root-Operation-Types</summary>
internal static class RootTypeRules
{
    public static void Check(SchemaContext context)
    {
        foreach (var operation in Enum.GetValues<OperationType>())
        {
            var node = RootTypes.Find(context.Schema.Syntax, operation, name => context.Schema.FindType(name) is not null);
            var type = node is null ? null : context.Schema.FindType(node.Name.Value);
            if (type is not null and not ObjectType)
            {
                var condition = operation == OperationType.Query ? "" : " if provided";
                context.Report(
                    $"{operation} root type must be Object type{condition}, it cannot be {type}.",
                    node?.Location is null ? type.Syntax.Take(1) : [node]);
            }
            else if (type is null && operation == OperationType.Query)
            {
                context.Report("Query root type must be provided.", context.Schema.Syntax.FirstOrDefault(schema => !schema.IsExtension));
            }
        }
    }
}
