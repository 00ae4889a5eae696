using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// UNSATISFIABLE_QUERY_PATH: whatever a client can select must be resolvable, whichever way led there.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Unsatisfiable-Query-Path
/// </summary>
/// <remarks>
/// The specification walks every path. Here a state is a type and the positions that may hold it, and every state is visited once: the
/// answer is the same, and the number of states stays small where that of paths explodes.
/// </remarks>
internal sealed class UnsatisfiableQueryPath
{
    private readonly MergedSchema _schema;
    private readonly PathResolver _resolver;
    private readonly Queue<(MergedType Type, List<Position> Positions, string Path)> _queue = new();
    private readonly HashSet<string> _seen = [];

    private UnsatisfiableQueryPath(MergedSchema schema)
    {
        _schema = schema;
        _resolver = new PathResolver(schema);
    }

    /// <summary>One error for each field that cannot be resolved, with the first of the shortest paths to it.</summary>
    public static IEnumerable<CompositionError> Check(MergedSchema schema) => new UnsatisfiableQueryPath(schema).Walk();

    private IEnumerable<CompositionError> Walk()
    {
        HashSet<string> reported = [];
        foreach (var root in Enum.GetNames<OperationType>().Select(_schema.FindType).OfType<MergedType>().Where(type => !type.IsInaccessible))
        {
            var sources = _schema.Sources.All.Where(schema => schema.FindType(root.Name) is not null);
            Enqueue(root, [.. sources.Select(schema => new Position(schema, ""))], root.Name);
        }

        while (_queue.TryDequeue(out var state))
        {
            foreach (var field in state.Type.VisibleFields)
            {
                if (field.Sources.Count == 0)
                {
                    EnqueueGatewayField(field, state.Path);
                    continue;
                }

                var next = _resolver.Advance(state.Type.Name, field.Name, state.Positions);
                if (next.Count > 0)
                {
                    EnqueueReturned(field, next, state.Path);
                }
                else if (reported.Add(field.Coordinate))
                {
                    yield return Unresolvable(field, state.Positions, $"{state.Path}.{field.Name}");
                }
            }
        }
    }

    private void EnqueueReturned(MergedField field, List<Position> positions, string path)
    {
        foreach (var type in _schema.PossibleTypes(field.Type.NamedType).Where(type => !type.IsInaccessible))
        {
            Enqueue(type, PathResolver.Narrow(positions, field.DeclaringType.Name, field.Name, type.Name), $"{path}.{Segment(field, type)}");
        }
    }

    /// <summary>`node` and `nodes` begin with an id and ask the schema that owns the type.</summary>
    private void EnqueueGatewayField(MergedField field, string path)
    {
        foreach (var type in _schema.PossibleTypes(field.Type.NamedType).Where(type => type is { IsInaccessible: false, IdPrefix: not null }))
        {
            Enqueue(
                type,
                [.. _schema.Sources.All.Where(schema => schema.Name == type.IdPrefix!.Schema).Select(schema => new Position(schema, ""))],
                $"{path}.{Segment(field, type)}");
        }
    }

    private void Enqueue(MergedType type, List<Position> positions, string path)
    {
        if (positions.Count > 0 && _seen.Add($"{type.Name}|{string.Join('|', positions)}"))
        {
            _queue.Enqueue((type, positions, path));
        }
    }

    private static string Segment(MergedField field, MergedType type)
        => field.Type.NamedType == type.Name ? field.Name : $"{field.Name}<{type.Name}>";

    private CompositionError Unresolvable(MergedField field, IReadOnlyList<Position> positions, string path)
    {
        var holders = positions.Select(position => position.Schema).Distinct().ToList();
        var reasons = field.Sources.Where(source => !source.IsOverridden).Select(source => Reason(source, positions, holders));
        return new CompositionError(
            "UNSATISFIABLE_QUERY_PATH", Severity.Error,
            $"`{path}` cannot be resolved: `{field.DeclaringType.Name}` comes from {List(holders)} there, but {string.Join("; ", reasons)}.",
            [.. field.Sources.Where(source => !source.IsOverridden).Select(source => source.Place)],
            field.Coordinate,
            $"Give one of these schemas a lookup for `{field.DeclaringType.Name}` by a key that {List(holders)} knows, "
                + $"or resolve the field in {List(holders)}.");
    }

    private string Reason(SourceField source, IReadOnlyList<Position> positions, IReadOnlyList<SourceSchema> holders)
    {
        var type = source.DeclaringType.Name;
        var isThere = holders.Contains(source.Schema) || positions.Any(position => _resolver.IsReachable(position, source.Schema, type));
        if (isThere)
        {
            return source.IsExternal && !source.IsResolved
                ? $"{source.Schema} only knows `{source}` as external"
                : $"what `{source}` of {source.Schema} requires cannot be resolved elsewhere";
        }

        var lookups = _resolver.Lookups(source.Schema, type);
        return lookups.Count == 0
            ? $"{source.Schema}, which defines `{source}`, has no lookup for `{type}`"
            : $"no key of {source.Schema}'s lookups for `{type}` can be resolved "
                + $"({string.Join(", ", lookups.Select(lookup => $"`{lookup.Field}` needs {lookup.Key}"))})";
    }

    private static string List(IReadOnlyList<SourceSchema> schemas) => string.Join(" or ", schemas.Select(schema => schema.Name));
}
