using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FinFlow.Payments;

/// <summary>Takes an event in: its id and its effect in one transaction, so each happens once or not at all.</summary>
/// <remarks>
/// Events come late, twice and in any order, so they are hints wherever the processor can be asked: they make the step due, and the
/// answer decides. Only what we did not start ourselves (a dispute, a refund made elsewhere) is taken from the event.
/// </remarks>
public sealed class WebhookStore(PaymentsDbContext db, PaymentStore payments, RefundStore refunds, TimeProvider clock, ILogger<WebhookStore> logger)
{
    public Task<Result<WebhookOutcome>> TakeAsync(string processor, ProcessorEvent told, CancellationToken cancellationToken)
        => db.DecideAsync<WebhookOutcome>(
            async token =>
            {
                if (await db.WebhookEvents.AnyAsync(known => known.Processor == processor && known.EventId == told.Id, token))
                {
                    return WebhookOutcome.Duplicate;
                }

                var payment = told.News is null ? null : await FindPaymentAsync(processor, told, token);
                if (payment is not null)
                {
                    payment = await payments.FindForChangeAsync(payment.Id, token);
                }

                db.Add(new WebhookRecord
                {
                    Processor = processor, EventId = told.Id, Type = told.Type, PaymentId = payment?.Id, ReceivedAt = clock.GetUtcNow(),
                });
                return payment is null ? WebhookOutcome.Ignored : await ApplyAsync(payment, processor, told.News!, token);
            },
            () => new WebhookBusy(),
            cancellationToken);

    // The sandbox stands in for any of them, so their events can be tried out on its payments.
    private async Task<Payment?> FindPaymentAsync(string processor, ProcessorEvent told, CancellationToken cancellationToken)
    {
        var candidates = db.Payments.AsNoTracking().Where(payment => payment.Processor == processor || payment.Processor == "sandbox");
        return told.PaymentId is { } id && await candidates.SingleOrDefaultAsync(payment => payment.Id == id, cancellationToken) is { } ours ? ours
            : told.ChargeId is { } charge ? await candidates.SingleOrDefaultAsync(payment => payment.ChargeId == charge, cancellationToken)
            : null;
    }

    private async Task<Result<WebhookOutcome>> ApplyAsync(Payment payment, string processor, ProcessorNews news, CancellationToken cancellationToken)
        => news switch
        {
            ProcessorNews.Refunded { Amount: var amount } when amount.Currency != payment.Amount.Currency => Odd(payment, news),
            ProcessorNews.Disputed { Amount: var amount } when amount.Currency != payment.Amount.Currency => Odd(payment, news),
            ProcessorNews.Refunded refunded => await RefundAsync(payment, processor, refunded, cancellationToken),
            ProcessorNews.Disputed disputed => Dispute(payment, disputed),
            _ => Change(payment, payment.Hear(news, clock.GetUtcNow())),
        };

    private async Task<Result<WebhookOutcome>> RefundAsync(
        Payment payment, string processor, ProcessorNews.Refunded refunded, CancellationToken cancellationToken)
    {
        if (refunded.OurRefundId is { } ours && await refunds.FindAsync(ours, cancellationToken) is { } refund && refund.PaymentId == payment.Id)
        {
            ProcessorAnswer answer = refunded.DeclineCode is { } code
                ? new ProcessorAnswer.Declined(code)
                : new ProcessorAnswer.Done(payment.ChargeId!, Money.Zero(payment.Amount.Currency));
            return (await refunds.SettleAsync(refund.Id, answer, cancellationToken)).Then<WebhookOutcome>(_ => WebhookOutcome.Accepted);
        }

        return refunded.DeclineCode is not null ? WebhookOutcome.Ignored
            : !payment.IsCollected ? NotYet(payment, refunded)
            : await refunds.RecordElsewhereAsync(payment, $"{processor}:{refunded.RefundId}", refunded.Amount, cancellationToken)
                ? WebhookOutcome.Accepted
                : Odd(payment, refunded);
    }

    private Result<WebhookOutcome> Dispute(Payment payment, ProcessorNews.Disputed disputed)
    {
        if (payment.Status is PaymentStatus.Disputed)
        {
            return WebhookOutcome.Ignored;
        }

        if (!payment.IsCollected)
        {
            return NotYet(payment, disputed);
        }

        var now = clock.GetUtcNow();
        var contested = payment.Dispute(disputed.Reason);
        payments.Write(payment, contested);
        db.Publish(PaymentAnnouncement.OfDispute(contested, disputed, now), clock);
        return WebhookOutcome.Accepted;
    }

    private WebhookOutcome Change(Payment before, Payment after)
    {
        if (before == after)
        {
            return WebhookOutcome.Ignored;
        }

        payments.Write(before, after);
        return WebhookOutcome.Accepted;
    }

    // A payment that ended without being collected will not get there: what the processor says then needs a person.
    private Result<WebhookOutcome> NotYet(Payment payment, ProcessorNews news)
        => payment.Status is PaymentStatus.Failed or PaymentStatus.Voided ? Odd(payment, news) : new WebhookTooEarly();

    private WebhookOutcome Odd(Payment payment, ProcessorNews news)
    {
        logger.LogWarning("Payment {PaymentId} is {Status} and does not fit {News}", payment.Id, payment.Status, news);
        return WebhookOutcome.Ignored;
    }
}
