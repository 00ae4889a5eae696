using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>A deferred fragment at one place of the response: what the client is told to wait for.</summary>
internal sealed class DeferredFragment
{
    /// <summary>Response names and indices.</summary>
    public required object[] Path { get; init; }

    public required string? Label { get; init; }

    public required DeferredFragment? Parent { get; init; }

    public List<DeferredFields> Fields { get; } = [];

    /// <summary>How many of the fields are not there yet.</summary>
    public int Missing { get; set; }

    /// <summary>Fields that cannot be had, and so the fragment cannot.</summary>
    public DeferredFields? Failed { get; set; }

    /// <summary>Fragments inside of this one. The client hears of them when this one is complete.</summary>
    public List<DeferredFragment> Inner { get; } = [];

    /// <summary>The id, once the client knows of it.</summary>
    public int? Id { get; set; }

    public bool IsOpen => Id is not null && !IsDone;

    public bool IsDone { get; set; }

    /// <summary>Nothing of it came, so there is no place for what would be inside of it.</summary>
    public bool HasFailed { get; set; }
}

/// <summary>Fields of one object that the same deferred fragments wait for.</summary>
internal sealed class DeferredFields
{
    /// <summary>Where the object is in the response.</summary>
    public required object[] Path { get; init; }

    /// <summary>The object's row.</summary>
    public required int Header { get; init; }

    public required AnswerField[] Fields { get; init; }

    /// <summary>The part that fetches them.</summary>
    public required DeferPart Part { get; init; }

    /// <summary>The fragments around them.</summary>
    public required DeferScope? Scope { get; init; }

    /// <summary>Those that wait.</summary>
    public required IReadOnlyList<DeferredFragment> Fragments { get; init; }

    /// <summary>The object with these fields, once they are there; null also where a null would stand that may not.</summary>
    public JsonBuffer? Data { get; set; }

    /// <summary>A JSON list; empty when there are none.</summary>
    public byte[] Errors { get; set; } = [];

    /// <summary>What is deferred inside of them.</summary>
    public LaterParts Later { get; } = new();

    public bool IsStarted { get; set; }

    public bool IsComplete { get; set; }

    public bool IsSent { get; set; }

    public bool HasFailed => IsComplete && Data is null;
}

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

/// <summary>What the writer of one part of a response has left for later.</summary>
internal sealed class LaterParts
{
    public List<DeferredFragment> Fragments { get; } = [];

    public List<DeferredFields> Fields { get; } = [];

    public (int Fragments, int Fields) Mark => (Fragments.Count, Fields.Count);

    /// <summary>Forgets what was left since the mark: its place has become null.</summary>
    public void CutTo((int Fragments, int Fields) mark)
    {
        Fragments.RemoveRange(mark.Fragments, Fragments.Count - mark.Fragments);
        Fields.RemoveRange(mark.Fields, Fields.Count - mark.Fields);
    }

    /// <summary>Leaves an object's deferred fields. Gives the scope for what is written of it now.</summary>
    public DeferScope? Leave(DeferredShape shape, int header, object[] path, DeferScope? scope)
    {
        foreach (var usage in shape.Usages)
        {
            var fragment = new DeferredFragment { Path = path, Label = usage.Label, Parent = DeferScope.Find(scope, usage.Parent) };
            Fragments.Add(fragment);
            scope = new DeferScope(usage, fragment, scope);
        }

        foreach (var (part, fields) in shape.Groups)
        {
            Fields.Add(new DeferredFields
            {
                Path = path, Header = header, Fields = fields, Part = part, Scope = scope,
                Fragments = [.. part.Usages.Select(usage => DeferScope.Find(scope, usage)!)],
            });
        }

        return scope;
    }
}
