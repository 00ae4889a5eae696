using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

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
        await using var command = Claim(db.Database, ids, now);
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var claimed = new HashSet<string>(ids.Length, StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            claimed.Add(reader.GetString(0));
        }

        return claimed;
    }

    // Each event passes here for each of its groups, so it is a plain command: the mapper would write its text anew each time.
    private static DbCommand Claim(DatabaseFacade database, string[] ids, DateTimeOffset now)
    {
        var command = database.GetDbConnection().CreateCommand();
        if (command is NpgsqlCommand postgres)
        {
            postgres.CommandText = """
                INSERT INTO inbox ("EventId", "ConsumedAt") SELECT id, $1::timestamptz FROM unnest($2::text[]) AS id ON CONFLICT DO NOTHING RETURNING "EventId"
                """;
            postgres.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now.ToUniversalTime() });
            postgres.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ids });
        }
        else
        {
            var sqlite = (SqliteCommand)command;
            sqlite.CommandText = """
                INSERT INTO inbox ("EventId", "ConsumedAt") SELECT value, $now FROM json_each($ids) WHERE true ON CONFLICT DO NOTHING RETURNING "EventId"
                """;
            sqlite.Parameters.AddWithValue("$now", now.UtcTicks / TimeSpan.TicksPerMicrosecond);
            sqlite.Parameters.AddWithValue("$ids", JsonSerializer.Serialize(ids));
        }

        return command;
    }
}
