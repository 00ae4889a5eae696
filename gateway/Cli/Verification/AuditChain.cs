using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Cli;

/// <summary>
/// The audit trail, computed again from its first entry. The formula is written here a second time on purpose: whoever changed the trail
/// together with the code that checks it would still be found out.
/// </summary>
internal static class AuditChain
{
    private const string Name = "the audit trail is an unbroken chain";

    private const string Entries =
        """
        SELECT "Sequence", "Id", "Action", "SubjectId", "OrganizationId", "ActorId", "EventId", "Details", "OccurredAt", "PreviousHash", "Hash"
        FROM compliance.audit_entries ORDER BY "Sequence"
        """;

    public static async Task<Finding> ProveAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Entries;
        await using var rows = await command.ExecuteReaderAsync();
        var (count, previous) = (0L, new string('0', 64));
        while (await rows.ReadAsync())
        {
            var (sequence, stored) = (rows.GetInt64(0), rows.GetString(10));
            if (sequence != count + 1 || rows.GetString(9) != previous || stored != HashOf(rows))
            {
                return new Finding(Name, "", [$"entry {count + 1} is not what was written"]);
            }

            (count, previous) = (sequence, stored);
        }

        return new Finding(Name, $"{count} entries", []);
    }

    // Each value stands with its length; an absent one has the length -1.
    private static string HashOf(DbDataReader row)
    {
        var text = new StringBuilder();
        Append(text, row.GetString(9));
        Append(text, row.GetInt64(0).ToString(CultureInfo.InvariantCulture));
        for (var column = 1; column <= 7; column++)
        {
            Append(text, row.IsDBNull(column) ? null : row.GetString(column));
        }

        Append(text, MicrosecondsOf(row.GetValue(8)).ToString(CultureInfo.InvariantCulture));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Append(StringBuilder text, string? value) => text.Append(CultureInfo.InvariantCulture, $"{value?.Length ?? -1}:{value};");

    // SQLite keeps them since year 1 as a number, PostgreSQL has a type for times.
    private static long MicrosecondsOf(object time) => time is DateTime utc ? utc.Ticks / TimeSpan.TicksPerMicrosecond : (long)time;
}
