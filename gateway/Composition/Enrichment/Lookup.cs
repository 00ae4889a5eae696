using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// One way into a source schema: a lookup field, with one map per argument and no choice left in them. A lookup whose argument offers
/// alternatives appears once per combination.
/// </summary>
/// <param name="Field">As the source schema declares it.</param>
/// <param name="Parents">The fields without arguments that lead from Query to the field; empty for a field of Query.</param>
/// <param name="Maps">In the arguments' order; the root is the type that the field returns.</param>
/// <param name="IsInternal">Clients do not see the field.</param>
internal sealed record Lookup(SourceField Field, IReadOnlyList<SourceField> Parents, IReadOnlyList<SelectedValue> Maps, bool IsInternal)
{
    public SourceSchema Schema => Field.Schema;
    public string ReturnType => Field.Type.NamedType;
    public IReadOnlyList<IReadOnlyList<PathStep>> KeyPaths { get; } = [.. Maps.SelectMany(LeafPaths.Of)];
    public string Key => KeySelection.Print(KeyPaths);

    /// <summary>Whether the entity is found by the field `id` and nothing else.</summary>
    public bool IsById => KeyPaths is [[{ Field: "id", TypeCondition: null, Arguments: [] }]];

    /// <summary>Whether this lookup can give an object of the type.</summary>
    public bool Resolves(string objectType)
        => Schema.PossibleTypes(ReturnType).Any(type => type.Name == objectType)
            && KeyPaths.All(path => path[0].TypeCondition is not { } condition
                || Schema.PossibleTypes(condition).Any(type => type.Name == objectType));

    /// <summary>
    /// The schema's lookups that can be reached from Query, in the order of their declaration.
    /// https://graphql.github.io/composite-schemas-spec/draft/#sec--lookup
    /// </summary>
    public static IEnumerable<Lookup> Of(SourceSchema schema)
        => from place in Places(schema)
           from field in place.Type.Fields.Values
           where field.IsLookup && field.Arguments.Count > 0
           let isInternal = field.IsInternal || place.Type.IsInternal || place.Parents.Any(parent => parent.IsInternal)
           from maps in Combinations([.. field.Arguments.Values.Select(argument => argument.LookupMap)])
           select new Lookup(field, place.Parents, maps, isInternal);

    /// <summary>The object types that fields without arguments lead to, each by its shortest way.</summary>
    private static IEnumerable<(SourceType Type, IReadOnlyList<SourceField> Parents)> Places(SourceSchema schema)
    {
        var queue = new Queue<(SourceType Type, IReadOnlyList<SourceField> Parents)>();
        var seen = new HashSet<string>();
        if (schema.FindType("Query") is { Kind: TypeKind.Object } query)
        {
            queue.Enqueue((query, []));
            seen.Add(query.Name);
        }

        while (queue.TryDequeue(out var place))
        {
            yield return place;
            foreach (var field in place.Type.Fields.Values.Where(field => field.Arguments.Count == 0 && !field.Type.IsList))
            {
                if (schema.FindType(field.Type.NamedType) is { Kind: TypeKind.Object } next && seen.Add(next.Name))
                {
                    queue.Enqueue((next, [.. place.Parents, field]));
                }
            }
        }
    }

    // A map that cannot be read leaves no combination: its own rule reports it.
    private static IEnumerable<IReadOnlyList<SelectedValue>> Combinations(IReadOnlyList<SelectedValue?> maps)
    {
        IEnumerable<IReadOnlyList<SelectedValue>> combinations = [[]];
        foreach (var map in maps)
        {
            combinations = map is null ? []
                : from combination in combinations
                  from value in FieldSelectionMap.Alternatives(map)
                  select (IReadOnlyList<SelectedValue>)[.. combination, value];
        }

        return combinations;
    }
}
