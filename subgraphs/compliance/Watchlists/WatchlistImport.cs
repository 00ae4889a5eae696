using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Compliance;

/// <summary>A list as a client sends it: checked and read here before anything is replaced.</summary>
internal sealed record WatchlistDocument(WatchlistFormat Format, string Name, string Content, string? Aliases)
{
    internal const int CharactersMax = 16 * 1024 * 1024;
    internal const int EntriesMax = 100_000;
    private const int NameLengthMax = 100;

    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Content}\0{Aliases}")));

    public Result<IReadOnlyList<ListedEntity>> Read()
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > NameLengthMax || Name.Any(char.IsControl))
        {
            return new WatchlistNameInvalid(NameLengthMax);
        }

        if (Content.Length + (Aliases?.Length ?? 0) > CharactersMax)
        {
            return new WatchlistTooLarge(CharactersMax, EntriesMax);
        }

        return (Format switch
        {
            WatchlistFormat.OfacSdn => OfacSdn.Read(Content, Aliases),
            WatchlistFormat.Un => UnConsolidated.Read(Content),
            _ => FinFlowCsv.Read(Content),
        }).Then<IReadOnlyList<ListedEntity>>(entities => entities.Count switch
        {
            0 => new WatchlistEmpty(),
            > EntriesMax => new WatchlistTooLarge(CharactersMax, EntriesMax),
            _ => entities.ToArray(),
        });
    }
}

/// <summary>Replaces a list's entries by a new revision, in one transaction with its trace in the audit trail.</summary>
public sealed class WatchlistImport(ComplianceDbContext db, AuditTrail trail, TimeProvider clock)
{
    internal async Task<Result<Watchlist>> ImportAsync(WatchlistDocument document, Caller caller, CancellationToken cancellationToken)
    {
        if (!document.Read().TryGet(out var entities, out var refusal))
        {
            return refusal;
        }

        return await db.DecideAsync<Watchlist>(async ct =>
        {
            var before = await db.Watchlists.AsNoTracking().SingleOrDefaultAsync(list => list.Name == document.Name, ct);
            var list = before is null
                ? Next(document, entities.Count, Id.New("wl", clock), 1, caller)
                : before with
                {
                    Format = document.Format, Revision = before.Revision + 1, EntryCount = entities.Count, ContentHash = document.Hash,
                    ImportedAt = clock.GetUtcNow(), ImportedById = caller.UserId,
                };
            var known = await HashesAsync(list.Id, ct);
            await db.WatchlistEntries.Where(entry => entry.WatchlistId == list.Id).ExecuteDeleteAsync(ct);
            var entries = entities.Select((entity, index) => WatchlistEntry.Of(list, index + 1, entity, known)).ToList();
            list = list with
            {
                AddedCount = entries.Count(entry => entry.SinceRevision == list.Revision),
                RemovedCount = known.Keys.Except(entries.Select(entry => entry.Hash)).Count(),
            };
            _ = before is null ? db.Add(list) : db.Update(list);
            await db.InsertAllAsync(entries, ct);
            await trail.AppendAsync(AuditEvent.By(caller, "watchlist.imported", list.Id, ("revision", list.Revision), ("entryCount", list.EntryCount), ("contentHash", list.ContentHash)), ct);
            return list;
        }, () => new WatchlistBusy(), cancellationToken);
    }

    // A list may name the same entry twice; the earlier revision counts.
    private async Task<Dictionary<string, int>> HashesAsync(string listId, CancellationToken cancellationToken)
        => (await db.WatchlistEntries.AsNoTracking().Where(entry => entry.WatchlistId == listId).Select(entry => new { entry.Hash, entry.SinceRevision }).ToListAsync(cancellationToken))
            .GroupBy(entry => entry.Hash)
            .ToDictionary(entry => entry.Key, entry => entry.Min(same => same.SinceRevision));

    private Watchlist Next(WatchlistDocument document, int entries, string id, int revision, Caller caller) => new()
    {
        Id = id, Name = document.Name, Format = document.Format, Revision = revision, EntryCount = entries, ContentHash = document.Hash,
        ImportedAt = clock.GetUtcNow(), ImportedById = caller.UserId,
    };
}
