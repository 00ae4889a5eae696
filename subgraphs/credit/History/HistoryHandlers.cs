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

internal sealed class CountCapture(HistoryStore history) : IEventHandler<PaymentCaptured>
{
    public static bool FindsByKey => true;

    public Task HandleAsync(EventContext<PaymentCaptured> received, CancellationToken cancellationToken)
        => history.CountAsync(received.Payload.Payment.OrganizationId, received.Payload.OccurredAt, month =>
        {
            month.Captures++;
            month.CapturedMinor += history.BaseMinor(received.Payload.CapturedMinor, received.Payload.Payment.Currency);
        }, cancellationToken);
}

internal sealed class CountRefund(HistoryStore history) : IEventHandler<PaymentRefunded>
{
    public static bool FindsByKey => true;

    public Task HandleAsync(EventContext<PaymentRefunded> received, CancellationToken cancellationToken)
        => history.CountAsync(received.Payload.Payment.OrganizationId, received.Payload.OccurredAt, month =>
        {
            month.Refunds++;
            month.RefundedMinor += history.BaseMinor(received.Payload.RefundedMinor, received.Payload.Payment.Currency);
        }, cancellationToken);
}

internal sealed class CountFailure(HistoryStore history) : IEventHandler<PaymentFailed>
{
    public static bool FindsByKey => true;

    public Task HandleAsync(EventContext<PaymentFailed> received, CancellationToken cancellationToken)
        => history.CountAsync(received.Payload.Payment.OrganizationId, received.Payload.OccurredAt, month => month.Failures++, cancellationToken);
}

internal sealed class CountDispute(HistoryStore history) : IEventHandler<PaymentDisputed>
{
    public static bool FindsByKey => true;

    public Task HandleAsync(EventContext<PaymentDisputed> received, CancellationToken cancellationToken)
        => history.CountAsync(received.Payload.Payment.OrganizationId, received.Payload.OccurredAt, month =>
        {
            month.Disputes++;
            month.DisputedMinor += history.BaseMinor(received.Payload.DisputedMinor, received.Payload.Payment.Currency);
        }, cancellationToken);
}

internal sealed class CountIssuedInvoice(HistoryStore history) : IEventHandler<InvoiceIssued>
{
    public static bool FindsByKey => true;

    public Task HandleAsync(EventContext<InvoiceIssued> received, CancellationToken cancellationToken)
        => history.CountAsync(received.Payload.Invoice.OrganizationId, received.Payload.OccurredAt, month => month.InvoicesIssued++, cancellationToken);
}

internal sealed class CountPaidInvoice(HistoryStore history) : IEventHandler<InvoicePaid>
{
    public static bool FindsByKey => true;

    public Task HandleAsync(EventContext<InvoicePaid> received, CancellationToken cancellationToken)
        => history.CountAsync(received.Payload.Invoice.OrganizationId, received.Payload.OccurredAt, month =>
        {
            month.InvoicesPaid++;
            month.InvoicesPaidMinor += history.BaseMinor(received.Payload.Invoice.AmountMinor, received.Payload.Invoice.Currency);
        }, cancellationToken);
}

internal sealed class CountOverdueInvoice(HistoryStore history) : IEventHandler<InvoiceOverdue>
{
    public static bool FindsByKey => true;

    public Task HandleAsync(EventContext<InvoiceOverdue> received, CancellationToken cancellationToken)
        => history.CountAsync(received.Payload.Invoice.OrganizationId, received.Payload.OccurredAt, month => month.InvoicesOverdue++, cancellationToken);
}

/// <summary>What the book calls an expense lowers the cash flow: fees, rent, interest.</summary>
internal sealed class CountExpenses(HistoryStore history) : IEventHandler<JournalPosted>
{
    public static bool FindsByKey => true;

    public Task HandleAsync(EventContext<JournalPosted> received, CancellationToken cancellationToken)
        => Expenses.CountAsync(history, received.Payload.OrganizationId, received.Payload.Lines, received.Payload.OccurredAt, cancellationToken);
}

/// <summary>A reversal has its lines the other way round, so that it takes the expense back.</summary>
internal sealed class CountReversedExpenses(HistoryStore history) : IEventHandler<JournalReversed>
{
    public static bool FindsByKey => true;

    public Task HandleAsync(EventContext<JournalReversed> received, CancellationToken cancellationToken)
        => Expenses.CountAsync(history, received.Payload.OrganizationId, received.Payload.Lines, received.Payload.OccurredAt, cancellationToken);
}

internal static class Expenses
{
    public static Task CountAsync(
        HistoryStore history, string? organizationId, IReadOnlyList<PostedLine> lines, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var minor = lines.Where(line => line.AccountType == "EXPENSE").Sum(line => history.BaseMinor(line.DebitMinor - line.CreditMinor, line.Currency));
        return organizationId is null || minor == 0
            ? Task.CompletedTask
            : history.CountAsync(organizationId, at, month => month.ExpensesMinor += minor, cancellationToken);
    }
}
