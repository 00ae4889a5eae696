namespace FinFlow.Compliance;

[QueryType]
public static class WatchlistQueries
{
    /// <summary>The lists that names are screened against, by name.</summary>
    [Authorize(Permissions.ComplianceRead)]
    public static async Task<IReadOnlyList<Watchlist>> GetWatchlistsAsync(ComplianceDbContext db, CancellationToken cancellationToken)
        => await db.Watchlists.AsNoTracking().OrderBy(list => list.Name).ToListAsync(cancellationToken);
}

[MutationType]
public static class WatchlistMutations
{
    /// <summary>Imports a list, or its next revision when there is one of this name. Names are screened against it from then on.</summary>
    /// <param name="name">1 to 100 characters.</param>
    /// <param name="content">The file's text, at most 16 million characters and 100,000 entries.</param>
    /// <param name="aliases">With OFAC_SDN: the text of the Treasury's `alt.csv`, whose names are added.</param>
    [Authorize(Permissions.ComplianceWatchlists)]
    [Error<WatchlistMalformed>, Error<WatchlistEmpty>, Error<WatchlistTooLarge>, Error<WatchlistNameInvalid>, Error<WatchlistBusy>]
    public static Task<Result<Watchlist>> ImportWatchlistAsync(
        WatchlistFormat format, string name, string content, string? aliases, Caller caller, WatchlistImport import, CancellationToken cancellationToken)
        => import.ImportAsync(new WatchlistDocument(format, name, content, aliases), caller, cancellationToken);
}
