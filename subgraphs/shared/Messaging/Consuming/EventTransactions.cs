using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Messaging;

/// <summary>
/// A group's transactions, one at a time. Events that wait at the same time, whatever their topics, are handled and committed together, since beginning,
/// looking for what is known, and waiting for the disk cost as much for one as for many.
/// </summary>
internal sealed class EventTransactions<TContext>(string group, MessagingBuilder messaging, IServiceScopeFactory scopes, TimeProvider clock)
    where TContext : DbContext
{
    private readonly Lock turn = new();
    private readonly Queue<Waiting> waiting = new();
    private bool isRunning;

    /// <summary>Handles these events and whatever else waits, all or nothing.</summary>
    /// <returns>Null when it is done; otherwise why nothing was done.</returns>
    internal Task<GroupFailure?> TryTogetherAsync(EventEnvelope[] envelopes, CancellationToken cancellationToken)
    {
        var concerning = Concerning(envelopes);
        if (concerning.Length == 0)
        {
            return Task.FromResult<GroupFailure?>(null);
        }

        var own = new Waiting(concerning);
        lock (turn)
        {
            waiting.Enqueue(own);
            if (isRunning)
            {
                return own.Outcome;
            }

            isRunning = true;
        }

        _ = Task.Run(() => RunAsync(cancellationToken), CancellationToken.None);
        return own.Outcome;
    }

    /// <summary>One transaction holds the effects of all these events and their inbox rows.</summary>
    internal async Task HandleAsync(EventEnvelope[] envelopes, int attempt, CancellationToken cancellationToken)
    {
        if (Concerning(envelopes) is { Length: > 0 } concerning)
        {
            await HandleAsync(concerning, attempt, cancellationToken);
        }
    }

    /// <summary>Whether the group handles events of this type, whatever they hold.</summary>
    internal bool MayConcern(EventEnvelope envelope) => messaging.Routes.ContainsKey(envelope.Type);

    private async Task HandleAsync(Received[] concerning, int attempt, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TContext>();
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var claimed = await db.ClaimAsync(concerning.Select(received => received.Envelope.Id), clock.GetUtcNow(), cancellationToken);
        var handled = concerning.DistinctBy(received => received.Envelope.Id).Where(received => claimed.Contains(received.Envelope.Id)).ToArray();
        foreach (var received in handled)
        {
            await HandleWithinAsync(scope.ServiceProvider, db, received, attempt, cancellationToken);
        }

        if (handled.Length > 0)
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        foreach (var received in handled)
        {
            MessagingMetrics.Consumed(group, received.Route.Contract.Topic, clock.GetUtcNow() - received.Envelope.Time);
        }
    }

    private Received[] Concerning(EventEnvelope[] envelopes)
        => [.. from envelope in envelopes
               let route = messaging.Routes.GetValueOrDefault(envelope.Type)
               where route is not null
               let payload = envelope.ReadData(route.Contract.Payload)
               where route.Concerns(payload)
               select new Received(envelope, route, payload)];

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken) is { Count: > 0 } together)
        {
            Received[] events = [.. together.SelectMany(one => one.Events)];
            GroupFailure? failure = null;
            try
            {
                await HandleAsync(events, attempt: 1, cancellationToken);
            }
            catch (Exception exception)
            {
                failure = new GroupFailure(exception, events.Length);
            }

            foreach (var one in together)
            {
                one.End(failure);
            }
        }
    }

    private async Task<List<Waiting>> NextAsync(CancellationToken cancellationToken)
    {
        if (messaging.Options.GatherFor > TimeSpan.Zero && !IsFull())
        {
            await Task.Delay(messaging.Options.GatherFor, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return Next();
    }

    private bool IsFull()
    {
        lock (turn)
        {
            return waiting.Sum(one => one.Events.Length) >= messaging.Options.BatchEventsMax;
        }
    }

    private List<Waiting> Next()
    {
        var together = new List<Waiting>();
        lock (turn)
        {
            var count = 0;
            while (waiting.TryPeek(out var next) && (together.Count == 0 || count + next.Events.Length <= messaging.Options.BatchEventsMax))
            {
                count += next.Events.Length;
                together.Add(waiting.Dequeue());
            }

            isRunning = together.Count > 0;
        }

        return together;
    }

    private async Task HandleWithinAsync(IServiceProvider services, TContext db, Received received, int attempt, CancellationToken cancellationToken)
    {
        var (envelope, route, _) = received;
        using var activity = MessagingMetrics.Activities.StartActivity($"{group} {envelope.Type}", ActivityKind.Consumer, envelope.TraceParent);
        if (!route.FindsByKey)
        {
            await SaveAsync(db, cancellationToken);
        }

        await route.HandleAsync(services, received, attempt, cancellationToken);
        if (!route.FindsByKey)
        {
            await SaveAsync(db, cancellationToken);
        }
    }

    private static async Task SaveAsync(TContext db, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private sealed class Waiting(Received[] events)
    {
        private readonly TaskCompletionSource<GroupFailure?> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Received[] Events { get; } = events;

        internal Task<GroupFailure?> Outcome => ended.Task;

        internal void End(GroupFailure? failure) => ended.SetResult(failure);
    }
}

/// <summary>Why a transaction of several events was rolled back.</summary>
/// <param name="Cause">What its database, or one of its handlers, said.</param>
/// <param name="EventCount">How many it was to handle: of one that was alone it was a try.</param>
internal sealed record GroupFailure(Exception Cause, int EventCount);
