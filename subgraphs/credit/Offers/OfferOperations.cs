namespace FinFlow.Credit;

[QueryType]
public static class OfferQueries
{
    /// <summary>An offer to the caller's organisation.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.CreditRead)]
    public static async Task<LoanOffer?> GetLoanOfferAsync(
        [ID<LoanOffer>] string id, Caller caller, ILoanOfferByIdDataLoader offers, CancellationToken cancellationToken)
        => await offers.LoadAsync(id, cancellationToken) is { } offer && caller.ActsFor(offer.OrganizationId) ? offer : null;

    /// <summary>The offers to the organisation, the newest first.</summary>
    [Authorize(Permissions.CreditRead), UsePaging]
    public static Task<Connection<LoanOffer>> GetLoanOffersAsync(
        PagingArguments paging, Caller caller, CreditDbContext db, CancellationToken cancellationToken)
        => db.OffersToAsync(caller.OrganizationId, paging, cancellationToken);

    internal static Task<Connection<LoanOffer>> OffersToAsync(
        this CreditDbContext db, string organizationId, PagingArguments paging, CancellationToken cancellationToken)
        => db.Offers.AsNoTracking()
            .Where(offer => offer.OrganizationId == organizationId)
            .OrderByDescending(offer => offer.CreatedAt).ThenByDescending(offer => offer.Id)
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
}

[MutationType]
public static class OfferMutations
{
    /// <summary>Offers for what the business wants to borrow, by the band of its latest score. They stand for 30 days.</summary>
    /// <param name="amount">Above zero, at most 100,000, in base currency.</param>
    /// <param name="termMonths">1 to 360.</param>
    /// <param name="purpose">What the money is for, 1 to 500 characters in one line.</param>
    [Authorize(Permissions.CreditRequest), UseMutationConvention(PayloadFieldName = "loanOffers")]
    [Error<AmountMalformed>, Error<AmountTooPrecise>, Error<AmountOutOfRange>, Error<AmountNotPositive>, Error<CurrencyMismatch>]
    [Error<LoanAmountTooLarge>, Error<TermOutOfRange>, Error<PurposeInvalid>, Error<CreditScoreRequired>, Error<BorrowerInArrears>, Error<ProcessingRestricted>]
    public static async Task<Result<IReadOnlyList<LoanOffer>>> RequestLoanOffersAsync(
        MoneyInput amount, int termMonths, string purpose, Caller caller, OfferStore offers, CancellationToken cancellationToken)
        => amount.ToMoney().TryGet(out var money, out var refusal)
            ? await offers.OfferAsync(new LoanRequest(money, termMonths, purpose), caller, cancellationToken)
            : refusal;
}

[ObjectType<LoanOffer>]
public static class LoanOfferNode
{
    /// <summary>Where the offer stands now.</summary>
    [BindMember(nameof(LoanOffer.Status))]
    public static LoanOfferStatus GetStatus([Parent] LoanOffer offer, TimeProvider clock) => offer.StatusAt(clock.GetUtcNow());

    /// <summary>The score on which it rests.</summary>
    public static async Task<CreditScore> GetCreditScoreAsync(
        [Parent] LoanOffer offer, ICreditScoreByIdDataLoader scores, CancellationToken cancellationToken)
        => await scores.LoadRequiredAsync(offer.CreditScoreId, cancellationToken);
}

internal static class OfferLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, LoanOffer>> GetLoanOfferByIdAsync(
        IReadOnlyList<string> ids, CreditDbContext db, CancellationToken cancellationToken)
        => await db.Offers.AsNoTracking().Where(offer => ids.Contains(offer.Id)).ToDictionaryAsync(offer => offer.Id, cancellationToken);
}
