namespace FinFlow.Gateway.Composition;

/// <summary>The coordinates of a translated schema as they were before: errors name what the schema's owner wrote.</summary>
internal sealed class WrittenNames
{
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _members = new(StringComparer.Ordinal);

    /// <summary>Of a schema that was not translated.</summary>
    public static WrittenNames AsTheyAre { get; } = new();

    /// <summary>A type that has, or belongs to a type that has, another name.</summary>
    public void AddType(string name, string written) => _types[name] = written;

    /// <summary>A field or an argument that stands for something else, e.g. a lookup for its key.</summary>
    public void AddMember(string coordinate, string written) => _members[coordinate] = written;

    public string Of(string coordinate)
    {
        if (_members.TryGetValue(coordinate, out var member))
        {
            return Of(member);
        }

        var type = coordinate.Split('.', 2)[0];
        return _types.TryGetValue(type, out var written) ? written + coordinate[type.Length..] : coordinate;
    }
}
