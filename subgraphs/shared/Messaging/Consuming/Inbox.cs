using Microsoft.EntityFrameworkCore;

namespace FinFlow.Messaging;

/// <summary>What a database has dealt with by now: the rows of <see cref="InboxMessage"/>.</summary>
internal static class Inbox
{
    /// <summary>
    /// Claims events for the running transaction, all by one statement. Somebody else who claims one of them waits until this transaction has
    /// ended: has it committed, the event is not theirs; was it rolled back, it is.
    /// </summary>
    /// <returns>Those that are new here; what has been dealt with before is left out.</returns>
    internal static async Task<HashSet<string>> ClaimAsync(this DbContext db, IEnumerable<string> eventIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // In one order, so that two who claim the same events do not wait for each other.
        var ids = eventIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return
        [
            .. db.Database.IsPostgres()
                ? await db.Database.SqlQuery<string>(
                    $"""
                    INSERT INTO inbox ("EventId", "ConsumedAt") SELECT id, {now.ToUniversalTime()}::timestamptz FROM unnest({ids}::text[]) AS id
                    ON CONFLICT DO NOTHING RETURNING "EventId" AS "Value"
                    """).ToListAsync(cancellationToken)
                : await db.Database.SqlQuery<string>(
                    $"""
                    INSERT INTO inbox ("EventId", "ConsumedAt") SELECT value, {now.UtcTicks / TimeSpan.TicksPerMicrosecond} FROM json_each({JsonOf(ids)}) WHERE true
                    ON CONFLICT DO NOTHING RETURNING "EventId" AS "Value"
                    """).ToListAsync(cancellationToken),
        ];
    }

    private static string JsonOf(string[] ids) => System.Text.Json.JsonSerializer.Serialize(ids);
}
