using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FinFlow.Messaging;

/// <summary>One group's way through one topic: read, handle once, commit; retry with growing waits; give up into the dead letters.</summary>
/// <remarks>
/// Events of a key are handled one after another, and a failing one delays only its own topic. Those that wait together are committed together,
/// with those of the group's other topics; when one of them fails, each is handled by itself.
/// </remarks>
internal sealed class EventConsumer<TContext>(
    string group,
    string topic,
    MessagingBuilder messaging,
    EventTransactions<TContext> transactions,
    IEventLog log,
    DeadLetters deadLetters,
    TimeProvider clock,
    ILogger logger)
    where TContext : DbContext
{
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using var reader = log.ReadAs(group, topic, messaging.Options.GatherFor);
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
                var failure = await TryHandleTogetherAsync(events, cancellationToken);
                if (failure is null)
                {
                    await reader.CommitAsync(events[^1].Position, cancellationToken);
                    continue;
                }

                // Only an event that was alone knows that the failure is its own.
                foreach (var read in events)
                {
                    await HandleWithPatienceAsync(read, failure.EventCount == 1 && events.Count == 1 ? failure.Cause : null, cancellationToken);
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

    /// <returns>Null when it is done. Otherwise nothing was: the events are to be handled one by one, where each has its own tries.</returns>
    private async Task<GroupFailure?> TryHandleTogetherAsync(IReadOnlyList<ReadEvent> events, CancellationToken cancellationToken)
    {
        GroupFailure? failure;
        try
        {
            failure = await transactions.TryTogetherAsync([.. events.Select(ToEnvelope).OfType<EventEnvelope>()], cancellationToken);
        }
        catch (Exception unreadable) when (!cancellationToken.IsCancellationRequested)
        {
            failure = new GroupFailure(unreadable, events.Count);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null)
        {
            logger.LogDebug(failure.Cause, "{Count} events of {Topic} are handled one by one in {Group}", events.Count, topic, group);
        }

        return failure;
    }

    /// <param name="read">What is to be handled.</param>
    /// <param name="failure">Why the first try failed, when there was one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task HandleWithPatienceAsync(ReadEvent read, Exception? failure, CancellationToken cancellationToken)
    {
        var attempt = 1;
        while ((failure ?? await TryHandleAsync(read, attempt, cancellationToken)) is { } cause)
        {
            failure = null;
            if (cause.WillPass())
            {
                // Not the event's fault: a database that is away for minutes must not make dead letters of all that is told meanwhile.
                MessagingMetrics.Retried(group, topic);
                logger.LogWarning(cause, "The database keeps {Group} from event {Key} of {Topic}; it waits", group, read.Key, topic);
                await Task.Delay(messaging.Options.OutageDelay, clock, cancellationToken);
            }
            else if (cause is JsonException || attempt >= messaging.Options.AttemptsMax)
            {
                // Bytes that cannot be read stay unreadable, however often one tries.
                await deadLetters.AddAsync(group, read, attempt, cause, cancellationToken);
                return;
            }
            else
            {
                MessagingMetrics.Retried(group, topic);
                logger.LogWarning(cause, "Attempt {Attempt} at event {Key} of {Topic} failed in {Group}", attempt, read.Key, topic, group);
                await Task.Delay(messaging.Options.RetryDelay * (1 << (attempt - 1)), clock, cancellationToken);
                attempt++;
            }
        }
    }

    /// <returns>Null when it is done.</returns>
    private async Task<Exception?> TryHandleAsync(ReadEvent read, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            if (ToEnvelope(read) is { } envelope)
            {
                await transactions.HandleAsync([envelope], attempt, cancellationToken);
            }

            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return exception;
        }
    }

    /// <returns>Null when it cannot be opened and is none of the group's.</returns>
    /// <exception cref="JsonException">It is no event, or what is sealed in it cannot be opened.</exception>
    private EventEnvelope? ToEnvelope(ReadEvent read)
    {
        var envelope = EventEnvelope.Parse(read.Envelope.Span);
        return read.Unreadable is null ? envelope
            : transactions.MayConcern(envelope) ? throw new JsonException("What is sealed in the event cannot be opened.", read.Unreadable)
            : null;
    }
}
