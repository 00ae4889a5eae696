namespace FinFlow.Accounting;

public static class JournalLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, JournalEntry>> GetJournalEntryByIdAsync(
        IReadOnlyList<string> ids, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.JournalEntries.AsNoTracking().Where(entry => ids.Contains(entry.Id)).ToDictionaryAsync(entry => entry.Id, cancellationToken);

    [DataLoader]
    public static async Task<ILookup<string, JournalLine>> GetLinesByJournalEntryIdAsync(
        IReadOnlyList<string> entryIds, AccountingDbContext db, CancellationToken cancellationToken)
        => (await db.JournalLines.AsNoTracking()
            .Where(line => entryIds.Contains(line.JournalEntryId))
            .OrderBy(line => line.Number)
            .ToListAsync(cancellationToken)).ToLookup(line => line.JournalEntryId);

    /// <summary>The capture's entry of each payment.</summary>
    [DataLoader]
    public static Task<IReadOnlyDictionary<string, JournalEntry>> GetJournalEntryByPaymentIdAsync(
        IReadOnlyList<string> paymentIds, AccountingDbContext db, CancellationToken cancellationToken)
        => BySourceAsync(db, JournalSource.Payment, paymentIds, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<string, JournalEntry>> GetReversalByJournalEntryIdAsync(
        IReadOnlyList<string> entryIds, AccountingDbContext db, CancellationToken cancellationToken)
        => BySourceAsync(db, JournalSource.Reversal, entryIds, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<string, JournalEntry>> GetJournalEntryByInvoiceIdAsync(
        IReadOnlyList<string> invoiceIds, AccountingDbContext db, CancellationToken cancellationToken)
        => BySourceAsync(db, JournalSource.Invoice, invoiceIds, cancellationToken);

    private static async Task<IReadOnlyDictionary<string, JournalEntry>> BySourceAsync(
        AccountingDbContext db, JournalSource source, IReadOnlyList<string> ids, CancellationToken cancellationToken)
        => await db.JournalEntries.AsNoTracking()
            .Where(entry => entry.SourceType == source && ids.Contains(entry.SourceId!))
            .ToDictionaryAsync(entry => entry.SourceId!, cancellationToken);
}
