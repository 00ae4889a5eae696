namespace FinFlow.Compliance;

/// <summary>What a third party may do with the accounts (PSD2).</summary>
public enum ConsentScope { AccountInfo, Balances, Transactions, Payments }

public enum ConsentStatus { Valid, Revoked, Expired }

/// <summary>A user's leave for one third party to use named accounts for named purposes, for a time.</summary>
/// <remarks>Directive (EU) 2015/2366; Delegated Regulation (EU) 2018/389, article 10, on how long.</remarks>
public sealed record Consent
{
    internal const int DaysMax = 90;
    internal const int FrequencyMax = 4;
    private const int AuthenticationDaysMax = 180;

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

    /// <summary>When the user last proved who they are for it; after 180 days a renewal is not enough.</summary>
    public required DateTimeOffset AuthenticatedAt { get; init; }

    /// <summary>How often a day the third party may come by itself.</summary>
    public required int FrequencyPerDay { get; init; }

    /// <summary>The day (UTC) of the latest use without the user.</summary>
    [GraphQLIgnore]
    public DateOnly? UsedOn { get; private init; }

    /// <summary>So often on that day.</summary>
    [GraphQLIgnore]
    public int UseCount { get; private init; }

    public DateTimeOffset? RevokedAt { get; private init; }

    [GraphQLIgnore]
    public long Version { get; private init; }

    internal ConsentStatus StatusAt(DateTimeOffset now) => Status is ConsentStatus.Valid && now >= ExpiresAt ? ConsentStatus.Expired : Status;

    internal Result<Consent> Revoke(DateTimeOffset now) => StatusAt(now) switch
    {
        ConsentStatus.Valid => this with { Status = ConsentStatus.Revoked, RevokedAt = now },
        var ended => new ConsentNotValid(ended),
    };

    /// <summary>Prolongs it, at most until the user has to prove again who they are.</summary>
    /// <remarks>Delegated Regulation (EU) 2018/389, article 10, as amended by (EU) 2022/2360: 180 days.</remarks>
    internal Result<Consent> Renew(int validDays, DateTimeOffset now) => StatusAt(now) switch
    {
        not ConsentStatus.Valid and var ended => new ConsentNotValid(ended),
        _ when validDays is < 1 or > DaysMax => new ConsentValidityOutOfRange(1, DaysMax),
        _ when now.AddDays(validDays) > AuthenticatedAt.AddDays(AuthenticationDaysMax) => new StrongAuthenticationRequired(AuthenticatedAt.AddDays(AuthenticationDaysMax)),
        _ => this with { ExpiresAt = now.AddDays(validDays) },
    };

    /// <summary>How often the third party may still come today without the user.</summary>
    internal int UsesLeft(DateTimeOffset now) => FrequencyPerDay - (UsedOn == DayOf(now) ? UseCount : 0);

    /// <summary>The third party comes. In the user's presence that is not counted.</summary>
    internal Result<Consent> Use(string thirdParty, string accountId, ConsentScope scope, bool userPresent, DateTimeOffset now)
        => Denial(thirdParty, accountId, scope, now) is { } denial ? new ConsentDenied(denial)
            : userPresent ? this
            : UsesLeft(now) <= 0 ? new ConsentFrequencyExceeded(FrequencyPerDay)
            : this with { UsedOn = DayOf(now), UseCount = UsedOn == DayOf(now) ? UseCount + 1 : 1 };

    private static DateOnly DayOf(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);

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
internal sealed record ConsentRequest(string ThirdParty, IReadOnlyList<string> AccountIds, IReadOnlyList<ConsentScope> Scopes, int ValidDays, int FrequencyPerDay = Consent.FrequencyMax)
{
    private const int ThirdPartyLengthMax = 200;
    private const int AccountsMax = 100;
    private const int AccountIdLengthMax = 100;

    public Result<Consent> ToConsent(string id, Caller caller, DateTimeOffset now) => this switch
    {
        _ when string.IsNullOrWhiteSpace(ThirdParty) || ThirdParty.Length > ThirdPartyLengthMax || ThirdParty.Any(char.IsControl) => new ThirdPartyInvalid(ThirdPartyLengthMax),
        { AccountIds.Count: 0 or > AccountsMax } => new ConsentAccountsInvalid(AccountsMax),
        _ when AccountIds.Any(account => string.IsNullOrWhiteSpace(account) || account.Length > AccountIdLengthMax || account.Any(char.IsControl)) => new ConsentAccountsInvalid(AccountsMax),
        { Scopes.Count: 0 } => new ConsentScopesRequired(),
        { ValidDays: < 1 or > Consent.DaysMax } => new ConsentValidityOutOfRange(1, Consent.DaysMax),
        { FrequencyPerDay: < 1 or > Consent.FrequencyMax } => new ConsentFrequencyOutOfRange(1, Consent.FrequencyMax),
        _ => new Consent
        {
            Id = id, OrganizationId = caller.OrganizationId, UserId = caller.UserId, ThirdParty = ThirdParty,
            AccountIds = [.. AccountIds.Distinct()], Scopes = [.. Scopes.Distinct()], CreatedAt = now, AuthenticatedAt = now, FrequencyPerDay = FrequencyPerDay,
            ExpiresAt = now.AddDays(ValidDays),
        },
    };
}

/// <summary>Whether a third party may do something with an account.</summary>
/// <param name="Denial">Why not; null when it may.</param>
/// <param name="UsesLeftToday">How often it may still come today without the user.</param>
public sealed record ConsentValidation(bool Valid, ConsentDenial? Denial, int UsesLeftToday);

public enum ConsentDenial { Unknown, Revoked, Expired, OtherThirdParty, OtherAccount, OtherScope, FrequencyExceeded }
