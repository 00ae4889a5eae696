using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Parts of the response that come later: what this execution leaves for them, and how one of them is executed itself.</summary>
internal sealed partial class OperationExecution
{
    /// <summary>What is left for later; null when the response comes in one piece.</summary>
    public LaterParts? Later { get; init; }

    public DeferScope? Defers { get; set; }

    /// <summary>Called once, when everything is written that this execution writes.</summary>
    public Action<OperationExecution>? Ended { get; set; }

    /// <summary>Writes what the first payload says of those to come.</summary>
    public Action<JsonBuffer>? PendingParts { get; set; }

    /// <summary>Whether what was to be written may not be null and is.</summary>
    public bool HasFailed => Root.IsNulled;

    /// <summary>Leaves an object's deferred fields for later. To be called where the object is about to be written.</summary>
    public void Defer(object parent, DeferPlan plan)
    {
        var place = LeavePlace();
        foreach (var usage in plan.Usages)
        {
            var fragment = new DeferredFragment { Place = place, Label = usage.Label, Parent = DeferScope.Find(Defers, usage.Parent) };
            Later!.Fragments.Add(fragment);
            Defers = new DeferScope(usage, fragment, Defers);
        }

        foreach (var group in plan.Groups)
        {
            Later!.Fields.Add(new DeferredFields
            {
                Place = place, Parent = parent, Set = group.Set, ScopedState = ScopedState, Defers = Defers,
                Fragments = [.. group.Usages.Select(usage => DeferScope.Find(Defers, usage)!)],
            });
        }
    }

    /// <summary>Leaves the rest of the current list for later.</summary>
    public void Stream<T>(Selection selection, IAsyncEnumerator<T> rest, int written, Completer<T> completer, bool itemsAreNullable)
        => Later!.Streams.Add(new ItemStream<T>(rest, completer, itemsAreNullable)
        {
            Place = LeavePlace(), Label = selection.Stream!.Label, Items = selection.ForItems(), Next = written, ScopedState = ScopedState,
        });

    /// <summary>An execution of a part of this operation's response, which shares everything but the text and the errors.</summary>
    public OperationExecution Part(PathNode? path, IReadOnlyDictionary<string, object?> scopedState, DeferScope? defers, Action<OperationExecution> ended)
    {
        var part = new OperationExecution(Schema, Operation, Variables, Request, _services, Queue, State)
        {
            Later = new LaterParts(), ScopedState = scopedState, Defers = defers, Ended = ended, Root = new RootFragment { IsNullable = true, Path = path },
        };
        part._fragment = part.Root;
        return part;
    }

    /// <summary>Writes the part.</summary>
    public void ExecutePart(Func<OperationExecution, bool> write)
    {
        if (!write(this))
        {
            Output.Truncate(0);
            Root.Discard(0);
            Root.IsNulled = true;
        }

        Root.ContentEnd = Output.Length;
        EndIfNothingWaits();
    }

    /// <summary>Steps into an item of a streamed list.</summary>
    public void EnterItem(Selection selection, int index, bool isNullable) => Push(new Position(selection, index, Output.Length, isNullable));

    /// <summary>Gives the part's text away.</summary>
    public void MoveTo(JsonBuffer output)
    {
        Root.CopyTo(output, Output);
        Output.Dispose();
    }

    private LaterPlace LeavePlace()
    {
        var place = new LaterPlace { Start = Output.Length, Fragment = _fragment, Outer = EnclosingRegion(_depth), Path = CurrentPath() };
        _fragment.Add(place);
        return place;
    }

    private void EndIfNothingWaits()
    {
        if (Waiting == 0 && Ended is { } ended)
        {
            Ended = null;
            ended(this);
        }
    }
}
