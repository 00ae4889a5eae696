using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A real PostgreSQL server of this machine, in a folder of its own on a free port of the loopback.</summary>
internal sealed class RunningPostgres : IDisposable
{
    private const string Fast = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off";

    private static readonly Lazy<RunningPostgres> OfThisProcess = new(() => new RunningPostgres(isDurable: false));

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("finflow-pg-");
    private readonly string options;

    /// <param name="isDurable">Whether what it has committed survives an immediate stop, as in production; otherwise it is quick.</param>
    /// <param name="tls">The server's certificate and key, as files; null for one without TLS.</param>
    internal RunningPostgres(bool isDurable, (string Certificate, string Key)? tls = null)
    {
        options = isDurable ? "" : Fast;
        var password = Path.Combine(folder.FullName, "password");
        File.WriteAllText(password, Password);
        if (tls is { } files)
        {
            // The server reads a key that nobody else can.
            var (certificate, key) = (Path.Combine(folder.FullName, "server.pem"), Path.Combine(folder.FullName, "server.key"));
            File.Copy(files.Certificate, certificate);
            File.Copy(files.Key, key);
            Run("chmod", "400", key);
            options += $" -c ssl=on -c ssl_cert_file={certificate} -c ssl_key_file={key}";
        }

        if (IsRoot)
        {
            Run("chown", "-R", "postgres:", folder.FullName);
        }

        RunAsOwner("initdb", "-D", Data, "-U", "finflow", $"--pwfile={password}", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        Start();
        EndWithThisProcess();
    }

    /// <summary>The server that tests share, each with a database of its own. It ends with the process.</summary>
    internal static RunningPostgres Shared => OfThisProcess.Value;

    internal int Port { get; } = Loopback.FreePort();

    internal string Password { get; } = RandomNumberGenerator.GetHexString(32);

    internal static string? Binaries { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    // The server refuses to run as root, so root lets the user run it whom the package made for that.
    private static bool IsRoot => Environment.UserName == "root";

    private string Data => Path.Combine(folder.FullName, "data");

    internal PostgresDatabase CreateDatabase(string name)
    {
        using var connection = new NpgsqlConnection(new PostgresDatabase(this, "postgres").ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE \"{name}\"", connection);
        command.ExecuteNonQuery();
        return new PostgresDatabase(this, name);
    }

    internal void Start() => RunAsOwner(
        "pg_ctl", "-D", Data, "-w", "-t", "30", "-l", Path.Combine(folder.FullName, "log"), "-o",
        $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=400 {options}", "start");

    /// <summary>As when its machine goes down: clients are cut off, and the next start recovers from the log.</summary>
    internal void Stop() => RunAsOwner("pg_ctl", "-D", Data, "-m", "immediate", "stop");

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            Stop();
        }

        folder.Delete(recursive: true);
    }

    // A watcher, because this process may be killed and then no code of its own runs.
    private void EndWithThisProcess()
    {
        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var stop = $"'{Path.Combine(Binaries!, "pg_ctl")}' -D '{Data}' -m immediate stop";
        var script = $"while kill -0 {own} && [ -d '{folder.FullName}' ]; do sleep 1; done; {(IsRoot ? "runuser -u postgres -- " : "")}{stop}; rm -rf '{folder.FullName}'";
        Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", $"({script}) </dev/null >/dev/null 2>&1 &"]) { WorkingDirectory = "/" })!.Dispose();
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
}
