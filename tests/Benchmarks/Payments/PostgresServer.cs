using System.Diagnostics;
using System.Security.Cryptography;
using FinFlow.Subgraphs.Tests;
using Npgsql;

namespace FinFlow.Benchmarks;

/// <summary>PostgreSQL with the durable settings it comes with, on one core. What it is asked for can be written to a log.</summary>
/// <remarks>
/// Its memory holds all copies of the database that pgbench works on, and no checkpoint comes in between: after one, the first change of
/// every page is written whole, which sixteen copies would pay sixteen times.
/// </remarks>
internal sealed class PostgresServer : IDisposable
{
    private static readonly string Binaries = Path.Combine(Directory.GetDirectories("/usr/lib/postgresql").Max()!, "bin");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("finflow-bench-pg-");
    private readonly string password = RandomNumberGenerator.GetHexString(32);
    private readonly int port = Loopback.FreePort();

    internal PostgresServer()
    {
        var secret = Path.Combine(folder.FullName, "password");
        File.WriteAllText(secret, password);
        if (Environment.UserName == "root")
        {
            Commands.Run("chown", "-R", "postgres:", folder.FullName);
        }

        AsOwner("initdb", "-D", Data, "-U", "finflow", $"--pwfile={secret}", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8");
        AsOwner(
            "pg_ctl", "-D", Data, "-w", "-l", Path.Combine(folder.FullName, "log"), "-o",
            $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=400 -c logging_collector=on "
            + "-c shared_buffers=1GB -c max_wal_size=8GB -c checkpoint_timeout=30min "
            + $"-c log_destination=jsonlog -c log_directory={folder.FullName}/statements -c log_filename=all -c log_rotation_size=0 -c log_rotation_age=0", "start");
        Execute("postgres", "CREATE DATABASE finflow");
    }

    /// <summary>How FinFlow finds it.</summary>
    internal IEnumerable<(string Name, string Value)> Variables =>
    [
        ("POSTGRES_HOST", "127.0.0.1"), ("POSTGRES_PORT", $"{port}"), ("POSTGRES_USER", "finflow"), ("POSTGRES_PASSWORD", password),
        ("POSTGRES_DB", "finflow"), ("POSTGRES_CONNECTIONS_MAX", "40"),
    ];

    /// <summary>Seconds of all its processes, those that have ended included.</summary>
    internal static double ProcessorTime => Benchmarks.ProcessorTime.Of(Runs);

    /// <summary>Whether a process of this command is one of a server's.</summary>
    internal static bool Runs(string command) => command.StartsWith("postgres: ", StringComparison.Ordinal) || command.Contains("bin/postgres -D", StringComparison.Ordinal);

    private string Data => Path.Combine(folder.FullName, "data");

    private string StatementLog => Path.Combine(folder.FullName, "statements", "all.json");

    internal string ConnectionTo(string database)
        => $"Host=127.0.0.1;Port={port};Username=finflow;Password={password};Database={database};Pooling=false";

    internal void Execute(string database, string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionTo(database));
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        command.ExecuteNonQuery();
    }

    /// <summary>How many sessions are busy with a statement that begins so.</summary>
    internal long SessionsThat(string begin)
    {
        using var connection = new NpgsqlConnection(ConnectionTo("postgres"));
        connection.Open();
        using var command = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND starts_with(query, $1)", connection)
        {
            Parameters = { new NpgsqlParameter { Value = begin } },
        };
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>The names of a database's tables, by their schemas.</summary>
    internal ILookup<string, string> Tables(string database)
    {
        var tables = new List<(string Schema, string Name)>();
        using var connection = new NpgsqlConnection(ConnectionTo(database));
        connection.Open();
        using var command = new NpgsqlCommand("SELECT schemaname, tablename FROM pg_tables", connection);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            tables.Add((reader.GetString(0), reader.GetString(1)));
        }

        return tables.ToLookup(table => table.Schema, table => table.Name, StringComparer.Ordinal);
    }

    /// <summary>Which statements of the database are written down from now on: all, or none.</summary>
    internal void Log(string statements)
    {
        Execute("postgres", $"ALTER SYSTEM SET log_statement = '{statements}'");
        Execute("postgres", "SELECT pg_reload_conf()");
    }

    /// <summary>One line of JSON for each statement so far.</summary>
    internal IEnumerable<string> ReadLog() => File.ReadLines(StatementLog);

    /// <summary>A program of PostgreSQL's against one of its databases, on the core that is not the server's.</summary>
    internal Process Start(string program, string database, params string[] arguments)
    {
        var start = new ProcessStartInfo("taskset", ["-c", Cores.Others, Path.Combine(Binaries, program), .. arguments, "-h", "127.0.0.1", "-p", $"{port}", "-U", "finflow", database])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = password;
        return Process.Start(start)!;
    }

    public void Dispose()
    {
        AsOwner("pg_ctl", "-D", Data, "-m", "immediate", "stop");
        folder.Delete(recursive: true);
    }

    // The server refuses to run as root.
    private static void AsOwner(string program, params string[] arguments)
    {
        string[] pinned = ["-c", Cores.Postgres, Path.Combine(Binaries, program), .. arguments];
        if (Environment.UserName == "root")
        {
            Commands.Run("runuser", ["-u", "postgres", "--", "taskset", .. pinned]);
        }
        else
        {
            Commands.Run("taskset", pinned);
        }
    }
}
