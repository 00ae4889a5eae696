namespace FinFlow.Accounting;

/// <summary>A captured payment is a sale; the processor owes it to us, less its fee.</summary>
public sealed class PostCapturedPayment(JournalStore journal) : IEventHandler<PaymentCaptured>
{
    public async Task HandleAsync(EventContext<PaymentCaptured> received, CancellationToken cancellationToken)
    {
        var captured = received.Payload;
        var payment = captured.Payment;
        var accounts = await journal.AccountsByCodeAsync(payment.OrganizationId, cancellationToken);
        var currency = Currency.Of(payment.Currency);
        var amount = new Money(captured.CapturedMinor, currency);
        List<LineDraft> lines =
        [
            LineDraft.Debit(accounts[ChartOfAccounts.ProcessorClearing], amount),
            LineDraft.Credit(accounts[ChartOfAccounts.Sales], amount),
        ];
        if (captured.FeeMinor > 0)
        {
            var fee = new Money(captured.FeeMinor, currency);
            lines.Add(LineDraft.Debit(accounts[ChartOfAccounts.ProcessorFees], fee));
            lines.Add(LineDraft.Credit(accounts[ChartOfAccounts.ProcessorClearing], fee));
        }

        await journal.PostOnceAsync(
            new JournalDraft(
                payment.OrganizationId, payment.UserId, JournalSource.Payment, payment.PaymentId, captured.OccurredAt.UtcDay, "Payment captured", lines)
            {
                Reference = payment.Reference,
                PaymentId = payment.PaymentId,
                Processor = payment.Processor,
            },
            cancellationToken);
    }
}

/// <summary>A refund takes back a part of the sale. The processor keeps its fee.</summary>
public sealed class PostRefund(JournalStore journal) : IEventHandler<PaymentRefunded>
{
    public async Task HandleAsync(EventContext<PaymentRefunded> received, CancellationToken cancellationToken)
    {
        var refunded = received.Payload;
        var payment = refunded.Payment;
        var accounts = await journal.AccountsByCodeAsync(payment.OrganizationId, cancellationToken);
        var amount = new Money(refunded.RefundedMinor, Currency.Of(payment.Currency));
        await journal.PostOnceAsync(
            new JournalDraft(
                payment.OrganizationId,
                payment.UserId,
                JournalSource.Refund,
                refunded.RefundId,
                refunded.OccurredAt.UtcDay,
                "Payment refunded",
                [LineDraft.Debit(accounts[ChartOfAccounts.Sales], amount), LineDraft.Credit(accounts[ChartOfAccounts.ProcessorClearing], amount)])
            {
                Reference = payment.Reference,
                PaymentId = payment.PaymentId,
                Processor = payment.Processor,
            },
            cancellationToken);
    }
}

/// <summary>What the payer's bank took back is a loss until the dispute is won; the sale itself stands.</summary>
public sealed class PostDispute(JournalStore journal) : IEventHandler<PaymentDisputed>
{
    public async Task HandleAsync(EventContext<PaymentDisputed> received, CancellationToken cancellationToken)
    {
        var disputed = received.Payload;
        var payment = disputed.Payment;
        var accounts = await journal.AccountsByCodeAsync(payment.OrganizationId, cancellationToken);
        var amount = new Money(disputed.DisputedMinor, Currency.Of(payment.Currency));
        await journal.PostOnceAsync(
            new JournalDraft(
                payment.OrganizationId,
                payment.UserId,
                JournalSource.Dispute,
                disputed.DisputeId,
                disputed.OccurredAt.UtcDay,
                "Payment disputed",
                [LineDraft.Debit(accounts[ChartOfAccounts.Chargebacks], amount), LineDraft.Credit(accounts[ChartOfAccounts.ProcessorClearing], amount)])
            {
                Reference = payment.Reference,
                PaymentId = payment.PaymentId,
                Processor = payment.Processor,
            },
            cancellationToken);
    }
}
