using Microsoft.Extensions.Logging;

namespace FinFlow.Accounting;

/// <summary>Invoices as rows; each step is written with its posting and its event, in one transaction.</summary>
public sealed class InvoiceStore(AccountingDbContext db, JournalStore journal, TimeProvider clock, ILogger<InvoiceStore> logger)
{
    private const int OverdueBatchMax = 200;

    public Task<Result<Invoice>> CreateAsync(
        Request request, Caller caller, string customerName, string? description, Money amount, DateOnly dueDate, CancellationToken cancellationToken)
        => db.DecideOnceAsync(
            request,
            id => FindAsync(id, caller.OrganizationId, cancellationToken),
            async () =>
            {
                var last = await db.Invoices.Where(invoice => invoice.OrganizationId == caller.OrganizationId)
                    .MaxAsync(invoice => (int?)invoice.Sequence, cancellationToken);
                var now = clock.GetUtcNow();
                return Invoice.Create(Id.New("inv", clock), caller, (last ?? 0) + 1, customerName, description, amount, dueDate, now).Then<Invoice>(invoice =>
                {
                    db.Add(invoice);
                    return invoice;
                });
            },
            invoice => invoice.Id,
            clock,
            cancellationToken);

    /// <summary>The customer owes it from now on: Dr Receivables, Cr Sales.</summary>
    public Task<Result<Invoice>> IssueAsync(Request request, string id, CancellationToken cancellationToken)
        => ChangeAsync(
            request,
            id,
            invoice => invoice.Issue(clock.GetUtcNow()),
            async (issued, accounts) =>
            {
                await PostAsync(issued, JournalSource.Invoice, accounts[ChartOfAccounts.Receivables], accounts[ChartOfAccounts.Sales], "issued", cancellationToken);
                db.Publish(new InvoiceIssued(FactsOf(issued), clock.GetUtcNow()), clock);
            },
            cancellationToken);

    /// <summary>The customer has paid to the bank: Dr Cash, Cr Receivables.</summary>
    public Task<Result<Invoice>> PayAsync(Request request, string id, CancellationToken cancellationToken)
        => ChangeAsync(
            request,
            id,
            invoice => invoice.Pay(clock.GetUtcNow()),
            async (paid, accounts) =>
            {
                await PostAsync(paid, JournalSource.InvoicePayment, accounts[ChartOfAccounts.CashInBank], accounts[ChartOfAccounts.Receivables], "paid", cancellationToken);
                db.Publish(new InvoicePaid(FactsOf(paid), clock.GetUtcNow()), clock);
            },
            cancellationToken);

    /// <summary>The customer does not owe it; what issuing it posted is reversed.</summary>
    public Task<Result<Invoice>> CancelAsync(Request request, string id, CancellationToken cancellationToken)
        => ChangeAsync(
            request,
            id,
            invoice => invoice.Cancel(clock.GetUtcNow()),
            (cancelled, _) => journal.UndoAsync(
                JournalSource.Invoice, id, cancelled.UserId, $"Invoice {cancelled.Number} cancelled", cancellationToken),
            cancellationToken);

    /// <summary>Marks what has become overdue by now.</summary>
    public async Task MarkOverdueAsync(CancellationToken cancellationToken)
    {
        var marked = OverdueBatchMax;
        while (marked == OverdueBatchMax)
        {
            var result = await db.DecideAsync<int>(async () => await MarkBatchAsync(cancellationToken), cancellationToken);
            marked = result.IsRefused ? 0 : result.Value;
        }
    }

    private async Task<int> MarkBatchAsync(CancellationToken cancellationToken)
    {
        var (now, today) = (clock.GetUtcNow(), clock.Today);
        var due = await db.Invoices.AsNoTracking()
            .Where(invoice => invoice.Status == InvoiceStatus.Issued && invoice.DueDate < today)
            .OrderBy(invoice => invoice.DueDate)
            .Take(OverdueBatchMax)
            .ReadableAsync(invoice => invoice.Id, logger, cancellationToken);
        foreach (var overdue in due.Select(invoice => invoice.MarkOverdue(today)))
        {
            db.Update(overdue);
            db.Publish(new InvoiceOverdue(FactsOf(overdue), today.DayNumber - overdue.DueDate.DayNumber, now), clock);
        }

        return due.Count;
    }

    private Task<Result<Invoice>> ChangeAsync(
        Request request,
        string id,
        Func<Invoice, Result<Invoice>> decide,
        Func<Invoice, IReadOnlyDictionary<string, Account>, Task> follow,
        CancellationToken cancellationToken)
        => db.DecideOnceAsync(
            request,
            known => FindAsync(known, request.OrganizationId, cancellationToken),
            async () =>
            {
                if (await FindAsync(id, request.OrganizationId, cancellationToken) is not { } invoice)
                {
                    return new InvoiceNotFound(id);
                }

                if (!decide(invoice).TryGet(out var changed, out var refusal))
                {
                    return refusal;
                }

                db.Update(changed);
                await follow(changed, await journal.AccountsByCodeAsync(request.OrganizationId, cancellationToken));
                return changed;
            },
            invoice => invoice.Id,
            clock,
            cancellationToken);

    private Task<Invoice?> FindAsync(string id, string organizationId, CancellationToken cancellationToken)
        => db.Invoices.AsNoTracking().SingleOrDefaultAsync(invoice => invoice.Id == id && invoice.OrganizationId == organizationId, cancellationToken);

    private Task PostAsync(Invoice invoice, JournalSource source, Account debit, Account credit, string what, CancellationToken cancellationToken)
        => journal.PostOnceAsync(
            new JournalDraft(
                invoice.OrganizationId,
                invoice.UserId,
                source,
                invoice.Id,
                clock.Today,
                $"Invoice {invoice.Number} {what}",
                [LineDraft.Debit(debit, invoice.Amount), LineDraft.Credit(credit, invoice.Amount)]) { Reference = invoice.Number },
            cancellationToken);

    private static InvoiceFacts FactsOf(Invoice invoice) => new(
        invoice.Id,
        invoice.OrganizationId,
        invoice.UserId,
        invoice.Number,
        invoice.CustomerName,
        invoice.Amount.Minor,
        invoice.Amount.Currency.Code,
        invoice.DueDate);
}
