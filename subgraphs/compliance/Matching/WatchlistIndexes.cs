namespace FinFlow.Compliance;

/// <summary>Keeps the index of the lists as they are in the database; another process may import too.</summary>
public sealed class WatchlistIndexes : IDisposable
{
    private readonly SemaphoreSlim _building = new(1);
    private (string Stamp, WatchlistIndex Index) _current = ("", WatchlistIndex.Empty);

    internal async Task<WatchlistIndex> CurrentAsync(ComplianceDbContext db, CancellationToken cancellationToken)
    {
        var lists = await db.Watchlists.AsNoTracking().OrderBy(list => list.Id).ToListAsync(cancellationToken);
        var stamp = string.Join(' ', lists.Select(list => $"{list.Id}:{list.Revision}"));
        if (_current is var (known, index) && known == stamp)
        {
            return index;
        }

        await _building.WaitAsync(cancellationToken);
        try
        {
            if (_current.Stamp != stamp)
            {
                _current = (stamp, await BuildAsync(db, lists, cancellationToken));
            }

            return _current.Index;
        }
        finally
        {
            _building.Release();
        }
    }

    public void Dispose() => _building.Dispose();

    private static async Task<WatchlistIndex> BuildAsync(ComplianceDbContext db, List<Watchlist> lists, CancellationToken cancellationToken)
    {
        var byId = lists.ToDictionary(list => list.Id);
        var entries = await db.WatchlistEntries.AsNoTracking().OrderBy(entry => entry.WatchlistId).ThenBy(entry => entry.Number).ToListAsync(cancellationToken);
        return new WatchlistIndex([.. entries.Where(entry => byId.ContainsKey(entry.WatchlistId)).Select(entry => (byId[entry.WatchlistId], entry.ToEntity()))]);
    }
}
