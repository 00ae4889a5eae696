using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Where a part of the response was left for later: an empty mark, by which is seen whether the place has become null since.</summary>
internal sealed class LaterPlace : Hole;

/// <summary>Which deferred fragments are open around a value: those of its own list item, not those of the others.</summary>
internal sealed record DeferScope(DeferUsage Usage, DeferredFragment Fragment, DeferScope? Outer)
{
    public static DeferredFragment? Find(DeferScope? scope, DeferUsage? usage)
    {
        while (scope is not null && scope.Usage != usage)
        {
            scope = scope.Outer;
        }

        return scope?.Fragment;
    }
}

/// <summary>What the client is told to wait for: a fragment or a stream.</summary>
internal abstract class LaterPart
{
    public required LaterPlace Place { get; init; }

    public PathNode? Path => Place.Path;

    public string? Label { get; init; }

    /// <summary>The id, once the client knows of it.</summary>
    public int? Id { get; set; }

    public bool IsDone { get; set; }

    /// <summary>Nothing of it came, so there is no place for what would be inside of it.</summary>
    public bool HasFailed { get; set; }
}

/// <summary>A deferred fragment at one place of the response.</summary>
internal sealed class DeferredFragment : LaterPart
{
    public DeferredFragment? Parent { get; init; }

    public List<DeferredFields> Fields { get; } = [];

    /// <summary>Fragments inside of this one. The client hears of them when this one is complete.</summary>
    public List<DeferredFragment> Inner { get; } = [];
}

/// <summary>Deferred fields of one object, and their execution.</summary>
internal sealed class DeferredFields
{
    public required LaterPlace Place { get; init; }

    public required IReadOnlyList<DeferredFragment> Fragments { get; init; }

    public required object Parent { get; init; }

    public required SelectionSet Set { get; init; }

    public required IReadOnlyDictionary<string, object?> ScopedState { get; init; }

    public required DeferScope? Defers { get; init; }

    public OperationExecution? Execution { get; set; }

    public bool IsComplete { get; set; }

    public bool IsSent { get; set; }
}

/// <summary>What an execution has left for later.</summary>
internal sealed class LaterParts
{
    public List<DeferredFragment> Fragments { get; } = [];

    public List<DeferredFields> Fields { get; } = [];

    public List<ItemStream> Streams { get; } = [];
}
