namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Lookups for objects that a source gives as an interface object: a source that has the interface says of which type each is, and gives
/// what it knows of them on the way. Only then other sources can be asked for the fields of their types.
/// </summary>
internal sealed class TypeLookups(CompositeSchema schema, Reachability reachability, MapBinder maps)
{
    /// <summary>A state for each lookup that gives the types.</summary>
    public List<SearchState> Expand(SearchState state, TypeItem item)
    {
        var place = item.Position;
        var type = schema.TypeOf(place.Type.Name);
        var from = state.Steps[item.From];
        if (state.Steps.Find(step => step.Position == place && step.GivesType) is { } known)
        {
            // Several steps may give the objects of a place, and each must give the key of its own.
            var placement = new FieldPlacement(schema, reachability, state);
            return known.Needs.All(need => placement.PlaceKey(from, type.Name, need.Selections).Count == 0)
                && placement.PlaceBelow(known, place, item.Selections, []).Count == 0 ? [state] : [];
        }

        var options = new List<SearchState>();
        foreach (var lookup in type.Lookups.Where(lookup => !type.InterfaceObjectSources.Contains(lookup.Source) && reachability.IsUsable(type.Name, lookup, [from.Source])))
        {
            var next = state.Clone();
            var placement = new FieldPlacement(schema, reachability, next);
            var step = next.Add(lookup.Source, place, type.Name, lookup, from.Depth + 1, item.Order, item.Part);
            foreach (var argument in lookup.Arguments)
            {
                var (value, needed) = maps.Bind(place, type.Name, argument.Map, isWhole: argument.IsRepresentation);
                next.Require(step.Id, new Need(argument.Name, argument.Type, value, needed, null));
                placement.PlaceKey(from, type.Name, needed);
            }

            if (placement.PlaceBelow(next.Steps[step.Id], place, item.Selections, []).Count == 0)
            {
                options.Add(next);
            }
        }

        return options;
    }
}
