namespace FinFlow.Credit;

[QueryType]
public static class LoanQueries
{
    /// <summary>A loan of the caller's organisation.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.CreditRead)]
    public static async Task<Loan?> GetLoanAsync([ID<Loan>] string id, Caller caller, ILoanByIdDataLoader loans, CancellationToken cancellationToken)
        => await loans.LoadAsync(id, cancellationToken) is { } loan && caller.ActsFor(loan.OrganizationId) ? loan : null;

    /// <summary>The organisation's loans, the newest first.</summary>
    [Authorize(Permissions.CreditRead), UsePaging]
    public static Task<Connection<Loan>> GetLoansAsync(PagingArguments paging, Caller caller, CreditDbContext db, CancellationToken cancellationToken)
        => db.LoansOfAsync(caller.OrganizationId, paging, cancellationToken);

    internal static Task<Connection<Loan>> LoansOfAsync(
        this CreditDbContext db, string organizationId, PagingArguments paging, CancellationToken cancellationToken)
        => db.Loans.AsNoTracking()
            .Where(loan => loan.OrganizationId == organizationId)
            .OrderByDescending(loan => loan.DisbursedAt).ThenByDescending(loan => loan.Id)
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
}

[MutationType]
public static class LoanMutations
{
    /// <summary>Takes an offer: the loan is paid out at once, and the other offers of the same request are withdrawn.</summary>
    /// <param name="offerId">One of the organisation's open offers.</param>
    /// <param name="idempotencyKey">The client's own name for this request: the same key lends once.</param>
    [Authorize(Permissions.CreditRequest)]
    [Error<LoanOfferNotFound>, Error<LoanOfferNotOpen>, Error<LoanOfferExpired>, Error<BorrowerInArrears>, Error<ProcessingRestricted>]
    [Error<IdempotencyKeyInvalid>, Error<IdempotencyKeyReused>, Error<LoanBusy>]
    public static async Task<Result<Loan>> AcceptLoanOfferAsync(
        [ID<LoanOffer>] string offerId, string idempotencyKey, Caller caller, LoanStore loans, CancellationToken cancellationToken)
        => IdempotencyKey.Of(caller.OrganizationId, "acceptLoanOffer", idempotencyKey, offerId).TryGet(out var key, out var refusal)
            ? await loans.AcceptAsync(offerId, key, caller, cancellationToken)
            : refusal;

    /// <summary>Pays back: the oldest installments first, of each its interest first.</summary>
    /// <param name="loanId">The loan.</param>
    /// <param name="amount">At most what is still to be paid; what is left of the next installment when absent.</param>
    /// <param name="idempotencyKey">The client's own name for this request: the same key pays once.</param>
    [Authorize(Permissions.CreditRequest)]
    [Error<AmountMalformed>, Error<AmountTooPrecise>, Error<AmountOutOfRange>, Error<AmountNotPositive>, Error<CurrencyMismatch>]
    [Error<LoanNotFound>, Error<LoanAlreadyRepaid>, Error<RepaymentExceedsOutstanding>]
    [Error<IdempotencyKeyInvalid>, Error<IdempotencyKeyReused>, Error<LoanBusy>]
    public static async Task<Result<Loan>> RepayLoanAsync(
        [ID<Loan>] string loanId, MoneyInput? amount, string idempotencyKey, Caller caller, LoanStore loans, CancellationToken cancellationToken)
    {
        Money? sum = null;
        if (amount is not null)
        {
            if (!amount.ToMoney().TryGet(out var money, out var malformed))
            {
                return malformed;
            }

            sum = money;
        }

        return IdempotencyKey.Of(caller.OrganizationId, "repayLoan", idempotencyKey, loanId, sum).TryGet(out var key, out var refusal)
            ? await loans.RepayAsync(loanId, sum, key, caller, cancellationToken)
            : refusal;
    }
}
