using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Messaging;

/// <summary>
/// The transactions of one lane of a group. Events that wait at the same time, whatever their topics, are handled and committed together, since beginning,
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
        var concerning = Concerning(envelopes);
        if (concerning.Length == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TContext>();
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var claimed = await db.ClaimAsync(concerning.Select(envelope => envelope.Id), clock.GetUtcNow(), cancellationToken);
        var handled = concerning.DistinctBy(envelope => envelope.Id).Where(envelope => claimed.Contains(envelope.Id)).ToArray();
        foreach (var envelope in handled)
        {
            await HandleWithinAsync(scope.ServiceProvider, db, envelope, attempt, cancellationToken);
        }

        if (handled.Length > 0)
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        foreach (var envelope in handled)
        {
            MessagingMetrics.Consumed(group, messaging.Routes[envelope.Type].Contract.Topic, clock.GetUtcNow() - envelope.Time);
        }
    }

    private EventEnvelope[] Concerning(EventEnvelope[] envelopes)
        => [.. envelopes.Where(envelope => messaging.Routes.TryGetValue(envelope.Type, out var route) && route.Concerns(envelope))];

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken) is { Count: > 0 } together)
        {
            EventEnvelope[] envelopes = [.. together.SelectMany(one => one.Envelopes)];
            GroupFailure? failure = null;
            try
            {
                await HandleAsync(envelopes, attempt: 1, cancellationToken);
            }
            catch (Exception exception)
            {
                failure = new GroupFailure(exception, envelopes.Length);
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
            return waiting.Sum(one => one.Envelopes.Length) >= messaging.Options.BatchEventsMax;
        }
    }

    private List<Waiting> Next()
    {
        var together = new List<Waiting>();
        lock (turn)
        {
            var events = 0;
            while (waiting.TryPeek(out var next) && (together.Count == 0 || events + next.Envelopes.Length <= messaging.Options.BatchEventsMax))
            {
                events += next.Envelopes.Length;
                together.Add(waiting.Dequeue());
            }

            isRunning = together.Count > 0;
        }

        return together;
    }

    private async Task HandleWithinAsync(IServiceProvider services, TContext db, EventEnvelope envelope, int attempt, CancellationToken cancellationToken)
    {
        using var activity = MessagingMetrics.Activities.StartActivity($"{group} {envelope.Type}", ActivityKind.Consumer, envelope.TraceParent);
        var route = messaging.Routes[envelope.Type];
        if (!route.FindsByKey)
        {
            await SaveAsync(db, cancellationToken);
        }

        await route.HandleAsync(services, envelope, attempt, cancellationToken);
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

    private sealed class Waiting(EventEnvelope[] envelopes)
    {
        private readonly TaskCompletionSource<GroupFailure?> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal EventEnvelope[] Envelopes { get; } = envelopes;

        internal Task<GroupFailure?> Outcome => ended.Task;

        internal void End(GroupFailure? failure) => ended.SetResult(failure);
    }
}

/// <summary>Why a transaction of several events was rolled back.</summary>
/// <param name="Cause">What its database, or one of its handlers, said.</param>
/// <param name="EventCount">How many it was to handle: of one that was alone it was a try.</param>
internal sealed record GroupFailure(Exception Cause, int EventCount);
