using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What a group was told; it may refuse some times first.</summary>
internal sealed class Witness
{
    private readonly ConcurrentQueue<string> names = new();
    private readonly Channel<string> seen = Channel.CreateUnbounded<string>();
    private int waitedFor;

    internal int Failures { get; set; }

    /// <summary>The name that it can never bear.</summary>
    internal string? Refused { get; init; }

    internal int Attempts { get; private set; }

    internal long LastAt { get; private set; }

    internal IEnumerable<string> Names => names;

    internal void Attempt(string name)
    {
        Attempts++;
        if (name == Refused || Failures-- > 0)
        {
            throw new InvalidOperationException("Not yet.");
        }

        LastAt = Stopwatch.GetTimestamp();
        names.Enqueue(name);
        seen.Writer.TryWrite(name);
    }

    internal async Task WaitForAsync(int events)
    {
        for (; waitedFor < events; waitedFor++)
        {
            await seen.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        }
    }
}

internal sealed class Remember(Witness witness) : IEventHandler<UserUpdated>
{
    public Task HandleAsync(EventContext<UserUpdated> received, CancellationToken cancellationToken)
    {
        witness.Attempt(received.Payload.Name);
        return Task.CompletedTask;
    }
}
