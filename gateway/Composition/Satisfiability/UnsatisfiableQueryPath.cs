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
        List<SourceField> sources = [.. field.Sources.Where(source => !source.IsOverridden)];
        var reasons = sources.Select(source => Reason(source, positions));
        return new CompositionError(
            "UNSATISFIABLE_QUERY_PATH", Severity.Error,
            $"`{path}` cannot be resolved: `{field.DeclaringType.Name}` comes from {SchemaNames.Or(holders)} there, but {string.Join("; ", reasons)}.",
            [.. sources.Select(source => source.Place)],
            field.Coordinate,
            Hint(sources, positions, holders));
    }

    private string Reason(SourceField source, IReadOnlyList<Position> positions)
    {
        var type = source.DeclaringType.Name;
        if (IsThere(source, positions))
        {
            return source.IsExternal && !source.IsResolved
                ? $"{source.Schema} only knows `{source}` as external"
                : $"what `{source}` of {source.Schema} requires cannot be resolved elsewhere";
        }

        var lookups = _resolver.Lookups(source.Schema, type);
        var way = source.Schema.IsOfApollo ? "resolvable `@key`" : "lookup";
        return lookups.Count == 0
            ? $"{source.Schema}, which defines `{source}`, has no {way} for `{type}`"
            : source.Schema.IsOfApollo
                ? $"no `@key` of `{type}` in {source.Schema} can be resolved ({string.Join(", ", lookups.Select(lookup => lookup.Key))})"
                : $"no key of {source.Schema}'s lookups for `{type}` can be resolved "
                    + $"({string.Join(", ", lookups.Select(lookup => $"`{lookup.Field}` needs {lookup.Key}"))})";
    }

    /// <summary>Ways to the field, or to what it requires, in the words of those who would have to open them.</summary>
    private string Hint(List<SourceField> sources, IReadOnlyList<Position> positions, List<SourceSchema> holders)
    {
        List<SourceField> far = [.. sources.Where(source => !IsThere(source, positions))];
        List<SourceField> requiring = [.. sources.Except(far).Where(source => source.IsResolved)];
        var (type, known) = (sources[0].DeclaringType, SchemaNames.Or(holders));
        List<string> ways = [];
        if (far.Where(source => !source.Schema.IsOfApollo).Select(source => source.Schema).ToList() is { Count: > 0 } own)
        {
            ways.Add($"give {SchemaNames.Or(own)} a lookup for `{type}` by a key that {known} knows");
        }

        if (far.Where(source => source.Schema.IsOfApollo).Select(source => source.Schema).ToList() is { Count: > 0 } apollo)
        {
            ways.Add($"give `{type}` in {SchemaNames.Or(apollo)} a resolvable `@key` whose fields {known} knows");
        }

        ways.AddRange(requiring.Select(source => $"let a schema other than {source.Schema} that can be reached from {known} resolve what `{source}` requires"));
        if (requiring.Count == 0)
        {
            ways.Add($"resolve the field in {known}");
        }

        var sentence = string.Join(", or ", ways);
        return $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}.";
    }

    /// <summary>Whether the field's schema is where execution stands, or can be asked from there.</summary>
    private bool IsThere(SourceField source, IReadOnlyList<Position> positions)
        => positions.Any(position => position.Schema == source.Schema || _resolver.IsReachable(position, source.Schema, source.DeclaringType.Name));
}
