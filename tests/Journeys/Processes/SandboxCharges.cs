using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FinFlow.Journeys.Tests;

/// <summary>What the sandbox processor has charged, by its own book, which FinFlow's databases know nothing of.</summary>
internal static class SandboxCharges
{
    public static List<(string Status, long CapturedMinor)> Of(Deployment finflow)
    {
        var book = Path.Combine(finflow.Data, "sandbox-processor.db");
        if (!File.Exists(book))
        {
            return [];
        }

        using var connection = new SqliteConnection($"Data Source={book};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT status, captured_minor FROM charges ORDER BY rowid";
        using var reader = command.ExecuteReader();
        var charges = new List<(string, long)>();
        while (reader.Read())
        {
            charges.Add((reader.GetString(0).ToUpper(CultureInfo.InvariantCulture), reader.GetInt64(1)));
        }

        return charges;
    }
}
