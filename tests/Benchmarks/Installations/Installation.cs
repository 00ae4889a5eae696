using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using FinFlow.Hosting;
using FinFlow.Subgraphs.Tests;
using Npgsql;

namespace FinFlow.Benchmarks;

/// <summary>FinFlow as its users start it, with secrets that the benchmark knows, so that it can be anybody.</summary>
internal sealed class Installation : IDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("finflow-bench-");
    private readonly Dictionary<string, string> environment;
    private readonly string command;
    private readonly string[] arguments;
    private readonly AccessTokens tokens;
    private Process? process;

    private Installation(string command, string[] arguments, IEnumerable<(string Name, string Value)> variables)
    {
        (this.command, this.arguments) = (command, arguments);
        environment = new Dictionary<string, string>
        {
            ["FINFLOW_DATA"] = data.FullName,
            ["FINFLOW_PORT"] = $"{Loopback.FreePort()}",
            ["RATE_LIMIT_PER_USER"] = "0",
            ["RATE_LIMIT_PER_ADDRESS"] = "0",
            ["JWT_SECRET"] = RandomNumberGenerator.GetHexString(64),
            ["MFA_SECRET_KEY"] = RandomNumberGenerator.GetHexString(64),
            ["DATA_ENCRYPTION_KEYS"] = $"k1:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
            ["POSTGRES_PASSWORD"] = RandomNumberGenerator.GetHexString(32),
            ["FINFLOW_BUILT"] = "1",
        };
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        tokens = new AccessTokens(FinFlowConfiguration.From(environment), TimeProvider.System);
    }

    internal Uri Address => new($"http://127.0.0.1:{environment["FINFLOW_PORT"]}");

    internal string DataFolder => data.FullName;

    /// <summary>One process on SQLite, or on a PostgreSQL that runs.</summary>
    internal static Installation OneProcess(PostgresServer? postgres)
        => new("dotnet", [Path.Combine(Root, "artifacts/bin/AllInOne/release_linux-x64/FinFlow.AllInOne.dll")], postgres?.Variables ?? []);

    /// <summary>A process for each subgraph and the gateway, on PostgreSQL, Redis and Kafka.</summary>
    internal static Installation Cluster()
    {
        string[] ports = ["POSTGRES_PORT", "REDIS_PORT", "KAFKA_PORT", "ZOOKEEPER_PORT", "AUTH_PORT", "PAYMENTS_PORT", "ACCOUNTING_PORT", "ANALYTICS_PORT", "COMPLIANCE_PORT", "CREDIT_PORT", "TRANSACTIONS_PORT"];
        return new Installation("bash", [Path.Combine(Root, "deploy/local.sh")], ports.Select(port => (port, $"{Loopback.FreePort()}")));
    }

    /// <summary>A merchant with a business of their own; registering so many would measure the hashing of passwords.</summary>
    internal string TokenOfMerchant(int number) => tokens.Issue($"usr_{number}", $"org_{number}", $"ses_{number}", [Roles.Merchant]).Token;

    /// <summary>The processor time that its first process has used.</summary>
    internal TimeSpan ProcessorTime
    {
        get
        {
            process!.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Ready when it says so itself.</summary>
    internal async Task StartAsync()
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = Root, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
        process.BeginOutputReadLine();
        using var http = new HttpClient { BaseAddress = Address };
        for (var waiting = Stopwatch.StartNew(); waiting.Elapsed < TimeSpan.FromMinutes(5); await Task.Delay(100))
        {
            try
            {
                using var answer = await http.GetAsync("/health/ready");
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        throw new TimeoutException("FinFlow was not ready within five minutes.");
    }

    /// <summary>The cluster starts its own server; it moves to its core, and what it starts from then on goes with it.</summary>
    internal string PinPostgres()
    {
        var server = int.Parse(File.ReadAllText(Path.Combine(data.FullName, "run", "postgres.pid")), CultureInfo.InvariantCulture);
        foreach (var id in Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)))
        {
            if (id == $"{server}" || ParentOf(id!) == $"{server}")
            {
                Commands.Run("taskset", "-apc", Cores.Postgres, id!);
            }
        }

        return new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = int.Parse(environment["POSTGRES_PORT"], CultureInfo.InvariantCulture),
            Username = "finflow", Password = environment["POSTGRES_PASSWORD"], Database = "postgres", Pooling = false,
        }.ToString();
    }

    /// <summary>Asks it to end, as a user does.</summary>
    internal void Stop()
    {
        if (process is { HasExited: false })
        {
            Commands.Run("kill", "-s", "TERM", process.Id.ToString(CultureInfo.InvariantCulture));
            process.WaitForExit(TimeSpan.FromSeconds(60));
            process.Kill(entireProcessTree: true);
        }
    }

    public void Dispose()
    {
        Stop();
        data.Delete(recursive: true);
    }

    private static string? ParentOf(string process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("PPid:", StringComparison.Ordinal))[5..].Trim();
        }
        catch (IOException)
        {
            return null; // It has ended meanwhile.
        }
    }

    private static string Root
    {
        get
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(root.FullName, "FinFlow.sln")))
            {
                root = root.Parent ?? throw new DirectoryNotFoundException("FinFlow.sln stands above every program.");
            }

            return root.FullName;
        }
    }
}
