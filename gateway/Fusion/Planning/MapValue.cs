using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>A selection map bound to the fields of a place: how an argument's value is read from a result object.</summary>
internal sealed class MapValue
{
    /// <summary>Fields from the object to the value, or to the object or list that the rest is relative to.</summary>
    public required IReadOnlyList<SelectedField> Path { get; init; }

    public IReadOnlyList<(string Name, MapValue Value)>? ObjectFields { get; init; }

    public MapValue? Element { get; init; }

    /// <summary>Whether an object with a part that is null counts as null: a key with a gap finds nothing.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Further maps, tried in order when this one gives null.</summary>
    public IReadOnlyList<MapValue> Otherwise { get; init; } = [];
}

/// <summary>Binds selection maps to a place, adding the internal fields that they need to it.</summary>
internal sealed class MapBinder(CompositeSchema schema, NormalizedOperation operation)
{
    /// <returns>The bound map, and the fields to be fetched for it as selections of the place.</returns>
    public (MapValue Value, IReadOnlyList<Selection> Needed) Bind(SelectionSet place, string objectType, SelectedValue map, bool isWhole = false)
    {
        var needed = new List<Selection>();
        var value = BindValue(place, objectType, map, needed, isWhole);
        return (value, needed);
    }

    private MapValue BindValue(SelectionSet place, string objectType, SelectedValue map, List<Selection> needed, bool isWhole)
    {
        var entries = map.Entries
            .Where(entry => entry.Path?.TypeCondition is not { } condition || schema.PossibleTypes(schema.Full.Types[condition]).Contains(objectType))
            .Select(entry => BindEntry(place, objectType, entry, needed, isWhole))
            .ToList();
        var first = entries[0];
        return entries.Count == 1
            ? first
            : new MapValue { Path = first.Path, ObjectFields = first.ObjectFields, Element = first.Element, IsWhole = isWhole, Otherwise = entries[1..] };
    }

    private MapValue BindEntry(SelectionSet place, string objectType, SelectedValueEntry entry, List<Selection> needed, bool isWhole)
    {
        var path = new List<SelectedField>();
        var (innerPlace, innerType, innerNeeded) = (place, objectType, needed);
        var segments = entry.Path?.Segments ?? [];
        foreach (var segment in segments)
        {
            var field = Ensure(innerPlace, innerType, segment);
            path.Add(field);
            if (field.Selections is { } selections)
            {
                var inner = new List<Selection>();
                innerNeeded.Add(new Selection(field, inner));
                (innerPlace, innerNeeded) = (selections, inner);
                innerType = segment.TypeCondition is { } condition && selections.PossibleTypes.Contains(condition) ? condition : selections.PossibleTypes[0];
            }
            else
            {
                innerNeeded.Add(new Selection(field, []));
            }
        }

        return entry switch
        {
            { ObjectValue: { } selected } => new MapValue
            {
                Path = path,
                ObjectFields = [.. selected.Fields.Select(field => (field.Name, BindValue(innerPlace, innerType, field.Value, innerNeeded, isWhole)))],
                IsWhole = isWhole,
            },
            { ListValue: { } list } => new MapValue { Path = path, Element = BindValue(innerPlace, innerType, list.Element, innerNeeded, isWhole) },
            _ => new MapValue { Path = path },
        };
    }

    /// <summary>The client's own field where it asks for the same, or else an internal one.</summary>
    private SelectedField Ensure(SelectionSet place, string objectType, PathSegment segment)
    {
        // For an interface's key: what all objects have.
        IReadOnlyList<string> types = schema.TypeOf(objectType).ObjectIndex < 0 ? place.PossibleTypes : [objectType];
        foreach (var candidate in place.Fields)
        {
            if (types.All(candidate.Types.Contains) && candidate.IsSameCall(segment.Name, segment.Arguments))
            {
                return candidate;
            }
        }

        var type = ((ComplexType)schema.Full.Types[objectType]).Fields[segment.Name].Type;
        var field = new SelectedField
        {
            Owner = place,
            ResponseName = segment.Name,
            Name = segment.Name,
            Arguments = segment.Arguments,
            Types = types,
            Type = type,
            IsInternal = true,
        };
        if (type.Named.IsComposite)
        {
            field.Selections = operation.AddSelectionSet(type.Named, schema.PossibleTypes(type.Named), field);
        }

        place.Fields.Add(field);
        return field;
    }
}
