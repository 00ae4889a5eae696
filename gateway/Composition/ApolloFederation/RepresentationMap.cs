using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// A set of fields (`id organization { id }`) as the selection map of a representation: `{ id, organization: organization.{ id } }`. Its
/// shape is the entity's own, because the subgraph reads it as the entity. What a requirement selects of some types only becomes
/// alternatives (`size: &lt;Book&gt;.size | &lt;Film&gt;.minutes`). Like the other routers, the gateway sends what is selected and no more: an object below
/// the entity tells its type where the requirement says `__typename`.
/// </summary>
internal sealed class RepresentationMap(ApolloTypes types)
{
    private const string TypeName = "__typename";

    /// <summary>Null when the text is no selection set, selects what is not there, or chooses by type.</summary>
    public string? OfKey(string typeName, string? fields) => Read(fields) is { } selection ? Of(typeName, selection, isKey: true) : null;

    /// <summary>Null when the text is no selection set, or selects what is not there.</summary>
    public string? OfRequirement(string typeName, string? fields) => Read(fields) is { } selection ? Of(typeName, selection) : null;

    /// <summary>A set of fields with what its fragments select in their place; as it is when it cannot be read.</summary>
    public static string WithoutFragments(string fields)
    {
        return Read(fields) is { } selection ? Print(selection) : fields;

        static string Print(SelectionSetNode selection) => string.Join(' ', selection.Selections.Select(node => node switch
        {
            InlineFragmentNode fragment => Print(fragment.SelectionSet),
            FieldNode { SelectionSet: { } inner } field => $"{field.Name.Value} {{ {Print(inner)} }}",
            _ => SyntaxPrinter.PrintCompact(node),
        }));
    }

    private static SelectionSetNode? Read(string? fields)
    {
        try
        {
            return fields is null ? null : Parser.ParseSelectionSet(fields);
        }
        catch (SyntaxException)
        {
            return null;
        }
    }

    private string? Of(string typeName, SelectionSetNode selection, bool isKey = false, bool isNested = false)
    {
        if (Flat(typeName, selection, null) is not { } flat)
        {
            return null;
        }

        // The gateway adds the entity's own type, and tells no entity by the type of another object.
        List<string?> parts = [.. flat.Where(field => (isNested && !isKey) || field.Node.Name.Value != TypeName)
            .GroupBy(field => field.Node.Name.Value).Select(same => Field(typeName, [.. same], isKey))];
        return parts.Count == 0 || parts.Contains(null) ? null : $"{{ {string.Join(", ", parts)} }}";
    }

    /// <summary>The fields without the fragments around them; null when a fragment is for no object that may be here.</summary>
    private List<SelectedByType>? Flat(string typeName, SelectionSetNode selection, IReadOnlyList<string>? passing)
    {
        List<SelectedByType> fields = [];
        foreach (var node in selection.Selections)
        {
            if (node is FieldNode field)
            {
                fields.Add(new SelectedByType(passing, field));
                continue;
            }

            if (node is not InlineFragmentNode fragment)
            {
                return null;
            }

            var condition = fragment.TypeCondition?.Name.Value ?? typeName;
            var narrowed = Always(typeName, condition) ? passing : [.. (passing ?? types.PossibleTypes(typeName)).Intersect(types.PossibleTypes(condition))];
            if (narrowed is [] || Flat(condition, fragment.SelectionSet, narrowed) is not { } inner)
            {
                return null;
            }

            fields.AddRange(inner);
        }

        return fields;
    }

    private bool Always(string typeName, string condition)
        => condition == typeName || types.Find(typeName)?.Interfaces.Any(implemented => implemented.Name.Value == condition) == true;

    /// <summary>One field of the map, whatever the fragments in which it is selected: an alternative for each type that some fragment names, and one for the others.</summary>
    private string? Field(string typeName, IReadOnlyList<SelectedByType> selected, bool isKey)
    {
        var name = selected[0].Node.Name.Value;
        List<FieldNode> ofAll = [.. selected.Where(field => field.Types is null).Select(field => field.Node)];
        List<string?> alternatives = [.. selected.SelectMany(field => field.Types ?? []).Distinct().Select(type => Value(
            type, $"<{type}>.", [.. selected.Where(field => field.Types is null || field.Types.Contains(type)).Select(field => field.Node)], isKey))];
        if (ofAll.Count > 0)
        {
            alternatives.Add(Value(typeName, "", ofAll, isKey));
        }

        return alternatives.Contains(null) || (isKey && selected.Any(field => field.Types is not null)) ? null : alternatives is [var only] && only == name ? name : $"{name}: {string.Join(" | ", alternatives)}";
    }

    private string? Value(string typeName, string prefix, List<FieldNode> nodes, bool isKey)
    {
        if (nodes[0].Name.Value == TypeName)
        {
            return prefix + TypeName;
        }

        var path = prefix + Call(nodes[0]);
        if (types.Find(typeName)?.Fields.FirstOrDefault(definition => definition.Name.Value == nodes[0].Name.Value) is not { } known
            || nodes.Any(node => prefix + Call(node) != path))
        {
            return null;
        }

        List<SelectionNode> below = [.. nodes.SelectMany(node => node.SelectionSet?.Selections ?? [])];
        if (below.Count == 0)
        {
            return path;
        }

        var depth = known.Type.Shape.Count(character => character == '[');
        return Of(known.Type.NamedType, new SelectionSetNode(below), isKey, isNested: true) is not { } inner ? null
            : depth == 0 ? $"{path}.{inner}"
            : path + new string('[', depth) + inner + new string(']', depth);
    }

    private static string Call(FieldNode field) => field.Arguments.Count == 0
        ? field.Name.Value
        : $"{field.Name.Value}({string.Join(", ", field.Arguments.Select(SyntaxPrinter.PrintCompact))})";

    /// <param name="Types">The object types of which the field is selected; null for all that may be there.</param>
    private sealed record SelectedByType(IReadOnlyList<string>? Types, FieldNode Node);
}
