namespace FinFlow.Gateway.Composition;

/// <summary>
/// Which source schemas can hold the next position of a path. Says the same as the specification's RefinePlanOptions, with three
/// readings that its pseudo-code leaves open: a schema defines a field when it resolves it (external fields only where they are
/// provided), a schema that cannot give an object type is never asked for it, and reachability is a least fixpoint, so that lookups
/// that need each other's keys end in "unreachable" instead of in endless recursion.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Unsatisfiable-Query-Path
/// </summary>
internal sealed class PathResolver
{
    private readonly MergedSchema _merged;
    private readonly ProvidedFields _provided = new();
    private readonly Dictionary<(SourceSchema, string Type), List<Lookup>> _lookups = [];
    private readonly HashSet<(string Type, SourceSchema From, SourceSchema To)> _reachable = [];
    private readonly HashSet<SourceField> _requirementsInProgress = [];
    private readonly HashSet<(Position, SourceSchema, string)> _reachabilityInProgress = [];

    public PathResolver(MergedSchema merged)
    {
        _merged = merged;
        foreach (var lookup in merged.Sources.Lookups)
        {
            foreach (var type in lookup.Schema.PossibleTypes(lookup.ReturnType).Where(type => lookup.Resolves(type.Name)))
            {
                var key = (lookup.Schema, type.Name);
                (_lookups.TryGetValue(key, out var list) ? list : _lookups[key] = []).Add(lookup);
            }
        }

        FindReachable();
    }

    /// <summary>The lookups of a schema that can give objects of the type.</summary>
    public IReadOnlyList<Lookup> Lookups(SourceSchema schema, string objectType) => _lookups.GetValueOrDefault((schema, objectType), []);

    /// <summary>
    /// Where execution may stand after it selected the field on an object of the type. A schema that needs data from elsewhere may not
    /// fetch that data from itself: <paramref name="excluded"/>.
    /// </summary>
    public List<Position> Advance(string objectType, string field, IReadOnlyList<Position> from, SourceSchema? excluded = null)
    {
        HashSet<Position> next = [];
        foreach (var candidate in _merged.Sources.All.Where(schema => schema != excluded))
        {
            if (candidate.FindField(objectType, field) is not { IsInternal: false, IsOverridden: false, DeclaringType.IsInternal: false } source)
            {
                continue;
            }

            foreach (var position in from)
            {
                var below = position.Schema == candidate ? _provided.Below(position, objectType, field) : null;
                if ((source.IsResolved || below is not null)
                    && (position.Schema == candidate || IsReachable(position, candidate, objectType))
                    && AreRequirementsResolvable(source, position))
                {
                    next.Add(new Position(candidate, ProvidedFields.Join(source, below)));
                }
            }
        }

        return [.. next.OrderBy(position => position.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Those positions whose schema can give an object of the type as the value of the field.</summary>
    public static List<Position> Narrow(IEnumerable<Position> positions, string parentType, string field, string objectType)
        => [.. positions.Where(position => position.Schema.FindField(parentType, field) is { } source
            && position.Schema.PossibleTypes(source.Type.NamedType).Any(type => type.Name == objectType))];

    public bool IsReachable(Position from, SourceSchema to, string objectType)
        => _reachable.Contains((objectType, from.Schema, to)) || IsReachableByProvided(from, to, objectType);

    /// <summary>Provided fields may be the key that the schema alone does not give. A way that leads through itself is none.</summary>
    private bool IsReachableByProvided(Position from, SourceSchema to, string objectType)
    {
        if (from.Provided.Length == 0 || !_reachabilityInProgress.Add((from, to, objectType)))
        {
            return false;
        }

        var reachable = HasUsableLookup(from, to, objectType);
        _reachabilityInProgress.Remove((from, to, objectType));
        return reachable;
    }

    private void FindReachable()
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (to, type) in _lookups.Keys)
            {
                foreach (var from in _merged.Sources.All.Where(from => from != to && from.FindType(type) is not null))
                {
                    changed |= !_reachable.Contains((type, from, to))
                        && HasUsableLookup(new Position(from, ""), to, type)
                        && _reachable.Add((type, from, to));
                }
            }
        }
    }

    private bool HasUsableLookup(Position from, SourceSchema to, string objectType)
        => Lookups(to, objectType).Any(lookup => lookup.KeyPaths.All(path => IsResolvable(objectType, path, 0, [from], null)));

    private bool AreRequirementsResolvable(SourceField field, Position from)
    {
        if (!field.Requirements.Any())
        {
            return true;
        }

        // Two fields that require each other cannot be resolved.
        if (!_requirementsInProgress.Add(field))
        {
            return false;
        }

        // The alternatives of a representation are for different types: each of them is needed.
        var resolvable = field.Requirements.All(argument => argument.RequirementMap is { } map
            && (SelectionMapCheck.IsRepresentation(argument.Type) ? [map] : GraphQL.Types.FieldSelectionMap.Alternatives(map)).Any(alternative => LeafPaths.Of(alternative)
                .All(path => IsResolvable(field.DeclaringType.Name, path, 0, [from], field.Schema))));
        _requirementsInProgress.Remove(field);
        return resolvable;
    }

    private bool IsResolvable(string objectType, IReadOnlyList<PathStep> path, int index, IReadOnlyList<Position> from, SourceSchema? excluded)
    {
        var step = path[index];
        if (step.TypeCondition is { } condition && _merged.PossibleTypes(condition).All(type => type.Name != objectType))
        {
            // At the root, the alternative is for another type; deeper, another type than the map speaks of gives no value.
            return index > 0;
        }

        if (step.Field == "__typename")
        {
            return true;
        }

        var next = Advance(objectType, step.Field, from, excluded);
        if (next.Count == 0 || index == path.Count - 1)
        {
            return next.Count > 0;
        }

        var returnType = _merged.FindType(objectType)?.Fields.GetValueOrDefault(step.Field)?.Type.NamedType;
        return returnType is not null && _merged.PossibleTypes(returnType).All(possible =>
            Narrow(next, objectType, step.Field, possible.Name) is var positions
            && (positions.Count == 0 || IsResolvable(possible.Name, path, index + 1, positions, excluded)));
    }
}
