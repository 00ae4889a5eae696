namespace FinFlow.Accounting;

[QueryType]
public static class ReconciliationQueries
{
    /// <summary>An imported statement of the caller's book; null when there is none with this id.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.LedgerRead)]
    public static async Task<BankStatement?> GetBankStatementAsync(
        [ID<BankStatement>] string id, Caller caller, IBankStatementByIdDataLoader statements, CancellationToken cancellationToken)
        => await statements.LoadAsync(id, cancellationToken) is { } statement && caller.ActsFor(statement.OrganizationId) ? statement : null;

    /// <summary>A reconciliation of the caller's book; null when there is none with this id.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.LedgerRead)]
    public static async Task<Reconciliation?> GetReconciliationAsync(
        [ID<Reconciliation>] string id, Caller caller, IReconciliationByIdDataLoader reconciliations, CancellationToken cancellationToken)
        => await reconciliations.LoadAsync(id, cancellationToken) is { } reconciliation && caller.ActsFor(reconciliation.OrganizationId) ? reconciliation : null;

    /// <summary>What was reconciled in the caller's book, the last first unless ordered otherwise.</summary>
    [Authorize(Permissions.LedgerRead), UsePaging(IncludeTotalCount = true), UseFiltering, UseSorting]
    public static async Task<Connection<Reconciliation>> GetReconciliationsAsync(
        PagingArguments paging, QueryContext<Reconciliation> query, Caller caller, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.Reconciliations.AsNoTracking()
            .Where(reconciliation => reconciliation.OrganizationId == caller.OrganizationId)
            .With(query, sort => sort.IfEmpty(last => last.AddDescending(found => found.ReconciledAt)).AddDescending(found => found.Id))
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
}

[MutationType]
public static class ReconciliationMutations
{
    /// <summary>Keeps a statement of a bank or processor. The same content for the same account is the same statement.</summary>
    /// <param name="content">At most a million characters and 5,000 movements, which are refused as a whole when one is not understood.</param>
    /// <param name="accountCode">The account that it is about; 1000, Cash, when absent.</param>
    [Authorize(Permissions.LedgerReconcile)]
    [Error<StatementTooLarge>, Error<StatementTooLong>, Error<StatementEmpty>, Error<StatementHeaderInvalid>, Error<StatementMalformed>]
    [Error<StatementOutOfBalance>, Error<AccountNotFound>, Error<AccountNotReconcilable>, Error<BookBusy>]
    public static Task<Result<BankStatement>> ImportStatementAsync(
        StatementFormat format, string content, string? accountCode, Caller caller, ReconciliationStore reconciliations, CancellationToken cancellationToken)
        => reconciliations.ImportAsync(caller.OrganizationId, accountCode ?? ChartOfAccounts.CashInBank, format, content, cancellationToken);

    /// <summary>Matches a statement with the book by amount, date and reference. Done again, it replaces what it found before.</summary>
    /// <param name="toleranceDays">How many days a movement may lie apart, 0 to 31; 3 when absent.</param>
    /// <param name="toleranceAmount">By how much an amount may differ, in units of its currency; 0 when absent.</param>
    [Authorize(Permissions.LedgerReconcile)]
    [Error<StatementNotFound>, Error<ToleranceInvalid>, Error<BookBusy>]
    public static async Task<Result<Reconciliation>> ReconcileAsync(
        [ID<BankStatement>] string statementId,
        int? toleranceDays,
        decimal? toleranceAmount,
        Caller caller,
        ReconciliationStore reconciliations,
        CancellationToken cancellationToken)
        => MatchTolerance.Of(toleranceDays ?? MatchTolerance.DaysUsual, toleranceAmount ?? 0).TryGet(out var tolerance, out var refusal)
            ? await reconciliations.ReconcileAsync(caller.OrganizationId, statementId, tolerance, cancellationToken)
            : refusal;
}
