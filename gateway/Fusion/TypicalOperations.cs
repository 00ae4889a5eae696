using System.Text;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Operations such as a schema's clients send. Planning some of them before any client comes spares the first client most of what the first plan
/// takes: the code that plans is compiled, and what it looks up in the schema is known.
/// </summary>
internal static class TypicalOperations
{
    /// <summary>Enough to pass everywhere in the planner, few enough not to delay the start.</summary>
    private const int FieldsOfRootMax = 8;

    private const int DepthMax = 4;

    private const int ObjectsOfObjectMax = 3;

    public static IEnumerable<ReadOnlyMemory<byte>> Of(Schema schema)
        => from root in new[] { (Type: schema.QueryType, Keyword: "query"), (Type: schema.MutationType, Keyword: "mutation"), (Type: schema.SubscriptionType, Keyword: "subscription") }
           where root.Type is not null
           from field in root.Type.Fields.Values.Where(field => field.Type.Named.IsComposite).Take(FieldsOfRootMax)
           select (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(Write(schema, root.Keyword, field));

    private static string Write(Schema schema, string keyword, OutputField field)
    {
        var required = field.Arguments.Values.Where(argument => argument.IsRequired).ToList();
        var text = new StringBuilder(keyword).Append(" Typical");
        if (keyword != "subscription")
        {
            text.Append("($more: Boolean! = true").AppendJoin("", required.Select(argument => $", ${argument.Name}: {argument.Type}")).Append(')');
        }
        else if (required.Count > 0)
        {
            text.Append('(').AppendJoin(", ", required.Select(argument => $"${argument.Name}: {argument.Type}")).Append(')');
        }

        text.Append(" { ").Append(field.Name);
        if (required.Count > 0)
        {
            text.Append('(').AppendJoin(", ", required.Select(argument => $"{argument.Name}: ${argument.Name}")).Append(')');
        }

        text.Append(" { ...Parts ");
        text.Append(keyword == "subscription" ? "} }" : "... @include(if: $more) { __typename } } }");
        text.Append(" fragment Parts on ").Append(field.Type.Named.Name).Append(' ');
        WriteSelections(text, schema, field.Type.Named, 1);
        return text.ToString();
    }

    private static void WriteSelections(StringBuilder text, Schema schema, NamedType type, int depth)
    {
        text.Append("{ __typename ");
        if (type is ComplexType { Fields.Values: var fields })
        {
            var free = fields.Where(field => !field.Arguments.Values.Any(argument => argument.IsRequired)).ToList();
            free.Where(field => field.Type.Named.IsLeaf).ToList().ForEach(field => text.Append(field.Name).Append(' '));
            foreach (var field in free.Where(field => depth < DepthMax && field.Type.Named.IsComposite).Take(ObjectsOfObjectMax))
            {
                text.Append(field.Name).Append(' ');
                WriteSelections(text, schema, field.Type.Named, depth + 1);
            }
        }

        // Of several types two could have fields of one name that do not fit together.
        if (type is not ObjectType && depth < DepthMax && schema.PossibleTypes(type) is [var possible, ..])
        {
            text.Append("... on ").Append(possible.Name).Append(' ');
            WriteSelections(text, schema, possible, depth + 1);
        }

        text.Append("} ");
    }
}
