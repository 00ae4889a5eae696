using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// A set of fields (`id organization { id }`) as the selection map of a representation: `{ id, organization: organization.{ id } }`. Its
/// shape is the entity's own, because the subgraph reads it as the entity.
/// </summary>
internal sealed class RepresentationMap(ApolloTypes types)
{
    /// <summary>Null when the text is no selection set, or selects what is not there or cannot be said.</summary>
    public string? Of(string typeName, string? fields)
    {
        try
        {
            return fields is null ? null : Of(typeName, Parser.ParseSelectionSet(fields));
        }
        catch (SyntaxException)
        {
            return null;
        }
    }

    private string? Of(string typeName, SelectionSetNode selection)
    {
        List<string?> parts = [.. selection.Selections.Select(node => node is FieldNode field ? Of(typeName, field) : null)];
        return parts.Contains(null) ? null : $"{{ {string.Join(", ", parts.Where(part => part != ""))} }}";
    }

    private string? Of(string typeName, FieldNode field)
    {
        // The gateway adds it to every representation, and a nested one tells nothing that the schema does not.
        if (field.Name.Value == "__typename")
        {
            return "";
        }

        if (types.Find(typeName)?.Fields.FirstOrDefault(definition => definition.Name.Value == field.Name.Value) is not { } known)
        {
            return null;
        }

        var path = field.Arguments.Count == 0
            ? field.Name.Value
            : $"{field.Name.Value}({string.Join(", ", field.Arguments.Select(SyntaxPrinter.PrintCompact))})";
        if (field.SelectionSet is null)
        {
            return path == field.Name.Value ? path : $"{field.Name.Value}: {path}";
        }

        return Of(known.Type.NamedType, field.SelectionSet) is not { } inner ? null
            : known.Type.IsList ? $"{field.Name.Value}: {path}[{inner}]"
            : $"{field.Name.Value}: {path}.{inner}";
    }
}
