using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>
/// Knows which parts of a response are open, starts them when the client has heard of them, and tells in which order they reach it.
/// Everything but <see cref="TimedOut"/> and <see cref="CloseAsync"/> happens in the turns of the queue.
/// </summary>
internal sealed partial class IncrementalPublisher(WorkQueue queue, ExecutionServices services)
{
    private readonly IncrementalPayload _payload = new();
    private readonly ConcurrentDictionary<int, LaterPart> _open = new();
    private readonly List<ItemStream> _streams = [];
    private OperationExecution? _first;
    private int _ids;

    public bool HasNext => !_open.IsEmpty;

    /// <summary>Begins with what the first payload has left for later.</summary>
    public void Begin(OperationExecution first)
    {
        _first = first;
        Attach(first);
        Release(first);
    }

    // Fields that an execution leaves for later belong to fragments that may be open already, and then those wait for them, too.
    private void Attach(OperationExecution execution)
    {
        var later = execution.Later!;
        foreach (var fragment in later.Fragments.Where(fragment => fragment is { Parent.IsDone: false, Place.IsLost: false }))
        {
            fragment.Parent!.Inner.Add(fragment);
        }

        foreach (var group in later.Fields.Where(group => !group.Place.IsLost))
        {
            foreach (var fragment in group.Fragments)
            {
                fragment.Fields.Add(group);
            }

            if (group.Fragments.Any(fragment => fragment is { Id: not null, IsDone: false }))
            {
                Start(group);
            }
        }
    }

    // The client has got an execution's fields: it can be told of what is below them.
    private void Release(OperationExecution execution)
    {
        var later = execution.Later!;
        foreach (var fragment in later.Fragments.Where(fragment => fragment is { Id: null, Place.IsLost: false, Parent: null or { IsDone: true, HasFailed: false } }))
        {
            Announce(fragment);
        }

        foreach (var stream in later.Streams)
        {
            if (stream.Place.IsLost)
            {
                _ = stream.CloseAsync();
            }
            else if (TryOpen(stream))
            {
                _streams.Add(stream);
                queue.Post(() => Advance(stream));
            }
        }
    }

    public void WriteFirst(JsonBuffer output) => _payload.WriteFirst(output);

    public bool TryWritePayload([NotNullWhen(true)] out OperationResult? payload)
    {
        if (!_payload.TryTake(HasNext, out payload))
        {
            return false;
        }

        foreach (var stream in _streams.ToArray())
        {
            stream.Unsent = stream.UnderWay.Count;
            queue.Post(() => Advance(stream));
        }

        return true;
    }

    /// <summary>The last payload of a response that has taken too long.</summary>
    public OperationResult TimedOut()
    {
        var payload = new IncrementalPayload();
        foreach (var id in _open.Keys.Order())
        {
            payload.Complete(id, [new GraphQLError("The request exceeded the configured timeout.") { Code = "HC0045" }]);
        }

        return payload.TryTake(hasNext: false, out var result) ? result : throw new InvalidOperationException("Nothing was open.");
    }

    public async ValueTask CloseAsync()
    {
        foreach (var stream in _open.Values.OfType<ItemStream>())
        {
            await stream.CloseAsync();
        }
    }

    private bool TryOpen(LaterPart part)
    {
        var id = _ids++;
        part.Id = id;
        _payload.Pend(id, part.Path?.ToArray() ?? [], part.Label);
        if (id >= services.Options.IncrementalPartsMax)
        {
            part.IsDone = part.HasFailed = true;
            _payload.Complete(id, [new GraphQLError($"A response may have at most {services.Options.IncrementalPartsMax} deferred or streamed parts.")]);
            return false;
        }

        _open[id] = part;
        return true;
    }

    private void Announce(DeferredFragment fragment)
    {
        if (fragment.Id is not null || fragment.IsDone)
        {
            return;
        }

        if (fragment.Fields.TrueForAll(group => group.IsSent))
        {
            // All its fields are sent with others: there is nothing to wait for but what is inside of it.
            fragment.IsDone = true;
            fragment.Inner.ForEach(Announce);
            return;
        }

        if (!TryOpen(fragment))
        {
            return;
        }

        fragment.Fields.ForEach(Start);
        CompleteIfReady(fragment);
    }

    private void Start(DeferredFields group)
    {
        if (group.Execution is null)
        {
            group.Execution = _first!.Part(group.Place.Path, group.ScopedState, group.Defers, _ => Complete(group));
            queue.Post(() => group.Execution.ExecutePart(part => ObjectWriter.Write(part, group.Parent, group.Set)));
        }
    }

    private void Complete(DeferredFields group)
    {
        group.IsComplete = true;
        if (!group.Execution!.HasFailed)
        {
            Attach(group.Execution);
        }

        foreach (var fragment in group.Fragments)
        {
            CompleteIfReady(fragment);
        }
    }

    private void CompleteIfReady(DeferredFragment fragment)
    {
        if (fragment.IsDone || fragment.Id is not { } id)
        {
            return;
        }

        if (fragment.Fields.Find(group => group.IsComplete && group.Execution!.HasFailed) is { } failed)
        {
            Close(fragment, failed.Execution!.Errors.ToList());
            return;
        }

        if (!fragment.Fields.TrueForAll(group => group.IsComplete))
        {
            return;
        }

        var sent = fragment.Fields.Where(group => !group.IsSent).ToArray();
        foreach (var group in sent)
        {
            Send(fragment, group);
        }

        Close(fragment, []);
        foreach (var group in sent)
        {
            Release(group.Execution!);
        }

        fragment.Inner.ForEach(Announce);
    }

    // Fields go to the deepest fragment that the client knows of; the rest of the way is told with them.
    private void Send(DeferredFragment fragment, DeferredFields group)
    {
        var best = group.Fragments.Where(other => other is { Id: not null, IsDone: false }).Append(fragment).MaxBy(Depth)!;
        group.Execution!.MoveTo(_payload.BeginData(best.Id!.Value, group.Place.Path?.ToArray() ?? [], Depth(best)));
        _payload.EndData(group.Execution.Errors.ToList());
        group.IsSent = true;

        static int Depth(DeferredFragment at) => at.Path?.ToArray().Length ?? 0;
    }

    private void Close(LaterPart part, IReadOnlyList<GraphQLError> errors)
    {
        part.IsDone = true;
        part.HasFailed = errors.Count > 0;
        _open.TryRemove(part.Id!.Value, out _);
        _payload.Complete(part.Id.Value, errors);
    }
}
