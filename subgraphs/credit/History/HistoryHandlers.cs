namespace FinFlow.Credit;

/// <summary>A business's history begins when its owner registers; later members change nothing.</summary>
internal sealed class BeginHistory(CreditDbContext db) : IEventHandler<UserRegistered>
{
    public async Task HandleAsync(EventContext<UserRegistered> received, CancellationToken cancellationToken)
    {
        if (received.Payload.OrganizationId is { } organizationId && await db.Borrowers.FindAsync([organizationId], cancellationToken) is null)
        {
            db.Add(new Borrower { OrganizationId = organizationId, Since = received.Payload.OccurredAt });
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}

internal sealed class CountCapture(HistoryStore history) : CountsEvents<PaymentCaptured>
{
    protected override void Count(PaymentCaptured told)
    {
        history.Count(told.Payment.OrganizationId, told.OccurredAt, month =>
        {
            month.Captures++;
            month.CapturedMinor += history.BaseMinor(told.CapturedMinor, told.Payment.Currency);
        });
    }
}

internal sealed class CountRefund(HistoryStore history) : CountsEvents<PaymentRefunded>
{
    protected override void Count(PaymentRefunded told)
    {
        history.Count(told.Payment.OrganizationId, told.OccurredAt, month =>
        {
            month.Refunds++;
            month.RefundedMinor += history.BaseMinor(told.RefundedMinor, told.Payment.Currency);
        });
    }
}

internal sealed class CountFailure(HistoryStore history) : CountsEvents<PaymentFailed>
{
    protected override void Count(PaymentFailed told)
        => history.Count(told.Payment.OrganizationId, told.OccurredAt, month => month.Failures++);
}

internal sealed class CountDispute(HistoryStore history) : CountsEvents<PaymentDisputed>
{
    protected override void Count(PaymentDisputed told)
    {
        history.Count(told.Payment.OrganizationId, told.OccurredAt, month =>
        {
            month.Disputes++;
            month.DisputedMinor += history.BaseMinor(told.DisputedMinor, told.Payment.Currency);
        });
    }
}

internal sealed class CountIssuedInvoice(HistoryStore history) : CountsEvents<InvoiceIssued>
{
    protected override void Count(InvoiceIssued told)
        => history.Count(told.Invoice.OrganizationId, told.OccurredAt, month => month.InvoicesIssued++);
}

internal sealed class CountPaidInvoice(HistoryStore history) : CountsEvents<InvoicePaid>
{
    protected override void Count(InvoicePaid told)
    {
        history.Count(told.Invoice.OrganizationId, told.OccurredAt, month =>
        {
            month.InvoicesPaid++;
            month.InvoicesPaidMinor += history.BaseMinor(told.Invoice.AmountMinor, told.Invoice.Currency);
        });
    }
}

internal sealed class CountOverdueInvoice(HistoryStore history) : CountsEvents<InvoiceOverdue>
{
    protected override void Count(InvoiceOverdue told)
        => history.Count(told.Invoice.OrganizationId, told.OccurredAt, month => month.InvoicesOverdue++);
}

/// <summary>What the book calls an expense lowers the cash flow: fees, rent, interest.</summary>
internal sealed class CountExpenses(HistoryStore history) : CountsEvents<JournalPosted>
{
    protected override void Count(JournalPosted told)
        => Expenses.Count(history, told.OrganizationId, told.Lines, told.OccurredAt);
}

/// <summary>A reversal has its lines the other way round, so that it takes the expense back.</summary>
internal sealed class CountReversedExpenses(HistoryStore history) : CountsEvents<JournalReversed>
{
    protected override void Count(JournalReversed told)
        => Expenses.Count(history, told.OrganizationId, told.Lines, told.OccurredAt);
}

internal static class Expenses
{
    public static void Count(HistoryStore history, string? organizationId, IReadOnlyList<PostedLine> lines, DateTimeOffset at)
    {
        var minor = lines.Where(line => line.AccountType == "EXPENSE").Sum(line => history.BaseMinor(line.DebitMinor - line.CreditMinor, line.Currency));
        if (organizationId is not null && minor != 0)
        {
            history.Count(organizationId, at, month => month.ExpensesMinor += minor);
        }
    }
}
