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

    /// <summary>What the caller's organisation owns and owes, in its book's currency. Currencies without an exchange rate stand beside it: see `untranslated`.</summary>
    /// <param name="asOf">At the end of this day; today when absent.</param>
    [Authorize(Permissions.LedgerRead)]
    public static async Task<BalanceSheet?> GetBalanceSheetAsync(
        DateOnly? asOf, Caller caller, Statements statements, TimeProvider clock, CancellationToken cancellationToken)
        => await statements.BalanceSheetAsync(caller.OrganizationId, asOf ?? clock.Today, cancellationToken);

    /// <summary>What was earned and what it cost. `from` and `to`, both included, default to the fiscal year.</summary>
    [Authorize(Permissions.LedgerRead)]
    public static async Task<IncomeStatement?> GetIncomeStatementAsync(
        DateOnly? from, DateOnly? to, Caller caller, Statements statements, TimeProvider clock, CancellationToken cancellationToken)
    {
        var period = (await statements.PeriodAsync(caller.OrganizationId, from, to, clock.Today, cancellationToken)).OrFail();
        return await statements.IncomeStatementAsync(caller.OrganizationId, period, cancellationToken);
    }

    /// <summary>Why cash changed, by operating, investing and financing. `from` and `to`, both included, default to the fiscal year.</summary>
    [Authorize(Permissions.LedgerRead)]
    public static async Task<CashFlowStatement?> GetCashFlowStatementAsync(
        DateOnly? from, DateOnly? to, Caller caller, Statements statements, TimeProvider clock, CancellationToken cancellationToken)
    {
        var period = (await statements.PeriodAsync(caller.OrganizationId, from, to, clock.Today, cancellationToken)).OrFail();
        return await statements.CashFlowStatementAsync(caller.OrganizationId, period, cancellationToken);
    }
}

internal static class QueryRefusals
{
    extension<T>(Result<T> result)
        where T : notnull
    {
        /// <summary>A query has no payload for refusals: the field is null, and its error bears the refusal's code.</summary>
        public T OrFail() => result.IsRefused ? throw new GraphQLException(result.Refusal.Message, result.Refusal.Code) : result.Value;
    }
}
