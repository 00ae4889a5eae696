using System.Runtime.InteropServices;

namespace FinFlow.Compliance;

[QueryType]
public static class ConsentQueries
{
    /// <summary>A consent of the caller's organisation.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.ConsentsRead)]
    public static async Task<Consent?> GetConsentAsync(
        [ID<Consent>] string id, Caller caller, IConsentByIdDataLoader consents, CancellationToken cancellationToken)
        => await consents.LoadAsync(id, cancellationToken) is { } consent && caller.ActsFor(consent.OrganizationId) ? consent : null;

    /// <summary>Whether a consent lets a third party do this with this account, now, without the user. Asking is not counted; `useConsent` is.</summary>
    [Authorize(Permissions.ConsentsRead)]
    public static async Task<ConsentValidation> ValidateConsentAsync(
        [ID<Consent>] string consentId, string thirdParty, [ID] string accountId, ConsentScope scope, Caller caller, IConsentByIdDataLoader consents, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var consent = await GetConsentAsync(consentId, caller, consents, cancellationToken);
        var (now, left) = (clock.GetUtcNow(), consent?.UsesLeft(clock.GetUtcNow()) ?? 0);
        var denial = consent is null ? ConsentDenial.Unknown : consent.Denial(thirdParty, accountId, scope, now) ?? (left <= 0 ? ConsentDenial.FrequencyExceeded : null);
        return new ConsentValidation(denial is null, denial, denial is null or ConsentDenial.FrequencyExceeded ? left : 0);
    }
}

[MutationType]
public static class ConsentMutations
{
    /// <summary>Lets one third party use the named accounts for the named purposes.</summary>
    /// <param name="thirdParty">Who may use it, 1 to 200 characters.</param>
    /// <param name="accountIds">1 to 100 accounts.</param>
    /// <param name="scopes">At least one.</param>
    /// <param name="validDays">1 to 90.</param>
    /// <param name="frequencyPerDay">How often a day the third party may come without the user, 1 to 4.</param>
    [Authorize(Permissions.ConsentsWrite)]
    [Error<ThirdPartyInvalid>, Error<ConsentAccountsInvalid>, Error<ConsentScopesRequired>, Error<ConsentValidityOutOfRange>]
    [Error<ConsentFrequencyOutOfRange>, Error<ConsentBusy>]
    public static Task<Result<Consent>> CreateConsentAsync(
        string thirdParty, [ID] IReadOnlyList<string> accountIds, IReadOnlyList<ConsentScope> scopes,
        [Optional, DefaultParameterValue(Consent.DaysMax)] int validDays, [Optional, DefaultParameterValue(Consent.FrequencyMax)] int frequencyPerDay,
        Caller caller, ConsentStore consents, CancellationToken cancellationToken)
        => consents.CreateAsync(new ConsentRequest(thirdParty, accountIds, scopes, validDays, frequencyPerDay), caller, cancellationToken);

    /// <summary>Prolongs a consent from now on, at most until 180 days after the user gave it: then a new one is needed.</summary>
    /// <param name="validDays">1 to 90.</param>
    [Authorize(Permissions.ConsentsWrite)]
    [Error<ConsentNotFound>, Error<ConsentNotValid>, Error<ConsentValidityOutOfRange>, Error<StrongAuthenticationRequired>, Error<ConsentBusy>]
    public static Task<Result<Consent>> RenewConsentAsync([ID<Consent>] string id, int validDays, Caller caller, ConsentStore consents, CancellationToken cancellationToken)
        => consents.RenewAsync(id, validDays, caller, cancellationToken);

    /// <summary>A third party does something by a consent: checked, counted and kept in the audit trail.</summary>
    /// <param name="userPresent">Whether the user asked for it just now; then it is not counted.</param>
    [Authorize(Permissions.ConsentsWrite)]
    [Error<ConsentNotFound>, Error<ConsentDenied>, Error<ConsentFrequencyExceeded>, Error<ConsentBusy>]
    public static Task<Result<Consent>> UseConsentAsync(
        [ID<Consent>] string consentId, string thirdParty, [ID] string accountId, ConsentScope scope, [Optional, DefaultParameterValue(false)] bool userPresent, Caller caller,
        ConsentStore consents, CancellationToken cancellationToken)
        => consents.UseAsync(consentId, thirdParty, accountId, scope, userPresent, caller, cancellationToken);

    /// <summary>Takes a consent back, at once.</summary>
    [Authorize(Permissions.ConsentsWrite)]
    [Error<ConsentNotFound>, Error<ConsentNotValid>, Error<ConsentBusy>]
    public static Task<Result<Consent>> RevokeConsentAsync([ID<Consent>] string id, Caller caller, ConsentStore consents, CancellationToken cancellationToken)
        => consents.RevokeAsync(id, caller, cancellationToken);
}

[ObjectType<Consent>]
public static class ConsentNode
{
    /// <summary>Where the consent stands now.</summary>
    [BindMember(nameof(Consent.Status))]
    public static ConsentStatus GetStatus([Parent] Consent consent, TimeProvider clock) => consent.StatusAt(clock.GetUtcNow());

    /// <summary>Who gave it.</summary>
    public static User GetUser([Parent] Consent consent) => new(consent.UserId);
}

internal static class ConsentLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, Consent>> GetConsentByIdAsync(
        IReadOnlyList<string> ids, ComplianceDbContext db, CancellationToken cancellationToken)
        => await db.Consents.AsNoTracking().Where(consent => ids.Contains(consent.Id)).ToDictionaryAsync(consent => consent.Id, cancellationToken);
}
