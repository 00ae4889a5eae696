using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// Where execution may stand: an object that a source schema gave, and the external fields that `@provides` promised for it on this way,
/// as the text of a selection set ("" for none).
/// </summary>
internal readonly record struct Position(SourceSchema Schema, string Provided)
{
    public override string ToString() => Provided.Length == 0 ? Schema.Name : $"{Schema.Name} {Provided}";
}

/// <summary>What `@provides` selections say about single fields.</summary>
internal sealed class ProvidedFields
{
    private readonly Dictionary<string, SelectionSetNode> _parsed = new(StringComparer.Ordinal);

    /// <summary>The position's selection below the field: null when it does not provide the field, "" when it provides the field as a leaf.</summary>
    public string? Below(Position position, string objectType, string field)
    {
        if (position.Provided.Length == 0)
        {
            return null;
        }

        if (!_parsed.TryGetValue(position.Provided, out var selection))
        {
            _parsed.Add(position.Provided, selection = Parser.ParseSelectionSet(position.Provided));
        }

        var found = Fields(selection, position.Schema, objectType).Where(node => node.Name.Value == field).ToList();
        return found.Count == 0 ? null : string.Concat(found.Select(node => node.SelectionSet).OfType<SelectionSetNode>().Select(Text));
    }

    /// <summary>What the field's own `@provides` and the way to it promise together.</summary>
    public static string Join(SourceField field, string? below)
    {
        var own = field.ProvidedSelection is { } selection ? Text(selection) : "";
        return below is null or "" ? own : own == "" ? below : $"{{ {own[1..^1]} {below[1..^1]} }}";
    }

    private static string Text(SelectionSetNode selection) => SyntaxPrinter.PrintCompact(selection);

    private static IEnumerable<FieldNode> Fields(SelectionSetNode selection, SourceSchema schema, string objectType)
        => selection.Selections.SelectMany(node => node switch
        {
            FieldNode field => [field],
            InlineFragmentNode fragment when fragment.TypeCondition is not { } condition
                || schema.PossibleTypes(condition.Name.Value).Any(type => type.Name == objectType)
                => Fields(fragment.SelectionSet, schema, objectType),
            _ => Enumerable.Empty<FieldNode>(),
        });
}
