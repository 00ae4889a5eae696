using Microsoft.EntityFrameworkCore;

namespace FinFlow.Messaging;

/// <summary>An event that is committed with its cause and waits to be told.</summary>
public sealed class OutboxMessage
{
    /// <summary>Grows in the order of writing.</summary>
    public long Sequence { get; internal init; }

    public required string Id { get; init; }

    public required string Topic { get; init; }

    public required string Key { get; init; }

    /// <summary>The CloudEvent as JSON.</summary>
    public required string Envelope { get; init; }
}

/// <summary>An event that this database has dealt with. The row commits with the effects, so they happen once.</summary>
public sealed class InboxMessage
{
    public required string EventId { get; init; }

    public required DateTimeOffset ConsumedAt { get; init; }
}

public static class OutboxAndInboxModel
{
    /// <summary>Call it in <c>OnModelCreating</c>; the tables are <c>outbox</c> and <c>inbox</c>.</summary>
    public static ModelBuilder AddOutboxAndInbox(this ModelBuilder model)
    {
        model.Entity<OutboxMessage>(outbox =>
        {
            outbox.ToTable("outbox");
            outbox.HasKey(message => message.Sequence);
            outbox.Property(message => message.Sequence).ValueGeneratedOnAdd();
        });
        model.Entity<InboxMessage>(inbox =>
        {
            inbox.ToTable("inbox");
            inbox.HasKey(message => message.EventId);
        });
        return model;
    }
}
