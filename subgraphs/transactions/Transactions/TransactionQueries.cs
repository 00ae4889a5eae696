namespace FinFlow.Transactions;

[QueryType]
internal static class TransactionQueries
{
    /// <summary>A transaction of the caller's organisation, or for a reviewer of any; null when there is none with this id.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.TransactionsRead)]
    public static async Task<Transaction?> GetTransactionAsync(
        [ID] string id, Caller caller, ITransactionByIdDataLoader transactions, CancellationToken cancellationToken)
        => await transactions.LoadAsync(new OwnKey(caller.OrganizationId, id), cancellationToken) is { } transaction && transaction.IsVisibleTo(caller) ? transaction : null;

    /// <summary>The organisation's transactions, the newest first unless ordered otherwise.</summary>
    /// <param name="currency">Only amounts of this currency.</param>
    /// <param name="amountFrom">Only amounts of its currency that are as large or larger.</param>
    /// <param name="amountTo">Only amounts of its currency that are as large or smaller.</param>
    [Authorize(Permissions.TransactionsRead), UsePaging(IncludeTotalCount = true), UseFiltering, UseSorting]
    public static async Task<Connection<Transaction>> GetTransactionsAsync(
        Currency? currency, MoneyInput? amountFrom, MoneyInput? amountTo, PagingArguments paging, QueryContext<Transaction> query, Caller caller, TransactionsDbContext db, CancellationToken cancellationToken)
        => await db.Transactions.AsNoTracking()
            .Where(transaction => transaction.OrganizationId == caller.OrganizationId)
            .WithAmounts(currency, amountFrom, amountTo)
            .With(query, sort => sort.IfEmpty(newest => newest.AddDescending(transaction => transaction.CreatedAt)).AddAscending(transaction => transaction.Id))
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();

    /// <summary>What waits for a reviewer, of every organisation, the riskiest first unless ordered otherwise.</summary>
    [Authorize(Permissions.TransactionsReview), UsePaging(IncludeTotalCount = true), UseFiltering, UseSorting]
    public static async Task<Connection<Transaction>> GetHeldTransactionsAsync(
        PagingArguments paging, QueryContext<Transaction> query, TransactionsDbContext db, CancellationToken cancellationToken)
        => await db.Transactions.AsNoTracking()
            .Where(transaction => transaction.Status == TransactionStatus.Held)
            .With(query, sort => sort.IfEmpty(riskiest => riskiest.AddDescending(transaction => transaction.RiskScore)).AddAscending(transaction => transaction.Id))
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();

    /// <summary>How a transaction would be judged now. Nothing is recorded.</summary>
    [Authorize(Permissions.TransactionsRead)]
    public static async Task<Validation> ValidateTransactionAsync(
        ValidateTransactionInput input, Caller caller, Judgement judgement, TimeProvider clock, CancellationToken cancellationToken)
    {
        var told = new TransactionInput(
            input.Type, input.Amount, input.SourceAccountId, input.DestinationAccountId, input.Country, input.Reference, null, input.LoanId, input.IpAddress, input.DeviceId);
        var item = SubmittedItem.Of(0, told, "validate") with { Amount = AmountFilter.MoneyOf(input.Amount) };
        return await judgement.ValidateAsync(new Matter(item.ToTransaction(caller, clock), item.Circumstances), cancellationToken);
    }

    /// <summary>Counts and sums of the organisation's transactions, per currency: amounts of different currencies are never added.</summary>
    [Authorize(Permissions.TransactionsRead)]
    public static async Task<IReadOnlyList<TransactionStatistics>> GetTransactionStatisticsAsync(
        DateTimeOffset? from, DateTimeOffset? to, Caller caller, TransactionCache cache, CancellationToken cancellationToken)
        => await cache.StatisticsAsync(caller.OrganizationId, from, to, cancellationToken);
}

/// <param name="SourceAccountId">The account that the money leaves; by default the organisation as a whole. Limits and velocity count per organisation.</param>
/// <param name="Reference">Required for PAYMENT, LOAN_REPAYMENT and FEE.</param>
/// <param name="LoanId">The loan that LOAN_DISBURSEMENT pays out or LOAN_REPAYMENT pays back.</param>
/// <param name="IpAddress">The address of the end user's request; what is no address is left out of the judgement.</param>
/// <param name="DeviceId">The id that the client keeps on the end user's device.</param>
public sealed record ValidateTransactionInput(
    TransactionType Type, MoneyInput Amount, string? SourceAccountId = null, string? DestinationAccountId = null, CountryCode? Country = null, string? Reference = null,
    [property: ID] string? LoanId = null, string? IpAddress = null, string? DeviceId = null);
