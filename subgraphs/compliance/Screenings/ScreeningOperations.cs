namespace FinFlow.Compliance;

[QueryType]
public static class ScreeningQueries
{
    /// <summary>A screening of the caller's organisation; reviewers see all.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.ComplianceRead)]
    public static async Task<Screening?> GetScreeningAsync(
        [ID<Screening>] string id, Caller caller, IScreeningByIdDataLoader screenings, CancellationToken cancellationToken)
        => await screenings.LoadAsync(id, cancellationToken) is { } screening && (caller.ActsFor(screening.OrganizationId) || caller.Has(Permissions.ComplianceReview))
            ? screening
            : null;

    /// <summary>The organisation's screenings, the newest first.</summary>
    /// <param name="status">Only those that stand so.</param>
    [Authorize(Permissions.ComplianceRead), UsePaging]
    public static Task<Connection<Screening>> GetScreeningsAsync(
        ScreeningStatus? status, PagingArguments paging, Caller caller, ComplianceDbContext db, CancellationToken cancellationToken)
        => db.ScreeningsOfAsync(caller.OrganizationId, status, paging, cancellationToken);

    internal static Task<Connection<Screening>> ScreeningsOfAsync(
        this ComplianceDbContext db, string organizationId, ScreeningStatus? status, PagingArguments paging, CancellationToken cancellationToken)
        => db.Screenings.AsNoTracking()
            .Where(screening => screening.OrganizationId == organizationId && (status == null || screening.Status == status))
            .OrderByDescending(screening => screening.ScreenedAt).ThenByDescending(screening => screening.Id)
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
}

[MutationType]
public static class ScreeningMutations
{
    /// <summary>Holds a name against every imported list, and keeps what was found.</summary>
    /// <param name="name">1 to 200 characters, in any order and spelling.</param>
    /// <param name="birthDate">A far birth date lowers the score of an entry that has one.</param>
    /// <param name="identifiers">Passport, registration or other numbers, at most 20. One that is listed is a certain match.</param>
    [Authorize(Permissions.ComplianceScreen)]
    [Error<NameInvalid>, Error<TooManyIdentifiers>, Error<IdentifierInvalid>, Error<ScreeningBusy>]
    public static Task<Result<Screening>> ScreenEntityAsync(
        string name, EntityType? type, DateOnly? birthDate, CountryCode? country, IReadOnlyList<string>? identifiers, Caller caller, ScreeningDesk desk,
        CancellationToken cancellationToken)
        => desk.ScreenAsync(new ScreeningSubject(name, type, birthDate, country, identifiers ?? []), caller, cancellationToken);

    /// <summary>Decides about what a screening found.</summary>
    /// <param name="reason">1 to 500 characters.</param>
    [Authorize(Permissions.ComplianceReview)]
    [Error<ScreeningNotFound>, Error<NothingToReview>, Error<ReasonRequired>, Error<ScreeningBusy>]
    public static Task<Result<Screening>> ReviewScreeningAsync(
        [ID<Screening>] string id, ReviewDecision decision, string reason, Caller caller, ScreeningDesk desk, CancellationToken cancellationToken)
        => desk.ReviewAsync(id, decision, reason, caller, cancellationToken);
}

internal static class ScreeningLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, Screening>> GetScreeningByIdAsync(
        IReadOnlyList<string> ids, ComplianceDbContext db, CancellationToken cancellationToken)
        => await db.Screenings.AsNoTracking().Where(screening => ids.Contains(screening.Id)).ToDictionaryAsync(screening => screening.Id, cancellationToken);
}
