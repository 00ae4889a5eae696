using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>What the three rules on root types have in common.</summary>
internal static class RootTypeName
{
    public static IEnumerable<CompositionError> Check(SourceSchema schema, OperationType operation, string code)
    {
        var (required, root) = (operation.ToString(), schema.RootTypeName(operation));
        if (root is not null && root != required)
        {
            yield return schema.Error(
                code,
                $"The {required.ToLowerInvariant()} root type must be named `{required}`, not `{root}`.",
                $"Rename `{root}` to `{required}`.",
                root,
                schema.FindType(root)?.Location);
        }
        else if (root is null && schema.FindType(required) is { } type)
        {
            var name = required.ToLowerInvariant();
            yield return type.Error(
                code, $"`{required}` cannot name a type that is not the {name} root type.",
                $"Rename the type `{required}`, or make it the root: `schema {{ {name}: {required} }}`.");
        }
    }
}
