namespace FinFlow.Accounting;

[QueryType]
public static class StatementQueries
{
    /// <summary>Every account with a balance, each currency for itself.</summary>
    /// <param name="asOf">At the end of this day; today when absent.</param>
    [Authorize(Permissions.LedgerRead)]
    public static async Task<TrialBalance?> GetTrialBalanceAsync(
        DateOnly? asOf, Caller caller, Statements statements, TimeProvider clock, CancellationToken cancellationToken)
        => await statements.TrialBalanceAsync(caller.OrganizationId, asOf ?? clock.Today, cancellationToken);

    /// <summary>What the caller's organisation owns and owes. A currency without an exchange rate is refused: EXCHANGE_RATE_MISSING.</summary>
    /// <param name="asOf">At the end of this day; today when absent.</param>
    [Authorize(Permissions.LedgerRead), GraphQLType("BalanceSheet")]
    public static Task<Result<BalanceSheet>> GetBalanceSheetAsync(
        DateOnly? asOf, Caller caller, Statements statements, TimeProvider clock, CancellationToken cancellationToken)
        => statements.BalanceSheetAsync(caller.OrganizationId, asOf ?? clock.Today, cancellationToken);

    /// <summary>What was earned and what it cost. `from` and `to`, both included, default to the fiscal year.</summary>
    [Authorize(Permissions.LedgerRead), GraphQLType("IncomeStatement")]
    public static async Task<Result<IncomeStatement>> GetIncomeStatementAsync(
        DateOnly? from, DateOnly? to, Caller caller, Statements statements, TimeProvider clock, CancellationToken cancellationToken)
        => Period.Of(from, to, clock.Today).TryGet(out var period, out var refusal)
            ? await statements.IncomeStatementAsync(caller.OrganizationId, period, cancellationToken)
            : refusal;

    /// <summary>Why cash changed, by operating, investing and financing. `from` and `to`, both included, default to the fiscal year.</summary>
    [Authorize(Permissions.LedgerRead), GraphQLType("CashFlowStatement")]
    public static async Task<Result<CashFlowStatement>> GetCashFlowStatementAsync(
        DateOnly? from, DateOnly? to, Caller caller, Statements statements, TimeProvider clock, CancellationToken cancellationToken)
        => Period.Of(from, to, clock.Today).TryGet(out var period, out var refusal)
            ? await statements.CashFlowStatementAsync(caller.OrganizationId, period, cancellationToken)
            : refusal;
}
