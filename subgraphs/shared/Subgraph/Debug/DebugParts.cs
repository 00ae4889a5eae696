using FinFlow.Hosting;
using FinFlow.Messaging;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Subgraph;

/// <summary>What <c>/debug</c> tells of every subgraph: which events wait to be told, and which to be handled.</summary>
internal static class DebugParts
{
    internal static DebugPart Outbox(Func<FinFlowDbContext> open, TimeProvider clock) => new("outbox", async cancellationToken =>
    {
        await using var db = open();
        var outbox = db.Set<OutboxMessage>().AsNoTracking();
        var oldest = await outbox.OrderBy(message => message.Sequence).FirstOrDefaultAsync(cancellationToken);
        return new
        {
            waiting = await outbox.CountAsync(cancellationToken),
            oldestSeconds = oldest is null ? 0 : Math.Round((clock.GetUtcNow() - TimeOf(oldest)).TotalSeconds, 1),
        };
    });

    internal static DebugPart Consumers(string group) => new(
        "consumers", _ => Task.FromResult<object>(ConsumerLag.Of(group).ToDictionary(lag => lag.Topic, lag => lag.Events)));

    private static DateTimeOffset TimeOf(OutboxMessage message) => EventEnvelope.Parse(System.Text.Encoding.UTF8.GetBytes(message.Envelope)).Time;
}
