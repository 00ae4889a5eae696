using Microsoft.EntityFrameworkCore;

namespace FinFlow.Payments;

/// <summary>What a user collected, and the cards of their business. Amounts and states stay for the books; words and cards go.</summary>
internal sealed class PaymentsPersonalData(PaymentsDbContext db, IMailSender mails, TimeProvider clock) : IPersonalData
{
    public static string Subgraph => PaymentsSubgraph.Name;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> CollectAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var payments = await db.Payments.AsNoTracking().Where(payment => payment.UserId == subject.UserId).OrderBy(payment => payment.Id).ToListAsync(cancellationToken);
        var refunds = (await db.Refunds.AsNoTracking()
            .Where(refund => db.Payments.Any(payment => payment.Id == refund.PaymentId && payment.UserId == subject.UserId))
            .ToListAsync(cancellationToken)).ToLookup(refund => refund.PaymentId);
        var methods = await db.PaymentMethods.AsNoTracking().Where(method => method.OrganizationId == subject.OrganizationId).OrderBy(method => method.Id).ToListAsync(cancellationToken);
        var recipients = await db.Recipients.AsNoTracking().Where(recipient => recipient.UserId == subject.UserId).ToListAsync(cancellationToken);
        var notices = await db.Notices.AsNoTracking().Where(notice => notice.UserId == subject.UserId).OrderBy(notice => notice.Id).ToListAsync(cancellationToken);
        return new Dictionary<string, IReadOnlyList<object>>
        {
            ["payments"] =
            [
                .. payments.Select(payment => new
                {
                    payment.Id, payment.CreatedAt, payment.Status, payment.Amount, payment.CapturedAmount, payment.RefundedAmount, payment.Fee, payment.Reference,
                    payment.Description, payment.Country, payment.Processor, payment.CardBrand, payment.PaymentMethodId,
                    Refunds = refunds[payment.Id].Select(refund => new { refund.Id, refund.Amount, refund.Reason, refund.Status }),
                }),
            ],
            ["payment-methods"] = [.. methods.Select(method => new { method.Id, method.CreatedAt, method.Processor, method.Brand, method.Last4, method.ExpiryMonth, method.ExpiryYear, method.RemovedAt })],
            ["notices"] =
            [
                .. recipients.Select(recipient => new { recipient.Email }),
                .. notices.Select(notice => new { notice.Id, notice.Kind, notice.PaymentId, notice.Amount, notice.OccurredAt, notice.SentAt }),
            ],
        };
    }

    public async Task<IReadOnlyDictionary<string, int>> EraseAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await db.Refunds
            .Where(refund => refund.Reason != null && db.Payments.Any(payment => payment.Id == refund.PaymentId && payment.UserId == subject.UserId))
            .ExecuteUpdateAsync(refund => refund.SetProperty(r => r.Reason, Pseudonym.Text), cancellationToken);

        // The tokens go from here with the rows; the processor is asked later, so that a silent one holds up no erasure.
        var cards = await db.PaymentMethods.AsNoTracking()
            .Where(method => method.OrganizationId == subject.OrganizationId)
            .ToListAsync(cancellationToken);
        db.AddRange(cards.Where(card => card.Token != Pseudonym.Text).Select(card => new CardToForget { Id = card.Id, Processor = card.Processor, Token = card.Token, DueAt = now }));

        // Whoever changes one of these rows at the same time must lose, or would write the old words back.
        return new Dictionary<string, int>
        {
            ["payments"] = await db.Payments.Where(payment => payment.UserId == subject.UserId).ExecuteUpdateAsync(
                payment => payment
                    .SetProperty(p => p.Description, p => p.Description == null ? null : Pseudonym.Text)
                    .SetProperty(p => p.Version, p => p.Version + 1),
                cancellationToken),
            ["payment-methods"] = await db.PaymentMethods.Where(method => method.OrganizationId == subject.OrganizationId).ExecuteUpdateAsync(
                method => method
                    .SetProperty(m => m.Token, Pseudonym.Text)
                    .SetProperty(m => m.Last4, "")
                    .SetProperty(m => m.IsDefault, false)
                    .SetProperty(m => m.RemovedAt, m => m.RemovedAt ?? now)
                    .SetProperty(m => m.Version, m => m.Version + 1),
                cancellationToken),
            ["notices"] = await ForgetRecipientAsync(subject.UserId, cancellationToken),
        };
    }

    // The row without an address stays, so that an event that comes late does not bring the address back.
    private async Task<int> ForgetRecipientAsync(string userId, CancellationToken cancellationToken)
    {
        await mails.ForgetAsync(
            userId, await db.Recipients.Where(recipient => recipient.UserId == userId).Select(recipient => recipient.Email).SingleOrDefaultAsync(cancellationToken), cancellationToken);
        return await db.Notices.Where(notice => notice.UserId == userId).ExecuteDeleteAsync(cancellationToken)
            + await db.Recipients.Where(recipient => recipient.UserId == userId).ExecuteUpdateAsync(
                recipient => recipient.SetProperty(r => r.Email, (string?)null).SetProperty(r => r.Version, r => r.Version + 1), cancellationToken);
    }
}
