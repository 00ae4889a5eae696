using FinFlow.GraphQL.Types;

namespace FinFlow.Subgraph;

/// <summary>The fields that selection maps read, as one selection set: `id` and `address.city` give `id address { city }`.</summary>
internal sealed class FieldTree
{
    private readonly OrderedDictionary<string, FieldTree> _fields = new(StringComparer.Ordinal);

    public FieldTree(IEnumerable<SelectedValue> maps)
    {
        foreach (var entry in maps.SelectMany(map => map.Entries))
        {
            Add(entry);
        }
    }

    public IEnumerable<KeyValuePair<string, FieldTree>> Fields => _fields;

    public bool IsLeaf => _fields.Count == 0;

    /// <summary>Without outer braces, as `@key(fields:)` is written.</summary>
    public override string ToString()
        => string.Join(' ', _fields.Select(field => field.Value.IsLeaf ? field.Key : $"{field.Key} {{ {field.Value} }}"));

    private void Add(SelectedValueEntry entry)
    {
        var tree = this;
        foreach (var segment in entry.Path?.Segments ?? [])
        {
            tree = tree._fields.TryGetValue(segment.Name, out var known) ? known : tree._fields[segment.Name] = new FieldTree([]);
        }

        foreach (var inner in entry.ObjectValue?.Fields.SelectMany(field => field.Value.Entries) ?? entry.ListValue?.Element.Entries ?? [])
        {
            tree.Add(inner);
        }
    }
}
