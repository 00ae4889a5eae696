namespace FinFlow.Accounting;

/// <summary>What a user posted and billed. A book may not be changed, so an erasure keeps all of it; its ids lead to nobody by then.</summary>
internal sealed class AccountingPersonalData(AccountingDbContext db) : IPersonalData
{
    public static string Subgraph => AccountingSubgraph.Name;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> CollectAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var entries = await db.JournalEntries.AsNoTracking().Where(entry => entry.UserId == subject.UserId).OrderBy(entry => entry.Id).ToListAsync(cancellationToken);
        var lines = (await db.JournalLines.AsNoTracking()
            .Where(line => db.JournalEntries.Any(entry => entry.Id == line.JournalEntryId && entry.UserId == subject.UserId))
            .OrderBy(line => line.Number)
            .ToListAsync(cancellationToken)).ToLookup(line => line.JournalEntryId);
        var invoices = await db.Invoices.AsNoTracking().Where(invoice => invoice.UserId == subject.UserId).OrderBy(invoice => invoice.Id).ToListAsync(cancellationToken);
        return new Dictionary<string, IReadOnlyList<object>>
        {
            ["journal"] =
            [
                .. entries.Select(entry => new
                {
                    entry.Id, entry.EffectiveDate, entry.PostedAt, entry.SourceType, entry.SourceId, entry.Description, entry.Reference,
                    Lines = lines[entry.Id].Select(line => new { line.AccountId, line.Side, line.Amount }),
                }),
            ],
            ["invoices"] =
            [
                .. invoices.Select(invoice => new
                {
                    invoice.Id, invoice.Sequence, invoice.CustomerName, invoice.Description, invoice.Amount, invoice.DueDate, invoice.Status, invoice.CreatedAt, invoice.IssuedAt,
                }),
            ],
        };
    }

    public async Task<IReadOnlyDictionary<string, int>> EraseAsync(DataSubject subject, CancellationToken cancellationToken) => new Dictionary<string, int>
    {
        ["journal"] = await db.JournalEntries.CountAsync(entry => entry.UserId == subject.UserId, cancellationToken),
        ["invoices"] = await db.Invoices.CountAsync(invoice => invoice.UserId == subject.UserId, cancellationToken),
    };
}
