namespace FinFlow.Accounting;

/// <summary>What reconciling a statement found, as rows. Everything here runs in the caller's transaction.</summary>
public sealed class ReconciliationResults(AccountingDbContext db, TimeProvider clock)
{
    /// <summary>In the statement's order.</summary>
    internal IQueryable<BankStatementLine> LinesOf(BankStatement statement)
        => db.BankStatementLines.AsNoTracking().Where(line => line.StatementId == statement.Id).OrderBy(line => line.Number);

    /// <summary>
    /// The entries that another statement proves already. What a processor lists and what was imported are two proofs of their own: a
    /// charge stands on the processor's list and, with its payout, on a statement too.
    /// </summary>
    internal IQueryable<string> ProvenBesides(BankStatement statement)
    {
        var isListed = statement.Processor is not null;
        return from match in db.ReconciliationMatches
               join other in db.BankStatements on match.StatementId equals other.Id
               where match.AccountId == statement.AccountId && match.StatementId != statement.Id && (other.Processor != null) == isListed
               select match.JournalEntryId;
    }

    /// <summary>Keeps the result; what reconciling the statement before has found is gone.</summary>
    internal async Task<Reconciliation> ReplaceAsync(BankStatement statement, MatchResult result, CancellationToken cancellationToken)
    {
        var known = await db.Reconciliations.AsNoTracking().SingleOrDefaultAsync(known => known.StatementId == statement.Id, cancellationToken);
        if (known is not null)
        {
            await db.ReconciliationMatches.Where(match => match.ReconciliationId == known.Id).ExecuteDeleteAsync(cancellationToken);
            await db.Discrepancies.Where(discrepancy => discrepancy.ReconciliationId == known.Id).ExecuteDeleteAsync(cancellationToken);
        }

        var reconciliation = new Reconciliation
        {
            Id = known?.Id ?? Id.New("rec", clock),
            OrganizationId = statement.OrganizationId,
            AccountId = statement.AccountId,
            StatementId = statement.Id,
            From = statement.From,
            To = statement.To,
            Status = result.Discrepancies.Count == 0 ? ReconciliationStatus.Matched : ReconciliationStatus.Discrepant,
            MatchedCount = result.Matches.Count,
            DiscrepancyCount = result.Discrepancies.Count,
            ReconciledAt = clock.GetUtcNow(),
            Version = known?.Version ?? 1,
        };
        db.Entry(reconciliation).State = known is null ? EntityState.Added : EntityState.Modified;
        db.AddRange(result.Matches.Select(match => MatchOf(reconciliation, match)));
        db.AddRange(result.Discrepancies
            .OrderBy(found => found.Line?.Date ?? found.Movement!.Date)
            .Select((found, index) => DiscrepancyOf(reconciliation, found.Line, found.Movement, index + 1)));
        return reconciliation;
    }

    private static ReconciliationMatch MatchOf(Reconciliation reconciliation, StatementMatch match) => new()
    {
        ReconciliationId = reconciliation.Id,
        StatementId = reconciliation.StatementId,
        AccountId = reconciliation.AccountId,
        LineNumber = match.Line.Number,
        JournalEntryId = match.Movement.JournalEntryId,
        Difference = match.Line.Amount - match.Movement.Amount,
        DaysApart = match.Line.Date.DayNumber - match.Movement.Date.DayNumber,
    };

    private static Discrepancy DiscrepancyOf(Reconciliation reconciliation, BankStatementLine? line, BookMovement? movement, int number) => new()
    {
        ReconciliationId = reconciliation.Id,
        StatementId = reconciliation.StatementId,
        Number = number,
        Kind = (line, movement) switch
        {
            (not null, null) => DiscrepancyKind.MissingInBook,
            (null, not null) => DiscrepancyKind.MissingOnStatement,
            _ => DiscrepancyKind.AmountDiffers,
        },
        Date = line?.Date ?? movement!.Date,
        LineNumber = line?.Number,
        JournalEntryId = movement?.JournalEntryId,
        Difference = (line, movement) switch
        {
            (not null, null) => line.Amount,
            (null, not null) => -movement.Amount,
            _ => line!.Amount - movement!.Amount,
        },
    };
}
