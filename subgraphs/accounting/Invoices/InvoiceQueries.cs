namespace FinFlow.Accounting;

[QueryType]
public static class InvoiceQueries
{
    /// <summary>An invoice of the caller's organisation; null when there is none with this id.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.InvoicesRead)]
    public static async Task<Invoice?> GetInvoiceAsync(
        [ID<Invoice>] string id, Caller caller, IInvoiceByIdDataLoader invoices, CancellationToken cancellationToken)
        => await invoices.LoadAsync(id, cancellationToken) is { } invoice && caller.ActsFor(invoice.OrganizationId) ? invoice : null;

    /// <summary>The organisation's invoices, the newest first unless ordered otherwise.</summary>
    [Authorize(Permissions.InvoicesRead), UsePaging(IncludeTotalCount = true), UseFiltering, UseSorting]
    public static async Task<Connection<Invoice>> GetInvoicesAsync(
        PagingArguments paging, QueryContext<Invoice> query, Caller caller, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.Invoices.AsNoTracking()
            .Where(invoice => invoice.OrganizationId == caller.OrganizationId)
            .With(query, sort => sort.IfEmpty(newest => newest.AddDescending(invoice => invoice.CreatedAt)).AddDescending(invoice => invoice.Id))
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
}

public static class InvoiceLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, Invoice>> GetInvoiceByIdAsync(
        IReadOnlyList<string> ids, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.Invoices.AsNoTracking().Where(invoice => ids.Contains(invoice.Id)).ToDictionaryAsync(invoice => invoice.Id, cancellationToken);
}

[ObjectType<Invoice>]
public static class InvoiceNode
{
    /// <summary>The posting of the sale; null for a draft.</summary>
    public static Task<JournalEntry?> GetJournalEntryAsync(
        [Parent] Invoice invoice, IJournalEntryByInvoiceIdDataLoader entries, CancellationToken cancellationToken)
        => entries.LoadAsync(invoice.Id, cancellationToken);
}
