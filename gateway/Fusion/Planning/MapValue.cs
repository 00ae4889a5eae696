namespace FinFlow.Gateway.Fusion;

/// <summary>A selection map bound to the fields of a place: how an argument's value is read from a result object.</summary>
internal sealed class MapValue
{
    /// <summary>Fields from the object to the value, or to the object or list that the rest is relative to.</summary>
    public required IReadOnlyList<SelectedField> Path { get; init; }

    public IReadOnlyList<(string Name, MapValue Value)>? ObjectFields { get; init; }

    public MapValue? Element { get; init; }

    /// <summary>What is read of the object at the end of the path, where that depends on its type.</summary>
    public MapValue? Rest { get; init; }

    /// <summary>Set where the value is the name of the object's type: those that it may be of.</summary>
    public IReadOnlyList<CompositeType>? TypeNames { get; init; }

    /// <summary>The types of the objects of which this is read; null where all have it.</summary>
    public IReadOnlyList<CompositeType>? Types { get; init; }

    /// <summary>Whether an object with a part that is null counts as null: a key with a gap finds nothing.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Further maps, tried in order when this one gives null or is for objects of another type.</summary>
    public IReadOnlyList<MapValue> Otherwise { get; init; } = [];

    /// <param name="type">The object type's number.</param>
    public bool IsOf(int type)
    {
        for (var i = 0; i < Types?.Count; i++)
        {
            if (Types[i].ObjectIndex == type)
            {
                return true;
            }
        }

        return Types is null;
    }

    /// <summary>Whether this or one of the further maps is for objects of the type.</summary>
    public bool SaysSomethingOf(int type)
    {
        for (var i = 0; i < Otherwise.Count; i++)
        {
            if (Otherwise[i].IsOf(type))
            {
                return true;
            }
        }

        return IsOf(type);
    }

    public MapValue With(IReadOnlyList<SelectedField>? path = null, IReadOnlyList<CompositeType>? types = null, IReadOnlyList<MapValue>? otherwise = null) => new()
    {
        Path = path ?? Path, ObjectFields = ObjectFields, Element = Element, Rest = Rest, TypeNames = TypeNames, IsWhole = IsWhole,
        Types = types ?? Types, Otherwise = otherwise ?? Otherwise,
    };

    /// <summary>For readers: the selection map.</summary>
    public override string ToString()
    {
        var condition = Types is null ? "" : $"<{string.Join(", ", Types.Select(type => type.Name))}>.";
        var path = condition + string.Join('.', Path.Select(field => field.Name));
        var inner = ObjectFields is not null ? $"{{ {string.Join(", ", ObjectFields.Select(field => field.Value.TypeNames is null ? $"{field.Name}: {field.Value}" : field.Name))} }}"
            : Element is not null ? $"[{Element}]"
            : Rest is { Otherwise.Count: > 0 } ? $"({Rest})"
            : Rest?.ToString() ?? (TypeNames is null ? null : "__typename");
        var first = inner is null ? path : Path.Count == 0 || Element is not null ? path + inner : $"{path}.{inner}";
        return string.Join(" | ", [first, .. Otherwise.Select(other => other.ToString())]);
    }
}
