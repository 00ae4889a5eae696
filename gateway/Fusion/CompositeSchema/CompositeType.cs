namespace FinFlow.Gateway.Fusion;

/// <summary>What the sources know of one type of the composite schema.</summary>
internal sealed class CompositeType(string name)
{
    private readonly Dictionary<string, List<FieldSource>> _fields = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    /// <summary>The sources that define the type.</summary>
    public HashSet<int> Sources { get; } = [];

    /// <summary>Of an interface: the sources that know its objects, but not of which type each is. They give it as an object.</summary>
    public HashSet<int> InterfaceObjectSources { get; } = [];

    public List<Lookup> Lookups { get; } = [];

    /// <summary>`pay` when ids of this entity look like `pay_…`.</summary>
    public string? IdPrefix { get; set; }

    /// <summary>The source that knows which ids exist; others that extend the type believe every id. -1 when no source is named.</summary>
    public int IdOwner { get; set; } = -1;

    /// <summary>Number of the object type in result rows; -1 for other kinds.</summary>
    public int ObjectIndex { get; set; } = -1;

    /// <summary>What the sources demand of a caller, by field; see <see cref="CompositeSchema.PermissionOf"/>.</summary>
    public Dictionary<string, string> Permissions { get; } = new(StringComparer.Ordinal);

    public void Add(string field, FieldSource source)
        => (_fields.TryGetValue(field, out var list) ? list : _fields[field] = []).Add(source);

    public IReadOnlyList<FieldSource> SourcesOf(string field) => _fields.GetValueOrDefault(field, []);

    /// <summary>Which sources resolve a field, as text: types for which it is equal can be asked for the field together.</summary>
    public string SignatureOf(string field) => string.Join(
        ' ', SourcesOf(field).Where(source => !source.External).Select(source => source.Requirement is null ? $"{source.Source}" : $"{source.Source}r"));

    public FieldSource? Find(string field, int source)
    {
        foreach (var candidate in SourcesOf(field))
        {
            if (candidate.Source == source)
            {
                return candidate;
            }
        }

        return null;
    }
}
