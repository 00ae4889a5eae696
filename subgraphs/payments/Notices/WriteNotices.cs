using Microsoft.EntityFrameworkCore;

namespace FinFlow.Payments;

/// <summary>
/// Writes a notice of each event that a business wants to hear of, one for each of its users. It follows the payments' own events, so
/// that no payment waits for it, and the inbox makes sure that each event is told once.
/// </summary>
public sealed class WriteNotices(PaymentsDbContext db, TimeProvider clock)
    : IEventHandler<PaymentCaptured>, IEventHandler<PaymentRefunded>, IEventHandler<PaymentFailed>, IEventHandler<PaymentHeld>, IEventHandler<PaymentDisputed>
{
    public Task HandleAsync(EventContext<PaymentCaptured> received, CancellationToken cancellationToken)
        => WriteAsync(received.Payload, NoticeKind.Captured, received.Payload.CapturedMinor, null, cancellationToken);

    public Task HandleAsync(EventContext<PaymentRefunded> received, CancellationToken cancellationToken)
        => WriteAsync(received.Payload, NoticeKind.Refunded, received.Payload.RefundedMinor, null, cancellationToken);

    public Task HandleAsync(EventContext<PaymentFailed> received, CancellationToken cancellationToken)
        => WriteAsync(received.Payload, NoticeKind.Failed, received.Payload.Payment.AmountMinor, received.Payload.Reason, cancellationToken);

    public Task HandleAsync(EventContext<PaymentHeld> received, CancellationToken cancellationToken)
        => WriteAsync(received.Payload, NoticeKind.Held, received.Payload.Payment.AmountMinor, null, cancellationToken);

    public Task HandleAsync(EventContext<PaymentDisputed> received, CancellationToken cancellationToken)
        => WriteAsync(received.Payload, NoticeKind.Disputed, received.Payload.DisputedMinor, received.Payload.Reason, cancellationToken);

    private async Task WriteAsync(IPaymentEvent told, NoticeKind kind, long minor, string? code, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now - told.OccurredAt > PaymentNotice.AgeMax)
        {
            return;
        }

        var userIds = await db.Recipients.Reachable(db).Where(recipient => recipient.OrganizationId == told.Payment.OrganizationId)
            .Select(recipient => recipient.UserId)
            .ToListAsync(cancellationToken);
        db.AddRange(userIds.Select(userId => new PaymentNotice
        {
            Id = Id.New("mail", clock),
            UserId = userId,
            PaymentId = told.Payment.PaymentId,
            Kind = kind,
            Amount = new Money(minor, Currency.Of(told.Payment.Currency)),
            Code = code,
            OccurredAt = told.OccurredAt,
            NextAttemptAt = now,
        }));
    }
}

internal static class Reach
{
    extension(IQueryable<Recipient> recipients)
    {
        /// <summary>Who may be told: an address, the permission, and no wish that their data be left alone.</summary>
        internal IQueryable<Recipient> Reachable(PaymentsDbContext db)
            => recipients.AsNoTracking().Where(recipient => recipient.Email != null && recipient.MayRead && recipient.IsActive
                && !db.RestrictedUsers.Any(restricted => restricted.UserId == recipient.UserId));
    }
}
