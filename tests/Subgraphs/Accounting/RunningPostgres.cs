using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A real PostgreSQL server of this machine, in a folder of its own on a free port of the loopback.</summary>
internal sealed class RunningPostgres : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("finflow-pg-");

    internal int Port { get; } = FreePort();

    internal string Password { get; } = RandomNumberGenerator.GetHexString(32);

    internal static string? Binaries { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    internal string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=finflow;Password={Password};Database=postgres;Search Path=accounting";

    // The server refuses to run as root, so root lets the user run it whom the package made for that.
    private static bool IsRoot => Environment.UserName == "root";

    internal RunningPostgres()
    {
        var password = Path.Combine(folder.FullName, "password");
        File.WriteAllText(password, Password);
        if (IsRoot)
        {
            Run("chown", "-R", "postgres:", folder.FullName);
        }

        RunAsOwner("initdb", "-D", Data, "-U", "finflow", $"--pwfile={password}", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        RunAsOwner(
            "pg_ctl", "-D", Data, "-w", "-t", "30", "-l", Path.Combine(folder.FullName, "log"), "-o",
            $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c synchronous_commit=off", "start");
    }

    /// <summary>What a process must be told to keep its data there.</summary>
    internal (string Name, string Value)[] Variables =>
    [
        ("POSTGRES_HOST", "127.0.0.1"), ("POSTGRES_PORT", $"{Port}"), ("POSTGRES_USER", "finflow"), ("POSTGRES_PASSWORD", Password), ("POSTGRES_DB", "postgres"),
        ("JWT_SECRET", new string('j', 40)), ("MFA_SECRET_KEY", new string('m', 40)),
    ];

    private string Data => Path.Combine(folder.FullName, "data");

    public void Dispose()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        RunAsOwner("pg_ctl", "-D", Data, "-m", "immediate", "stop");
        folder.Delete(recursive: true);
    }

    private static void RunAsOwner(string program, params string[] arguments)
    {
        var path = Path.Combine(Binaries!, program);
        if (IsRoot)
        {
            Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    // Its output is left alone: the server that pg_ctl starts would keep a pipe open for as long as it runs.
    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/" })!;
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)), $"{program} does not end.");
        Assert.Equal(0, process.ExitCode);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A test that needs a PostgreSQL server, skipped where none is installed.</summary>
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (RunningPostgres.Binaries is null)
        {
            Skip = "PostgreSQL is not here (Debian: apt-get install postgresql).";
        }
    }
}
