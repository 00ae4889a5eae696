using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace FinFlow.Messaging;

/// <summary>Takes what waits out of an outbox on PostgreSQL. Each event passes here, so it is a plain command: the mapper would write its text anew each time.</summary>
internal static class OutboxTurn
{
    private const string Take = """
        DELETE FROM outbox
        WHERE "Sequence" = ANY (ARRAY(SELECT "Sequence" FROM outbox ORDER BY "Sequence" LIMIT $1::int))
          AND (SELECT pg_try_advisory_xact_lock(hashtextextended($2::text, 0)))
        RETURNING "Sequence", "Id", "Topic", "Key", "Envelope"
        """;

    /// <summary>Within the running transaction, which keeps the turn until it ends.</summary>
    /// <returns>In the order of writing; nothing when there is nothing, or another instance has the turn.</returns>
    internal static async Task<List<OutboxMessage>> TakeOutboxAsync(this DbContext db, int messagesMax, CancellationToken cancellationToken)
    {
        await using var command = ((NpgsqlConnection)db.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = Take;
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = messagesMax });
        command.Parameters.Add(new NpgsqlParameter { Value = $"finflow {db.GetType().Name} outbox", NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var envelope = db.Model.FindEntityType(typeof(OutboxMessage))!.FindProperty(nameof(OutboxMessage.Envelope))!.GetTypeMapping().Converter;
        var taken = new List<OutboxMessage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var stored = reader.GetString(4);
            taken.Add(new OutboxMessage
            {
                Sequence = reader.GetInt64(0), Id = reader.GetString(1), Topic = reader.GetString(2), Key = reader.GetString(3),
                Envelope = envelope is null ? stored : (string)envelope.ConvertFromProvider(stored)!,
            });
        }

        taken.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
        return taken;
    }
}
