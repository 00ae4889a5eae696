using System.Data;
using System.Data.Common;
using System.Globalization;
using FinFlow.Hosting;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace FinFlow.Cli;

/// <summary>
/// The databases of all subgraphs behind one connection, each under its subgraph's name: PostgreSQL has them as schemas of one database,
/// and SQLite attaches its files. So one statement says on both what must hold between two subgraphs.
/// </summary>
internal abstract class InstallationData
{
    protected static IEnumerable<string> Subgraphs => FinFlowProcess.All.Select(process => process.Name).Where(name => name != "gateway");

    /// <param name="folder">An embedded installation's folder, in place of the configured one.</param>
    public static InstallationData Of(FinFlowConfiguration configuration, string? folder)
        => folder is null && !configuration.IsEmbedded
            ? new PostgresInstallation(configuration)
            : new EmbeddedInstallation(Path.GetFullPath(folder ?? configuration.DataFolder));

    public abstract Task<DbConnection> OpenAsync();

    /// <summary>Holds the moment that is looked at. PostgreSQL shows all tables as they were then; SQLite's files have no moment in common.</summary>
    public abstract DbTransaction HoldMoment(DbConnection connection);
}

internal sealed class EmbeddedInstallation(string folder) : InstallationData
{
    public override async Task<DbConnection> OpenAsync()
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        foreach (var subgraph in Subgraphs)
        {
            var file = Path.Combine(folder, $"{subgraph}.db");
            if (!File.Exists(file))
            {
                throw new FileNotFoundException($"There is no {file}; -d names the folder of an installation.", file);
            }

            await using var attach = connection.CreateCommand();
            attach.CommandText = $"ATTACH $file AS {subgraph}";
            attach.Parameters.AddWithValue("$file", file);
            await attach.ExecuteNonQueryAsync();
        }

        await using var reading = connection.CreateCommand();
        reading.CommandText = "PRAGMA query_only = ON; PRAGMA busy_timeout = 10000";
        await reading.ExecuteNonQueryAsync();
        return connection;
    }

    // Deferred: it never asks for the writer's turn, so that a running installation is not held up.
    public override DbTransaction HoldMoment(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);
}

internal sealed class PostgresInstallation(FinFlowConfiguration configuration) : InstallationData
{
    public override async Task<DbConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(configuration.PostgresAt("public"))
        {
            ApplicationName = "finflow-verify",
            Options = "-c default_transaction_read_only=on",
        }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    public override DbTransaction HoldMoment(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);
}
