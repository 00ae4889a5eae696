using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// One subscription at a source for several equal ones of clients. It can be joined until its first event, so that everybody gets every
/// event that they would have got alone; it ends at the source when the last one has left.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without timer and wait handle holds nothing but memory, and who leaves last is not known.")]
internal sealed class SharedSubscription(SourceRequest request)
{
    /// <summary>Events that may wait for one client; who is slower than that is told so, and the others are not held up.</summary>
    private const int WaitingMax = 1_000;

    private readonly List<Channel<SourceResponse>> _readers = [];
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _everybodyLeft = new();
    private bool _isClosed;

    public SourceRequest Request { get; } = request;

    /// <summary>Null when it is too late to join.</summary>
    public Channel<SourceResponse>? TryJoin()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return null;
            }

            var reader = Channel.CreateBounded<SourceResponse>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });
            _readers.Add(reader);
            return reader;
        }
    }

    /// <summary>Reads the source to its end for everybody.</summary>
    /// <param name="source">The way to it.</param>
    /// <param name="close">Called once, when nobody can join any more.</param>
    public async Task RunAsync(ISourceClient source, Action close)
    {
        Exception? failure = null;
        try
        {
            await foreach (var response in source.SubscribeAsync(Request, _everybodyLeft.Token).ConfigureAwait(false))
            {
                Close(close);
                Tell(response);
            }
        }
        catch (Exception end)
        {
            failure = end;
        }

        Close(close);
        lock (_gate)
        {
            _readers.ForEach(reader => reader.Writer.TryComplete(failure));
            _readers.Clear();
        }
    }

    /// <summary>The events for one who joined, until the end or until they leave.</summary>
    public async IAsyncEnumerable<SourceResponse> ReadAsync(Channel<SourceResponse> reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var response in reader.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return response;
            }
        }
        finally
        {
            Leave(reader);
            while (reader.Reader.TryRead(out var unread))
            {
                unread.Dispose();
            }
        }
    }

    private void Tell(SourceResponse response)
    {
        lock (_gate)
        {
            var memory = new CountedMemory(response, _readers.Count);
            for (var i = _readers.Count - 1; i >= 0; i--)
            {
                if (!_readers[i].Writer.TryWrite(new SourceResponse(response.Answers, memory)))
                {
                    memory.Dispose();
                    _readers[i].Writer.TryComplete(new SourceUnavailableException($"The client has left {WaitingMax} events unread."));
                    _readers.RemoveAt(i);
                }
            }
        }
    }

    private void Close(Action close)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
        }

        close();
    }

    private void Leave(Channel<SourceResponse> reader)
    {
        lock (_gate)
        {
            reader.Writer.TryComplete();
            if (!_readers.Remove(reader) || _readers.Count > 0)
            {
                return;
            }

            _isClosed = true;
        }

        _everybodyLeft.Cancel();
    }

    /// <summary>Gives an event's memory back when all have given it back.</summary>
    private sealed class CountedMemory(SourceResponse response, int holders) : IDisposable
    {
        private int _holders = holders;

        public void Dispose()
        {
            if (Interlocked.Decrement(ref _holders) == 0)
            {
                response.Dispose();
            }
        }
    }
}
