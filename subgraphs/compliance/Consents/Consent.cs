namespace FinFlow.Compliance;

/// <summary>What a third party may do with the accounts (PSD2).</summary>
public enum ConsentScope { AccountInfo, Balances, Transactions, Payments }

public enum ConsentStatus { Valid, Revoked, Expired }

/// <summary>A user's leave for one third party to use named accounts for named purposes, for a time.</summary>
/// <remarks>Directive (EU) 2015/2366; Delegated Regulation (EU) 2018/389, article 10, on how long.</remarks>
public sealed record Consent
{
    internal const int DaysMax = 90;

    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public required string UserId { get; init; }

    /// <summary>Who may use it, and nobody else.</summary>
    public required string ThirdParty { get; init; }

    [ID]
    public required IReadOnlyList<string> AccountIds { get; init; }

    public required IReadOnlyList<ConsentScope> Scopes { get; init; }

    public ConsentStatus Status { get; private init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; private init; }

    [GraphQLIgnore]
    public long Version { get; private init; }

    internal ConsentStatus StatusAt(DateTimeOffset now) => Status is ConsentStatus.Valid && now >= ExpiresAt ? ConsentStatus.Expired : Status;

    internal Result<Consent> Revoke(DateTimeOffset now) => StatusAt(now) switch
    {
        ConsentStatus.Valid => this with { Status = ConsentStatus.Revoked, RevokedAt = now },
        var ended => new ConsentNotValid(ended),
    };

    internal Consent Expire() => this with { Status = ConsentStatus.Expired };

    /// <summary>Why a third party may not do this with the account; null when it may.</summary>
    internal ConsentDenial? Denial(string thirdParty, string accountId, ConsentScope scope, DateTimeOffset now) => StatusAt(now) switch
    {
        ConsentStatus.Revoked => ConsentDenial.Revoked,
        ConsentStatus.Expired => ConsentDenial.Expired,
        _ when ThirdParty != thirdParty => ConsentDenial.OtherThirdParty,
        _ when !AccountIds.Contains(accountId) => ConsentDenial.OtherAccount,
        _ when !Scopes.Contains(scope) => ConsentDenial.OtherScope,
        _ => null,
    };
}

/// <summary>What a user consents to: checked here before anything is recorded.</summary>
internal sealed record ConsentRequest(string ThirdParty, IReadOnlyList<string> AccountIds, IReadOnlyList<ConsentScope> Scopes, int ValidDays)
{
    private const int ThirdPartyLengthMax = 200;
    private const int AccountsMax = 100;

    public Result<Consent> ToConsent(string id, Caller caller, DateTimeOffset now) => this switch
    {
        _ when string.IsNullOrWhiteSpace(ThirdParty) || ThirdParty.Length > ThirdPartyLengthMax => new ThirdPartyInvalid(ThirdPartyLengthMax),
        { AccountIds.Count: 0 or > AccountsMax } => new ConsentAccountsInvalid(AccountsMax),
        { Scopes.Count: 0 } => new ConsentScopesRequired(),
        { ValidDays: < 1 or > Consent.DaysMax } => new ConsentValidityOutOfRange(1, Consent.DaysMax),
        _ => new Consent
        {
            Id = id, OrganizationId = caller.OrganizationId, UserId = caller.UserId, ThirdParty = ThirdParty,
            AccountIds = [.. AccountIds.Distinct()], Scopes = [.. Scopes.Distinct()], CreatedAt = now, ExpiresAt = now.AddDays(ValidDays),
        },
    };
}

/// <summary>Whether a third party may do something with an account.</summary>
/// <param name="Denial">Why not; null when it may.</param>
public sealed record ConsentValidation(bool Valid, ConsentDenial? Denial);

public enum ConsentDenial { Unknown, Revoked, Expired, OtherThirdParty, OtherAccount, OtherScope }
