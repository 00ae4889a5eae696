using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// The composite schema. Members that the specification drops because they are inaccessible stay, marked: the planner may need them for
/// keys and requirements. `Visible…` is what clients see.
/// </summary>
internal sealed class MergedSchema(SourceSchemas sources)
{
    public SourceSchemas Sources { get; } = sources;

    /// <summary>Root types first, then the others by name.</summary>
    public SortedDictionary<string, MergedType> Types { get; } = new(RootTypesFirst.Instance);

    public IEnumerable<MergedType> VisibleTypes => Types.Values.Where(type => !type.IsInaccessible);

    public MergedType? FindType(string name) => Types.GetValueOrDefault(name);

    /// <summary>The object types that a value of this type may have, in the order of their names.</summary>
    public IEnumerable<MergedType> PossibleTypes(string typeName) => FindType(typeName) switch
    {
        { Kind: TypeKind.Object } type => [type],
        { Kind: TypeKind.Interface } => Types.Values.Where(type => type.Kind == TypeKind.Object && type.Interfaces.Contains(typeName)),
        { Kind: TypeKind.Union } union => union.Members.Select(FindType).OfType<MergedType>(),
        _ => [],
    };

    private sealed class RootTypesFirst : IComparer<string>
    {
        public static readonly RootTypesFirst Instance = new();

        public int Compare(string? x, string? y)
            => Rank(x) != Rank(y) ? Rank(x).CompareTo(Rank(y)) : string.CompareOrdinal(x, y);

        private static int Rank(string? name) => name switch { "Query" => 0, "Mutation" => 1, "Subscription" => 2, _ => 3 };
    }
}

internal sealed class MergedType(string name, TypeKind kind, IReadOnlyList<SourceType> sources)
{
    public string Name { get; } = name;
    public TypeKind Kind { get; } = kind;

    /// <summary>The definitions that were merged; internal ones are not among them. Empty for what the gateway adds.</summary>
    public IReadOnlyList<SourceType> Sources { get; } = sources;
    public StringValueNode? Description { get; init; }
    public bool IsInaccessible { get; init; }
    public bool IsOneOf { get; init; }
    public string? SpecifiedByUrl { get; init; }

    /// <summary>Prefix of the ids by which the gateway's `node` finds the type.</summary>
    public IdPrefix? IdPrefix { get; set; }
    public List<string> Interfaces { get; init; } = [];
    public List<string> Members { get; init; } = [];
    public OrderedDictionary<string, MergedField> Fields { get; } = new(StringComparer.Ordinal);
    public OrderedDictionary<string, MergedInput> InputFields { get; } = new(StringComparer.Ordinal);
    public List<MergedEnumValue> Values { get; init; } = [];

    public IEnumerable<MergedField> VisibleFields => Fields.Values.Where(output => !output.IsInaccessible);
    public IEnumerable<MergedInput> VisibleInputFields => InputFields.Values.Where(input => !input.IsInaccessible);
    public IEnumerable<MergedEnumValue> VisibleValues => Values.Where(value => !value.IsInaccessible);

    public IReadOnlyList<SourcePlace> Places => [.. Sources.Select(source => source.Place)];

    public override string ToString() => Name;
}

/// <param name="sources">The definitions that were merged. Empty for a field that the gateway answers itself.</param>
internal sealed class MergedField(MergedType declaringType, string name, TypeNode type, IReadOnlyList<SourceField> sources)
{
    public MergedType DeclaringType { get; } = declaringType;
    public string Name { get; } = name;
    public TypeNode Type { get; } = type;
    public IReadOnlyList<SourceField> Sources { get; } = sources;
    public StringValueNode? Description { get; init; }
    public DirectiveNode? Deprecated { get; init; }
    public bool IsInaccessible { get; init; }
    public OrderedDictionary<string, MergedInput> Arguments { get; } = new(StringComparer.Ordinal);
    public string Coordinate => $"{DeclaringType.Name}.{Name}";
    public IEnumerable<MergedInput> VisibleArguments => Arguments.Values.Where(argument => !argument.IsInaccessible);
    public IReadOnlyList<SourcePlace> Places => [.. Sources.Select(source => source.Place)];

    public override string ToString() => Coordinate;
}

internal sealed class MergedInput(string coordinate, string name, TypeNode type, IReadOnlyList<SourceInput> sources)
{
    public string Coordinate { get; } = coordinate;
    public string Name { get; } = name;
    public TypeNode Type { get; } = type;
    public IReadOnlyList<SourceInput> Sources { get; } = sources;
    public StringValueNode? Description { get; init; }
    public ValueNode? DefaultValue { get; init; }
    public DirectiveNode? Deprecated { get; init; }
    public bool IsInaccessible { get; init; }
    public IReadOnlyList<SourcePlace> Places => [.. Sources.Select(source => source.Place)];

    public override string ToString() => Coordinate;
}

internal sealed record MergedEnumValue(
    string Name, IReadOnlyList<SourceType> Sources, bool IsInaccessible, StringValueNode? Description, DirectiveNode? Deprecated);
