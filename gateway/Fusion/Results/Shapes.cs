using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>How an object in a source's answer becomes a result object.</summary>
internal sealed class ScanShape
{
    /// <summary>In place of an object's type: it is there, but another step finds out of which type it is.</summary>
    public const int Untyped = int.MaxValue;

    public required int SlotCount { get; init; }

    /// <summary>Number among the places that are looked up, where new objects register; -1 when nobody looks them up.</summary>
    public required int Place { get; init; }

    /// <summary>The object type; -1 when `__typename` says it.</summary>
    public required int TypeIndex { get; init; }

    /// <summary>Whether a request before it has given the object: it is only the way to what is asked for this time.</summary>
    public bool IsWay { get; init; }

    /// <summary>In the order in which the source is asked for them.</summary>
    public required ScanField[] Fields
    {
        get;
        init => (field, Composites) = (value, [.. value.Where(selected => selected.Child is not null)]);
    }

    /// <summary>Those of the fields whose values are objects or lists of objects.</summary>
    public ScanField[] Composites { get; private init; } = [];

    /// <summary>Type indices and names that `__typename` may give.</summary>
    public required (byte[] Name, int Index)[] Types { get; init; }
}

/// <param name="Name">The key in the source's answer, UTF-8 without quotes.</param>
/// <param name="Slot">Where the value goes.</param>
/// <param name="Types">Type indices for which the field is selected; null for all.</param>
/// <param name="Child">How the value is read; null for leaves.</param>
internal sealed record ScanField(byte[] Name, int Slot, int[]? Types, ScanShape? Child)
{
    public bool AppliesTo(int type) => Types is null || Array.IndexOf(Types, type) >= 0;
}

/// <summary>How a result object is written for the client: by its type.</summary>
/// <param name="byType">The fields that come with the object.</param>
/// <param name="laterByType">What of it comes later; null where nothing does.</param>
internal sealed class ObjectShape(AnswerField[]?[] byType, DeferredShape?[]? laterByType)
{
    private readonly AnswerField[]?[] _byType = byType;

    /// <summary>Null for a type that the client's schema does not have here.</summary>
    public AnswerField[]? FieldsOf(int type) => (uint)type < (uint)_byType.Length ? _byType[type] : null;

    /// <summary>Null when nothing of an object of this type comes later.</summary>
    public DeferredShape? LaterOf(int type) => laterByType is null || (uint)type >= (uint)laterByType.Length ? null : laterByType[type];
}

/// <summary>What of an object comes later.</summary>
/// <param name="Usages">The deferred fragments that begin at it.</param>
/// <param name="Groups">Its fields by the parts that fetch them.</param>
internal sealed record DeferredShape(IReadOnlyList<DeferUsage> Usages, IReadOnlyList<(DeferPart Part, AnswerField[] Fields)> Groups);

internal sealed class AnswerField
{
    /// <summary>`"name":`, with a comma before it unless it is the first.</summary>
    public required byte[] Prefix { get; init; }
    public required string ResponseName { get; init; }
    public required string Coordinate { get; init; }
    public required GraphQLType Type { get; init; }

    /// <summary>-1 for `__typename`.</summary>
    public required int Slot { get; init; }
    public required ObjectShape? Child { get; init; }

    /// <summary>For the type, then for each list's items: whether null must not stand there.</summary>
    public required bool[] NonNull { get; init; }

    /// <summary>The type's name in quotes, for `__typename`.</summary>
    public byte[]? Constant { get; init; }
}
