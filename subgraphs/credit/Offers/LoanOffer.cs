namespace FinFlow.Credit;

/// <summary>EXPIRED and WITHDRAWN offers can no longer be accepted; an offer is withdrawn when another of the same request is taken.</summary>
public enum LoanOfferStatus { Open, Accepted, Withdrawn, Expired }

/// <summary>A loan that the business may have, on the terms of its score's band.</summary>
public sealed record LoanOffer
{
    internal static readonly TimeSpan Validity = TimeSpan.FromDays(30);

    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    /// <summary>What one request offers belongs together: at most one of it is accepted.</summary>
    [GraphQLIgnore]
    public required string RequestId { get; init; }

    [GraphQLIgnore]
    public required string CreditScoreId { get; init; }

    public required CreditBand Band { get; init; }

    public required Money Amount { get; init; }

    /// <summary>4.5 is 4.5 % a year.</summary>
    public required decimal AnnualRatePercent { get; init; }

    public required int TermMonths { get; init; }

    /// <summary>Each month the same; the last payment differs by what rounding leaves.</summary>
    public required Money MonthlyPayment { get; init; }

    public required Money TotalInterest { get; init; }

    public required string Purpose { get; init; }

    public LoanOfferStatus Status { get; private init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    [GraphQLIgnore]
    public long Version { get; private init; }

    public LoanOfferStatus StatusAt(DateTimeOffset now) => Status is LoanOfferStatus.Open && now >= ExpiresAt ? LoanOfferStatus.Expired : Status;

    public Result<LoanOffer> Accept(DateTimeOffset now) => StatusAt(now) switch
    {
        LoanOfferStatus.Open => this with { Status = LoanOfferStatus.Accepted },
        LoanOfferStatus.Expired => new LoanOfferExpired(ExpiresAt),
        var closed => new LoanOfferNotOpen(closed),
    };

    public LoanOffer Withdraw() => Status is LoanOfferStatus.Open ? this with { Status = LoanOfferStatus.Withdrawn } : this;
}
