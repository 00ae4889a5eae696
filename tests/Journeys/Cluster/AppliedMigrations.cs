using Npgsql;

namespace FinFlow.Journeys.Tests;

/// <summary>How far the cluster's database has been migrated.</summary>
internal static class AppliedMigrations
{
    private static readonly string Newest = string.Join(
        " UNION ALL ", Deployment.Subgraphs.Select(subgraph => $"""SELECT '{subgraph}', MAX("Number") FROM {subgraph}.schema_versions"""));

    /// <summary>Each subgraph's newest migration by its number.</summary>
    public static async Task<Dictionary<string, int>> OfAsync(Deployment finflow)
    {
        await using var database = await finflow.OpenDatabaseAsync();
        await using var command = new NpgsqlCommand(Newest, database);
        await using var rows = await command.ExecuteReaderAsync();
        var numbers = new Dictionary<string, int>();
        while (await rows.ReadAsync())
        {
            numbers.Add(rows.GetString(0), rows.GetInt32(1));
        }

        return numbers;
    }
}
