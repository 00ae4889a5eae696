using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// One subscription at a source for several equal ones of clients. It can be joined as its request's <see cref="JoinRule"/> says, so that
/// everybody gets every event that they would have got alone; it ends at the source when the last one has left.
/// </summary>
/// <param name="request">What all of them ask.</param>
/// <param name="eventsWaitingMax">See <see cref="SharingOptions.EventsWaitingMax"/>.</param>
/// <param name="mutations">How many mutations have ended at the source.</param>
[SuppressMessage("Design", "CA1001", Justification = "A token source without timer and wait handle holds nothing but memory, and who leaves last is not known.")]
internal sealed class SharedSubscription(SourceRequest request, int eventsWaitingMax, Func<int> mutations)
{
    private readonly List<Channel<SourceResponse>> _readers = [];
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _everybodyLeft = new();
    private bool _isClosed;
    private SharedEvent? _latest;
    private int _mutationsBeforeLatest;

    public SourceRequest Request { get; } = request;

    /// <summary>Null when it is too late to join.</summary>
    public Channel<SourceResponse>? TryJoin()
    {
        lock (_gate)
        {
            // What has been changed since the latest event will be told by the next one; who has changed it must not be shown what was before.
            if (_isClosed || (_latest is not null && _mutationsBeforeLatest != mutations()))
            {
                return null;
            }

            var reader = Channel.CreateBounded<SourceResponse>(new BoundedChannelOptions(eventsWaitingMax) { SingleReader = true });
            if (_latest is not null)
            {
                reader.Writer.TryWrite(_latest.Hold());
            }

            _readers.Add(reader);
            return reader;
        }
    }

    /// <summary>Reads the source to its end for everybody.</summary>
    /// <param name="source">The way to it.</param>
    /// <param name="close">Called when nobody can join any more.</param>
    public async Task RunAsync(ISourceClient source, Action close)
    {
        var (failure, isJoinable) = ((Exception?)null, true);
        try
        {
            await foreach (var response in source.SubscribeAsync(Request, _everybodyLeft.Token).ConfigureAwait(false))
            {
                // With a refusal it ends, and whoever joined now would not hear why.
                if (isJoinable && (Request.Joining == JoinRule.BeforeFirstEvent || SourceResponseReading.IsRefusal(response)))
                {
                    isJoinable = false;
                    Close(close);
                }

                Tell(response);
            }
        }
        catch (Exception end)
        {
            failure = end;
        }

        if (isJoinable)
        {
            Close(close);
        }

        lock (_gate)
        {
            _latest?.Dispose();
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
        var told = new SharedEvent(response);
        lock (_gate)
        {
            for (var i = _readers.Count - 1; i >= 0; i--)
            {
                var held = told.Hold();
                if (!_readers[i].Writer.TryWrite(held))
                {
                    held.Dispose();
                    _readers[i].Writer.TryComplete(new SourceUnavailableException($"The client has left {eventsWaitingMax} events unread."));
                    _readers.RemoveAt(i);
                }
            }

            if (Request.Joining == JoinRule.WithLatestEvent && !_isClosed)
            {
                (told, _latest, _mutationsBeforeLatest) = (_latest, told, mutations());
            }
        }

        told?.Dispose();
    }

    private void Close(Action close)
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        close();
    }

    /// <summary>Also of one who was too slow, and so is no reader any more.</summary>
    private void Leave(Channel<SourceResponse> reader)
    {
        lock (_gate)
        {
            reader.Writer.TryComplete();
            _readers.Remove(reader);
            if (_readers.Count > 0)
            {
                return;
            }

            _isClosed = true;
        }

        _everybodyLeft.Cancel();
    }

    /// <summary>An event that several hold; its memory is given back when all have given it back, whoever told it included.</summary>
    private sealed class SharedEvent(SourceResponse response) : IDisposable
    {
        private int _holders = 1;

        public SourceResponse Hold()
        {
            Interlocked.Increment(ref _holders);
            return new SourceResponse(response.Answers, this);
        }

        public void Dispose()
        {
            if (Interlocked.Decrement(ref _holders) == 0)
            {
                response.Dispose();
            }
        }
    }
}
