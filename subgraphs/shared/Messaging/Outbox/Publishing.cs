using System.Text;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Messaging;

public static class Publishing
{
    /// <summary>
    /// Puts the event into the context's outbox. It is told when, and only if, the next <c>SaveChangesAsync</c> commits; topic,
    /// type and version come from <see cref="Topics"/>, the key is the event's aggregate.
    /// </summary>
    public static void Publish(this DbContext db, IEvent payload, TimeProvider clock)
        => db.Set<OutboxMessage>().Add(db.OutboxMessageOf(payload, clock));

    /// <summary>The outbox's row for an event, for whoever writes many at once by other means than the change tracker.</summary>
    public static OutboxMessage OutboxMessageOf(this DbContext db, IEvent payload, TimeProvider clock)
    {
        Published.Mark(db);
        var envelope = EventEnvelope.Wrap(payload, SourceOf(db), clock);
        return new OutboxMessage
        {
            Id = envelope.Id,
            Topic = Topics.ContractOf(payload.GetType()).Topic,
            Key = envelope.Subject,
            Envelope = Encoding.UTF8.GetString(envelope.ToUtf8()),
        };
    }

    // The context is named for its subgraph: PaymentsDbContext tells events as /finflow/payments.
    private static string SourceOf(DbContext db)
        => $"/finflow/{db.GetType().Name.Replace("DbContext", "", StringComparison.Ordinal).ToLowerInvariant()}";
}
