namespace FinFlow.Accounting;

public static class ReconciliationLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, BankStatement>> GetBankStatementByIdAsync(
        IReadOnlyList<string> ids, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.BankStatements.AsNoTracking().Where(statement => ids.Contains(statement.Id)).ToDictionaryAsync(statement => statement.Id, cancellationToken);

    [DataLoader]
    public static async Task<ILookup<string, BankStatementLine>> GetLinesByStatementIdAsync(
        IReadOnlyList<string> statementIds, AccountingDbContext db, CancellationToken cancellationToken)
        => (await db.BankStatementLines.AsNoTracking()
            .Where(line => statementIds.Contains(line.StatementId))
            .OrderBy(line => line.Number)
            .ToListAsync(cancellationToken)).ToLookup(line => line.StatementId);

    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, Reconciliation>> GetReconciliationByIdAsync(
        IReadOnlyList<string> ids, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.Reconciliations.AsNoTracking().Where(found => ids.Contains(found.Id)).ToDictionaryAsync(found => found.Id, cancellationToken);

    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, Reconciliation>> GetReconciliationByStatementIdAsync(
        IReadOnlyList<string> statementIds, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.Reconciliations.AsNoTracking()
            .Where(found => statementIds.Contains(found.StatementId))
            .ToDictionaryAsync(found => found.StatementId, cancellationToken);

    [DataLoader]
    public static async Task<ILookup<string, ReconciliationMatch>> GetMatchesByReconciliationIdAsync(
        IReadOnlyList<string> reconciliationIds, AccountingDbContext db, CancellationToken cancellationToken)
        => (await db.ReconciliationMatches.AsNoTracking()
            .Where(match => reconciliationIds.Contains(match.ReconciliationId))
            .OrderBy(match => match.LineNumber)
            .ToListAsync(cancellationToken)).ToLookup(match => match.ReconciliationId);

    [DataLoader]
    public static async Task<ILookup<string, Discrepancy>> GetDiscrepanciesByReconciliationIdAsync(
        IReadOnlyList<string> reconciliationIds, AccountingDbContext db, CancellationToken cancellationToken)
        => (await db.Discrepancies.AsNoTracking()
            .Where(discrepancy => reconciliationIds.Contains(discrepancy.ReconciliationId))
            .OrderBy(discrepancy => discrepancy.Number)
            .ToListAsync(cancellationToken)).ToLookup(discrepancy => discrepancy.ReconciliationId);
}
