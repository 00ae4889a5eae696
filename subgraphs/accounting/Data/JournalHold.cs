namespace FinFlow.Accounting;

/// <summary>Whoever closes a period or an account waits for the entries that are being written, and lets no other begin until it has decided.</summary>
internal static class JournalHold
{
    extension(AccountingDbContext db)
    {
        /// <summary>To be called before what is decided on is read. It holds until the transaction ends.</summary>
        /// <remarks>
        /// On SQLite writers take turns anyway. On PostgreSQL an entry whose lines are written but not committed is invisible: without this it
        /// would slip into the period, or onto the account, after that was found empty and closed. Entries lock the tables in this order too.
        /// </remarks>
        public async Task HoldJournalAsync(CancellationToken cancellationToken)
        {
            if (!db.Database.IsSqlite())
            {
                await db.Database.ExecuteSqlRawAsync("LOCK TABLE journal_lines, journal_entries IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
            }
        }
    }
}
