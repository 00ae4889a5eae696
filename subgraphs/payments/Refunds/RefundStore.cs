using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FinFlow.Payments;

/// <summary>Refunds as rows. The payment sets the amount aside in the same transaction, so no two refunds promise the same money.</summary>
public sealed class RefundStore(PaymentsDbContext db, PaymentStore payments, TimeProvider clock, ILogger<RefundStore> logger)
{
    public Task<Refund?> FindAsync(string id, CancellationToken cancellationToken)
        => db.Refunds.AsNoTracking().SingleOrDefaultAsync(refund => refund.Id == id, cancellationToken);

    /// <summary>Records the promise, or finds the one that the same request recorded before.</summary>
    /// <param name="amount">Null for everything that can still be refunded.</param>
    public Task<Result<Refund>> PromiseAsync(
        string paymentId, Money? amount, string? reason, IdempotencyKey key, CancellationToken cancellationToken)
        => db.DecideAsync<Refund>(
            async token =>
            {
                // Before the key, which whoever has the payment now may be about to remember.
                var payment = await payments.FindForChangeAsync(paymentId, token);
                if (!(await db.FindKnownAsync(key, token)).TryGet(out var known, out var reused))
                {
                    return reused;
                }

                if (known.ResultId is not null)
                {
                    return (await FindAsync(known.ResultId, token))!;
                }

                if (payment is null || payment.OrganizationId != key.OrganizationId)
                {
                    return new PaymentNotFound(paymentId);
                }

                var part = amount ?? payment.RefundableAmount;
                return payment.Refund(part).Then<Refund>(changed =>
                {
                    var now = clock.GetUtcNow();
                    var refund = new Refund
                    {
                        Id = Id.New("rfd", clock),
                        PaymentId = paymentId,
                        OrganizationId = payment.OrganizationId,
                        Amount = part,
                        Reason = reason,
                        CreatedAt = now,
                        DueAt = now + Payment.Patience,
                    };
                    payments.Write(payment, changed);
                    db.Add(refund);
                    db.Remember(key, refund.Id, now);
                    return refund;
                });
            },
            () => new PaymentBusy(paymentId),
            cancellationToken);

    /// <summary>Records what the processor said, on the refund and on its payment.</summary>
    public Task<Result<Refund>> SettleAsync(string id, ProcessorAnswer answer, CancellationToken cancellationToken)
        => db.DecideAsync<Refund>(
            async token =>
            {
                // A refund never goes over to another payment, so that can be found before the refund is read for good.
                var payment = (await payments.FindForChangeAsync((await FindAsync(id, token))!.PaymentId, token))!;
                var refund = (await FindAsync(id, token))!;
                if (refund.Status is not RefundStatus.Pending)
                {
                    return refund;
                }

                var now = clock.GetUtcNow();
                var settled = answer switch
                {
                    ProcessorAnswer.Done => refund.Succeeded(now),
                    ProcessorAnswer.Declined declined => refund.Failed(declined.Code, now),
                    _ => refund.Unanswered(now),
                };
                db.Update(settled);
                if (settled.Status is RefundStatus.Succeeded)
                {
                    var refunded = payment.Refunded(refund.Amount, now);
                    payments.Write(payment, refunded);
                    db.Publish(PaymentAnnouncement.OfRefund(refunded, settled, now), clock);
                }
                else if (settled.Status is RefundStatus.Failed)
                {
                    payments.Write(payment, payment.RefundFailed(refund.Amount));
                }

                return settled;
            },
            () => new PaymentBusy(id),
            cancellationToken);

    /// <summary>
    /// Puts a refund that was made in the processor's own pages into the running transaction, once for each of the processor's
    /// ids; false when it does not fit the payment.
    /// </summary>
    internal async Task<bool> RecordElsewhereAsync(Payment payment, string processorRefundId, Money amount, CancellationToken cancellationToken)
    {
        var key = IdempotencyKey.Of(payment.OrganizationId, "refundElsewhere", processorRefundId, amount).Value;
        if ((await db.FindKnownAsync(key, cancellationToken)).TryGet(out var known, out _) && known.ResultId is not null)
        {
            return true;
        }

        if (!payment.Refund(amount).TryGet(out var promised, out _))
        {
            return false;
        }

        var now = clock.GetUtcNow();
        var refund = new Refund
        {
            Id = Id.New("rfd", clock),
            PaymentId = payment.Id,
            OrganizationId = payment.OrganizationId,
            Amount = amount,
            Reason = "Refunded at the processor.",
            CreatedAt = now,
        }.Succeeded(now);
        var refunded = promised.Refunded(amount, now);
        payments.Write(payment, refunded);
        db.Add(refund);
        db.Remember(key, refund.Id, now);
        db.Publish(PaymentAnnouncement.OfRefund(refunded, refund, now), clock);
        return true;
    }

    /// <summary>Refunds without an outcome; all of them when <paramref name="now"/> is null.</summary>
    public Task<List<Refund>> ListDueAsync(DateTimeOffset? now, int countMax, CancellationToken cancellationToken)
        => db.Refunds.AsNoTracking()
            .Where(refund => refund.DueAt != null && (now == null || refund.DueAt <= now))
            .OrderBy(refund => refund.DueAt)
            .Take(countMax)
            .ReadableAsync(refund => refund.Id, logger, cancellationToken);
}
