using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Binds selection maps to a place, adding the internal fields that they need to it. Where a map leads to objects of several types, each
/// type is bound to fields of its own if it must be asked elsewhere.
/// </summary>
internal sealed class MapBinder(CompositeSchema schema, NormalizedOperation operation)
{
    /// <param name="place">Where the map begins.</param>
    /// <param name="objectType">The type of the objects in question; an interface while nobody knows of which type they are.</param>
    /// <param name="map">What is read of each.</param>
    /// <param name="isWhole">Whether an object with a gap counts as null.</param>
    /// <returns>The bound map, and the fields to be fetched for it as selections of the place.</returns>
    public (MapValue Value, IReadOnlyList<Selection> Needed) Bind(SelectionSet place, string objectType, SelectedValue map, bool isWhole = false)
    {
        // Of an interface's objects is read what all of them have.
        var types = schema.TypeOf(objectType).ObjectIndex < 0 ? place.PossibleTypes : [objectType];
        var objects = new Objects(place, types, types, IsRoot: true, isWhole, []);
        return (BindValue(objects, map) ?? new MapValue { Path = [], Types = [] }, objects.Needed);
    }

    /// <summary>Null when no object here is of a type that the map is for.</summary>
    private MapValue? BindValue(Objects objects, SelectedValue map) => Join([.. map.Entries.SelectMany(entry =>
        BindPath(Narrow(objects, entry.Path?.TypeCondition), entry, 0))]);

    private static MapValue? Join(List<MapValue> alternatives)
        => alternatives.Count == 0 ? null : alternatives.Count == 1 ? alternatives[0] : alternatives[0].With(otherwise: alternatives[1..]);

    private Objects Narrow(Objects objects, string? condition) => condition is null ? objects : objects with
    {
        Types = [.. objects.Types.Intersect(schema.PossibleTypes(schema.Full.Types[condition]))],
    };

    private List<MapValue> BindPath(Objects objects, SelectedValueEntry entry, int index)
    {
        if (objects.Types.Count == 0)
        {
            return [];
        }

        if (entry.Path is not { } path || index == path.Segments.Count)
        {
            return [Guarded(objects, objects.Types, End(objects with { All = objects.Types }, entry))];
        }

        var segment = path.Segments[index];
        if (segment.Name == "__typename")
        {
            objects.Needed.Add(new Selection(Ensure(objects.Place, objects.All, segment), []) { IsNeed = true });
            return [Guarded(objects, objects.Types, new MapValue { Path = [], TypeNames = [.. objects.Types.Select(schema.TypeOf)] })];
        }

        List<MapValue> alternatives = [];
        foreach (var types in Split(objects, segment))
        {
            var field = Ensure(objects.Place, types, segment);
            List<Selection> needed = [];
            var rest = field.Selections is not { } below ? new MapValue { Path = [] }
                : Join(BindPath(Narrow(new Objects(below, below.PossibleTypes, below.PossibleTypes, IsRoot: false, objects.IsWhole, needed), segment.TypeCondition), entry, index + 1));
            if (rest is not null)
            {
                objects.Needed.Add(new Selection(field, needed) { IsNeed = true });
                alternatives.Add(Guarded(objects, types, Behind(field, rest)));
            }
        }

        return alternatives;
    }

    private static MapValue Behind(SelectedField field, MapValue rest)
        => rest is { Types: null, Otherwise.Count: 0 } ? rest.With(path: [field, .. rest.Path]) : new MapValue { Path = [field], Rest = rest };

    private MapValue Guarded(Objects objects, IReadOnlyList<string> types, MapValue value)
        => types.Count == objects.All.Count ? value : value.With(types: [.. types.Select(schema.TypeOf)]);

    private MapValue End(Objects objects, SelectedValueEntry entry) => entry switch
    {
        { ObjectValue: { } selected } => new MapValue
        {
            Path = [],
            ObjectFields = [.. selected.Fields.Select(field => (field.Name, Value: BindValue(objects, field.Value)!)).Where(field => field.Value is not null)],
            IsWhole = objects.IsWhole,
        },
        { ListValue: { } list } => new MapValue { Path = [], Element = BindValue(objects, list.Element) ?? new MapValue { Path = [], Types = [] } },
        _ => new MapValue { Path = [] },
    };

    /// <summary>The types that can be asked for the field together: those for which the client asks for it already, or else those of the same sources.</summary>
    private IEnumerable<IReadOnlyList<string>> Split(Objects objects, PathSegment segment)
        => objects.IsRoot || Find(objects.Place, objects.Types, segment) is not null ? [objects.Types]
            : objects.Types.Where(type => ((ComplexType)schema.Full.Types[type]).Fields.ContainsKey(segment.Name))
                .GroupBy(type => schema.TypeOf(type).SignatureOf(segment.Name)).Select(IReadOnlyList<string> (group) => [.. group]);

    private static SelectedField? Find(SelectionSet place, IReadOnlyList<string> types, PathSegment segment)
        => place.Fields.Find(candidate => types.All(candidate.Types.Contains) && candidate.IsSameCall(segment.Name, segment.Arguments));

    /// <summary>The client's own field where it asks for the same, or else an internal one.</summary>
    private SelectedField Ensure(SelectionSet place, IReadOnlyList<string> types, PathSegment segment)
    {
        if (Find(place, types, segment) is { } known)
        {
            return known;
        }

        var type = segment.Name == "__typename" ? new NonNullType(schema.Full.Types["String"])
            : place.Type is ComplexType declared && declared.Fields.TryGetValue(segment.Name, out var found) ? found.Type
            : ((ComplexType)schema.Full.Types[types[0]]).Fields[segment.Name].Type;
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

    /// <summary>The objects of a place that a part of a map is read of.</summary>
    /// <param name="Types">Theirs.</param>
    /// <param name="All">The types that an object may have when the map gets here.</param>
    /// <param name="Needed">The fields to be fetched.</param>
    private sealed record Objects(SelectionSet Place, IReadOnlyList<string> Types, IReadOnlyList<string> All, bool IsRoot, bool IsWhole, List<Selection> Needed);
}
