using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinFlow.Messaging;

/// <summary>One group's way through one topic: read, handle once, commit; retry with growing waits; give up into the dead letters.</summary>
/// <remarks>
/// Events are handled one after another, so the order of every key is kept, and a failing one delays only its own topic. Those that wait
/// together are committed together, since a commit waits for the disk; when one of them fails, each is handled by itself.
/// </remarks>
internal sealed class EventConsumer<TContext>(
    string group,
    string topic,
    MessagingBuilder messaging,
    IServiceScopeFactory scopes,
    IEventLog log,
    DeadLetters deadLetters,
    TimeProvider clock,
    ILogger logger)
    where TContext : DbContext
{
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using var reader = log.ReadAs(group, topic);
        using var watch = MessagingMetrics.WatchLag(group, topic, reader);
        var notices = new LagNotices(group, topic, reader, log, messaging.Options, clock, logger).RunAsync(cancellationToken);
        await ConsumeAsync(reader, cancellationToken);

        // Until then it may ask the reader.
        await notices;
    }

    private async Task ConsumeAsync(IEventReader reader, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var events = await reader.ReadAsync(messaging.Options.BatchEventsMax, cancellationToken);
                if (await TryHandleTogetherAsync(events, cancellationToken))
                {
                    await reader.CommitAsync(events[^1].Position, cancellationToken);
                    continue;
                }

                foreach (var read in events)
                {
                    await HandleWithPatienceAsync(read, cancellationToken);
                    await reader.CommitAsync(read.Position, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Only the log itself can fail here; the uncommitted events are read again.
                logger.LogError(exception, "Reading {Topic} for {Group} failed", topic, group);
                await Task.Delay(messaging.Options.RetryDelay, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <returns>False when nothing was done: the events are to be handled one by one, where each has its own tries.</returns>
    private async Task<bool> TryHandleTogetherAsync(IReadOnlyList<ReadEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count < 2)
        {
            return false;
        }

        try
        {
            await HandleAsync([.. events.Select(read => EventEnvelope.Parse(read.Envelope.Span))], attempt: 1, cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug(exception, "{Count} events of {Topic} are handled one by one in {Group}", events.Count, topic, group);
            return false;
        }
    }

    private async Task HandleWithPatienceAsync(ReadEvent read, CancellationToken cancellationToken)
    {
        var attempt = 1;
        while (true)
        {
            try
            {
                await HandleAsync([EventEnvelope.Parse(read.Envelope.Span)], attempt, cancellationToken);
                return;
            }
            catch (Exception exception) when (exception.WillPass() && !cancellationToken.IsCancellationRequested)
            {
                // Not the event's fault: a database that is away for minutes must not make dead letters of all that is told meanwhile.
                MessagingMetrics.Retried(group, topic);
                logger.LogWarning(exception, "The database keeps {Group} from event {Key} of {Topic}; it waits", group, read.Key, topic);
                await Task.Delay(messaging.Options.OutageDelay, clock, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Bytes that cannot be read stay unreadable, however often one tries.
                if (exception is JsonException || attempt >= messaging.Options.AttemptsMax)
                {
                    await deadLetters.AddAsync(group, read, attempt, exception, cancellationToken);
                    return;
                }

                MessagingMetrics.Retried(group, topic);
                logger.LogWarning(exception, "Attempt {Attempt} at event {Key} of {Topic} failed in {Group}", attempt, read.Key, topic, group);
                await Task.Delay(messaging.Options.RetryDelay * (1 << (attempt - 1)), clock, cancellationToken);
                attempt++;
            }
        }
    }

    // All or nothing: one transaction holds the effects of all these events and their inbox rows.
    private async Task HandleAsync(EventEnvelope[] envelopes, int attempt, CancellationToken cancellationToken)
    {
        var concerning = envelopes.Where(envelope => messaging.Routes.TryGetValue(envelope.Type, out var route) && route.Concerns(envelope)).ToArray();
        if (concerning.Length == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TContext>();
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ids = concerning.Select(envelope => envelope.Id).ToArray();
        var known = await db.Set<InboxMessage>().Where(message => ids.Contains(message.EventId)).Select(message => message.EventId).ToListAsync(cancellationToken);
        var handled = concerning.DistinctBy(envelope => envelope.Id).Where(envelope => !known.Contains(envelope.Id)).ToArray();
        foreach (var envelope in handled)
        {
            await HandleWithinAsync(scope.ServiceProvider, db, envelope, attempt, cancellationToken);
        }

        if (handled.Length > 0)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        foreach (var envelope in handled)
        {
            MessagingMetrics.Consumed(group, topic, clock.GetUtcNow() - envelope.Time);
        }
    }

    private async Task HandleWithinAsync(IServiceProvider services, TContext db, EventEnvelope envelope, int attempt, CancellationToken cancellationToken)
    {
        using var activity = MessagingMetrics.Activities.StartActivity($"{group} {envelope.Type}", ActivityKind.Consumer, envelope.TraceParent);

        // Tracked before the handler runs, so that even a handler that saves for itself saves the row along.
        db.Set<InboxMessage>().Add(new InboxMessage { EventId = envelope.Id, ConsumedAt = clock.GetUtcNow() });
        await messaging.Routes[envelope.Type].HandleAsync(services, envelope, attempt, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }
}
