namespace FinFlow.Accounting;

[ObjectType<BankStatement>]
public static class BankStatementNode
{
    public static async Task<Account> GetAccountAsync(
        [Parent] BankStatement statement, IAccountByIdDataLoader accounts, CancellationToken cancellationToken)
        => await accounts.LoadRequiredAsync(statement.AccountId, cancellationToken);

    public static async Task<IReadOnlyList<BankStatementLine>> GetLinesAsync(
        [Parent] BankStatement statement, ILinesByStatementIdDataLoader lines, CancellationToken cancellationToken)
        => await lines.LoadAsync(statement.Id, cancellationToken) ?? [];

    /// <summary>What reconciling it found; null until then.</summary>
    public static Task<Reconciliation?> GetReconciliationAsync(
        [Parent] BankStatement statement, IReconciliationByStatementIdDataLoader reconciliations, CancellationToken cancellationToken)
        => reconciliations.LoadAsync(statement.Id, cancellationToken);
}

[ObjectType<Reconciliation>]
public static class ReconciliationNode
{
    public static async Task<Account> GetAccountAsync(
        [Parent] Reconciliation reconciliation, IAccountByIdDataLoader accounts, CancellationToken cancellationToken)
        => await accounts.LoadRequiredAsync(reconciliation.AccountId, cancellationToken);

    public static async Task<BankStatement> GetStatementAsync(
        [Parent] Reconciliation reconciliation, IBankStatementByIdDataLoader statements, CancellationToken cancellationToken)
        => await statements.LoadRequiredAsync(reconciliation.StatementId, cancellationToken);

    /// <summary>In the statement's order.</summary>
    public static async Task<IReadOnlyList<ReconciliationMatch>> GetMatchesAsync(
        [Parent] Reconciliation reconciliation, IMatchesByReconciliationIdDataLoader matches, CancellationToken cancellationToken)
        => await matches.LoadAsync(reconciliation.Id, cancellationToken) ?? [];

    /// <summary>By day.</summary>
    public static async Task<IReadOnlyList<Discrepancy>> GetDiscrepanciesAsync(
        [Parent] Reconciliation reconciliation, IDiscrepanciesByReconciliationIdDataLoader discrepancies, CancellationToken cancellationToken)
        => await discrepancies.LoadAsync(reconciliation.Id, cancellationToken) ?? [];
}

[ObjectType<ReconciliationMatch>]
public static class ReconciliationMatchNode
{
    public static async Task<BankStatementLine> GetLineAsync(
        [Parent] ReconciliationMatch match, ILinesByStatementIdDataLoader lines, CancellationToken cancellationToken)
        => (await lines.LoadAsync(match.StatementId, cancellationToken))![match.LineNumber - 1];

    public static async Task<JournalEntry> GetJournalEntryAsync(
        [Parent] ReconciliationMatch match, IJournalEntryByIdDataLoader entries, CancellationToken cancellationToken)
        => await entries.LoadRequiredAsync(match.JournalEntryId, cancellationToken);
}

[ObjectType<Discrepancy>]
public static class DiscrepancyNode
{
    /// <summary>The statement's line; null when only the book has the movement.</summary>
    public static async Task<BankStatementLine?> GetLineAsync(
        [Parent] Discrepancy discrepancy, ILinesByStatementIdDataLoader lines, CancellationToken cancellationToken)
        => discrepancy.LineNumber is { } number ? (await lines.LoadAsync(discrepancy.StatementId, cancellationToken))![number - 1] : null;

    /// <summary>The book's entry; null when only the statement has the movement.</summary>
    public static async Task<JournalEntry?> GetJournalEntryAsync(
        [Parent] Discrepancy discrepancy, IJournalEntryByIdDataLoader entries, CancellationToken cancellationToken)
        => discrepancy.JournalEntryId is { } id ? await entries.LoadAsync(id, cancellationToken) : null;
}
