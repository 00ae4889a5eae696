using Microsoft.Extensions.Logging;

namespace FinFlow.Messaging;

/// <summary>Events that a group could not handle: kept on <c>&lt;topic&gt;.dlq</c> as they were, and told on the system topic.</summary>
internal sealed class DeadLetters(IEventLog log, TimeProvider clock, ILogger<DeadLetters> logger)
{
    internal async Task AddAsync(string group, ReadEvent read, int attempts, Exception exception, CancellationToken cancellationToken)
    {
        // What could not be parsed has no id of its own; its place in the topic names it as well.
        var (id, type) = TryIdentify(read) ?? (read.Place, "unreadable");
        var notice = EventEnvelope.Wrap(
            new DeadLetterAdded(id, read.Topic, type, group, attempts, exception.GetType().Name, clock.GetUtcNow()),
            $"/finflow/{group}",
            clock);

        await log.AppendAsync(
            [
                // One that was told again lies elsewhere in its topic, and is a dead letter of its own when it is given up once more.
                new LoggedEvent(Topics.DeadLettersOf(read.Topic), read.Key, $"{group}/{id}/{read.Place}", read.Envelope),
                new LoggedEvent(Topics.System, id, notice.Id, notice.ToUtf8()),
            ],
            cancellationToken);

        MessagingMetrics.DeadLettered(group, read.Topic);
        logger.LogError(exception, "Event {EventId} ({Type}) of {Topic} is a dead letter of {Group}", id, type, read.Topic, group);
    }

    private static (string Id, string Type)? TryIdentify(ReadEvent read)
    {
        try
        {
            var envelope = EventEnvelope.Parse(read.Envelope.Span);
            return (envelope.Id, envelope.Type);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
