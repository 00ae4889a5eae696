using System.Diagnostics.CodeAnalysis;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Knows which deferred fragments of a response are open, wants their parts to be fetched when the client has heard of them, and tells in
/// which order they reach it. Not safe for concurrent use.
/// </summary>
/// <param name="write">Writes fields whose part has been fetched.</param>
/// <param name="fragmentsMax">How many fragments a response may have.</param>
internal sealed class IncrementalPublisher(Action<IReadOnlyList<DeferredFields>> write, int fragmentsMax) : IDisposable
{
    private readonly IncrementalPayload _payload = new();
    private readonly SortedDictionary<int, DeferredFragment> _open = [];
    private readonly HashSet<DeferPart> _fetched = [];
    private readonly List<DeferredFields> _waiting = [];
    private readonly Queue<DeferredFields> _written = new();
    private int _ids;

    public bool HasNext => _open.Count > 0;

    /// <summary>Parts that somebody waits for, in the order in which they are wanted. Whoever fetches them takes them from here.</summary>
    public Queue<DeferPart> Wanted { get; } = new();

    /// <summary>Begins with what the first payload has left for later.</summary>
    public void Begin(LaterParts first)
    {
        Attach(first);
        Release(first);
        CompleteWritten();
    }

    /// <summary>Whatever belongs to a part can be written now.</summary>
    public void Fetched(DeferPart part)
    {
        _fetched.Add(part);
        var fetched = _waiting.FindAll(fields => fields.Part == part);
        _waiting.RemoveAll(fields => fields.Part == part);
        Write(fetched);
        CompleteWritten();
    }

    /// <summary>Completes what is open with an error: nothing more will come.</summary>
    public void Fail(GraphQLError error)
    {
        var errors = ListOf(error);
        foreach (var fragment in _open.Values.ToList())
        {
            Close(fragment, errors);
        }
    }

    public void WriteFirst(JsonBuffer output) => _payload.WriteFirst(output);

    public bool TryWritePayload([NotNullWhen(true)] out OperationResult? payload) => _payload.TryTake(HasNext, out payload);

    public void Dispose() => _payload.Clear();

    // Fields that are left for later belong to fragments that may be open already, and then those wait for them, too.
    private void Attach(LaterParts later)
    {
        foreach (var fragment in later.Fragments.Where(fragment => fragment.Parent is { IsDone: false }))
        {
            fragment.Parent!.Inner.Add(fragment);
        }

        foreach (var fields in later.Fields)
        {
            foreach (var fragment in fields.Fragments)
            {
                fragment.Fields.Add(fields);
                fragment.Missing++;
            }

            if (fields.Fragments.Any(fragment => fragment.IsOpen))
            {
                Start(fields);
            }
        }
    }

    // The client has got what these stand in: it can be told of them.
    private void Release(LaterParts later)
    {
        foreach (var fragment in later.Fragments.Where(fragment => fragment.Parent is null or { IsDone: true, HasFailed: false }))
        {
            Announce(fragment);
        }
    }

    private void Announce(DeferredFragment fragment)
    {
        if (fragment.Id is not null || fragment.IsDone)
        {
            return;
        }

        if (fragment.Fields.TrueForAll(fields => fields.IsSent))
        {
            // All its fields are sent with others: there is nothing to wait for but what is inside of it.
            fragment.IsDone = true;
            fragment.Inner.ForEach(Announce);
            return;
        }

        fragment.Id = _ids++;
        _payload.Pend(fragment.Id.Value, fragment.Path, fragment.Label);
        _open.Add(fragment.Id.Value, fragment);
        if (fragment.Id >= fragmentsMax)
        {
            Close(fragment, ListOf(new GraphQLError($"A response may have at most {fragmentsMax} deferred or streamed parts.")));
            return;
        }

        fragment.Fields.ForEach(Start);
        CompleteIfReady(fragment);
    }

    private void Start(DeferredFields fields)
    {
        if (fields.IsStarted)
        {
            return;
        }

        fields.IsStarted = true;
        if (_fetched.Contains(fields.Part))
        {
            Write([fields]);
        }
        else
        {
            _waiting.Add(fields);
            Wanted.Enqueue(fields.Part);
        }
    }

    private void Write(List<DeferredFields> fetched)
    {
        if (fetched.Count > 0)
        {
            write(fetched);
            fetched.ForEach(_written.Enqueue);
        }
    }

    // One after the other and not as they are written, because what is written may lie within what is just looked at.
    private void CompleteWritten()
    {
        while (_written.TryDequeue(out var fields))
        {
            fields.IsComplete = true;
            if (!fields.HasFailed)
            {
                Attach(fields.Later);
            }

            foreach (var fragment in fields.Fragments)
            {
                fragment.Missing--;
                fragment.Failed ??= fields.HasFailed ? fields : null;
                CompleteIfReady(fragment);
            }
        }
    }

    private void CompleteIfReady(DeferredFragment fragment)
    {
        if (!fragment.IsOpen)
        {
            return;
        }

        if (fragment.Failed is { } failed)
        {
            Close(fragment, failed.Errors);
            return;
        }

        if (fragment.Missing > 0)
        {
            return;
        }

        var sent = fragment.Fields.Where(fields => !fields.IsSent).ToList();
        foreach (var fields in sent)
        {
            Send(fragment, fields);
        }

        Close(fragment, []);
        sent.ForEach(fields => Release(fields.Later));
        fragment.Inner.ForEach(Announce);
    }

    /// <summary>Fields go to the deepest fragment that the client knows of; the rest of the way is told with them.</summary>
    private void Send(DeferredFragment fragment, DeferredFields fields)
    {
        var best = fields.Fragments.Where(other => other.IsOpen).Append(fragment).MaxBy(other => other.Path.Length)!;
        _payload.BeginData(best.Id!.Value, fields.Path, best.Path.Length).WriteRaw(fields.Data!.WrittenSpan);
        _payload.EndData(fields.Errors);
        fields.IsSent = true;
        fields.Data.Dispose();
    }

    private void Close(DeferredFragment fragment, byte[] errors)
    {
        fragment.IsDone = true;
        fragment.HasFailed = errors.Length > 0;
        _open.Remove(fragment.Id!.Value);
        _payload.Complete(fragment.Id.Value, errors);
    }

    private static byte[] ListOf(GraphQLError error)
    {
        using var buffer = new JsonBuffer(256);
        GraphQLError.WriteAll(buffer, [error]);
        return buffer.WrittenSpan.ToArray();
    }
}
