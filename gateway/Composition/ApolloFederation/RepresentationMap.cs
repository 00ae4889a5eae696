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

    /// <summary>A set of fields with what its fragments select in their place; as it is when it cannot be read.</summary>
    public static string WithoutFragments(string fields)
    {
        try
        {
            return Print(Parser.ParseSelectionSet(fields));
        }
        catch (SyntaxException)
        {
            return fields;
        }

        static string Print(SelectionSetNode selection) => string.Join(' ', selection.Selections.Select(node => node switch
        {
            InlineFragmentNode fragment => Print(fragment.SelectionSet),
            FieldNode { SelectionSet: { } inner } field => $"{field.Name.Value} {{ {Print(inner)} }}",
            _ => SyntaxPrinter.PrintCompact(node),
        }));
    }

    private string? Of(string typeName, SelectionSetNode selection)
    {
        List<string?> parts = [.. Flat(typeName, selection).Select(field => field is null ? null : Of(typeName, field))];
        return parts.Contains(null) ? null : $"{{ {string.Join(", ", parts.Where(part => part != ""))} }}";
    }

    /// <summary>Fields without the fragments around them; null for a fragment that not every object of the type passes.</summary>
    private IEnumerable<FieldNode?> Flat(string typeName, SelectionSetNode selection) => selection.Selections.SelectMany(node => node switch
    {
        FieldNode field => [field],
        InlineFragmentNode fragment when Always(typeName, fragment.TypeCondition?.Name.Value) => Flat(typeName, fragment.SelectionSet),
        _ => (IEnumerable<FieldNode?>)[null],
    });

    private bool Always(string typeName, string? condition)
        => condition is null || condition == typeName || types.Find(typeName)?.Interfaces.Any(implemented => implemented.Name.Value == condition) == true;

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
