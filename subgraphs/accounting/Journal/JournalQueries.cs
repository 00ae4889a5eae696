namespace FinFlow.Accounting;

[QueryType]
public static class JournalQueries
{
    /// <summary>An entry of the caller's book; null when there is none with this id.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.LedgerRead)]
    public static async Task<JournalEntry?> GetJournalEntryAsync(
        [ID<JournalEntry>] string id, Caller caller, IJournalEntryByIdDataLoader entries, CancellationToken cancellationToken)
        => await entries.LoadAsync(id, cancellationToken) is { } entry && caller.ActsFor(entry.OrganizationId) ? entry : null;

    /// <summary>The entries of the caller's book, the last posted first unless ordered otherwise.</summary>
    [Authorize(Permissions.LedgerRead), UsePaging(IncludeTotalCount = true), UseFiltering, UseSorting]
    public static async Task<Connection<JournalEntry>> GetJournalEntriesAsync(
        PagingArguments paging, QueryContext<JournalEntry> query, Caller caller, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.JournalEntries.AsNoTracking()
            .Where(entry => entry.OrganizationId == caller.OrganizationId)
            .With(query, sort => sort.IfEmpty(last => last.AddDescending(entry => entry.PostedAt)).AddDescending(entry => entry.Id))
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
}
