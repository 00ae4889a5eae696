namespace FinFlow.Accounting;

/// <summary>Invoices become overdue by themselves, on the day after they were due.</summary>
public sealed class MarkOverdueInvoices(InvoiceStore invoices) : IPeriodicJob
{
    public Task RunAsync(CancellationToken cancellationToken) => invoices.MarkOverdueAsync(cancellationToken);
}
