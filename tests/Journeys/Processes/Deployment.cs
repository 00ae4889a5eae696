using System.Diagnostics;
using System.Text.Json;
using FinFlow.Subgraphs.Tests;
using Npgsql;

namespace FinFlow.Journeys.Tests;

/// <summary>How the parts are spread over processes. Every journey holds in every shape.</summary>
public enum Shape
{
    /// <summary>Gateway and all subgraphs in one process.</summary>
    OneProcess,

    /// <summary>The gateway alone, reaching the subgraphs in a second process over HTTP.</summary>
    GatewayAndSubgraphs,

    /// <summary>One process, whose data is in a database of PostgreSQL.</summary>
    OneProcessOnPostgres,

    /// <summary>Each subgraph and the gateway a process of its own, on PostgreSQL, Redis and Kafka: what <c>deploy/local.sh</c> starts.</summary>
    Cluster,
}

/// <summary>Every shape that this machine can show beside others; the cluster needs it for itself.</summary>
public sealed class EveryShape : TheoryData<Shape>
{
    public EveryShape()
    {
        Add(Shape.OneProcess);
        Add(Shape.GatewayAndSubgraphs);
        if (RunningPostgres.Binaries is not null)
        {
            Add(Shape.OneProcessOnPostgres);
        }
    }
}

/// <summary>FinFlow running in one of its shapes on a data folder of its own.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    public const string AdminEmail = "admin@finflow.example";
    public const string AdminPassword = "correct horse battery staple";

    internal static readonly string[] Subgraphs = ["auth", "payments", "accounting", "analytics", "compliance", "credit", "transactions"];

    // The same journeys once more on PostgreSQL: ./test --long does that.
    private static readonly bool IsAllOnPostgres = System.Environment.GetEnvironmentVariable("FINFLOW_TEST_DATABASE") == "postgres";

    private readonly Shape _shape;
    private readonly Dictionary<string, string> _environment;
    private readonly List<RunningProgram> _programs = [];
    private readonly int _port = Loopback.FreePort();
    private readonly int _subgraphsPort = Loopback.FreePort();
    private int _gateways = 1;

    /// <summary>For a test that is about the files of an embedded installation, or reaches into them.</summary>
    public static IReadOnlyDictionary<string, string> Embedded { get; } = new Dictionary<string, string> { ["POSTGRES_HOST"] = "" };

    private Deployment(Shape shape, IReadOnlyDictionary<string, string>? environment)
    {
        _shape = shape;
        Data = Directory.CreateTempSubdirectory("finflow-journey-").FullName;
        _environment = new Dictionary<string, string>(environment ?? new Dictionary<string, string>())
        {
            ["FINFLOW_DATA"] = Data,
            ["FINFLOW_PORT"] = $"{_port}",
            ["FINFLOW_ADMIN_EMAIL"] = AdminEmail,
            ["FINFLOW_ADMIN_PASSWORD"] = AdminPassword,
        };
        if (shape is Shape.Cluster)
        {
            foreach (var (name, value) in ClusterServers.Variables)
            {
                _environment.Add(name, value);
            }

            _environment["KAFKA_BROKER"] = $"127.0.0.1:{_environment["KAFKA_PORT"]}";
            return;
        }

        if (_environment.ContainsKey("POSTGRES_HOST") || (shape is not Shape.OneProcessOnPostgres && !IsAllOnPostgres))
        {
            return;
        }

        foreach (var (name, value) in PostgresDatabase.Create().Variables)
        {
            _environment.TryAdd(name, value);
        }
    }

    public string Data { get; }

    /// <summary>What every one of its programs is told.</summary>
    public IReadOnlyDictionary<string, string> Environment => _environment;

    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>Where the subgraphs are, each below its name, when the gateway is a process of its own.</summary>
    public Uri SubgraphsAddress => new($"http://127.0.0.1:{_subgraphsPort}");

    public string Output => string.Join("\n── next process ──\n", _programs.Select(program => program.Output));

    public static async Task<Deployment> StartAsync(Shape shape, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        var deployment = new Deployment(shape, environment);
        try
        {
            await deployment.StartProgramsAsync(arguments);
            return deployment;
        }
        catch
        {
            await deployment.DisposeAsync();
            throw;
        }
    }

    public GraphQLClient Client(string? accessToken = null) => new(Address, accessToken);

    /// <summary>One for each gateway; a second one listens a thousand ports higher.</summary>
    public GraphQLClient[] ClientsOfEachGateway(string accessToken)
        => [.. Enumerable.Range(0, _gateways).Select(number => new GraphQLClient(new UriBuilder(Address) { Port = _port + (number * 1_000) }.Uri, accessToken))];

    /// <summary>The mails to an address that have left so far, by their subjects; those that ask to prove an address left out.</summary>
    public List<JsonElement> MailsTo(string address)
    {
        var folder = Path.Combine(Data, "outbox", "mail");
        return !Directory.Exists(folder) ? [] :
        [
            .. Directory.GetFiles(folder, "*.json").Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
                .Where(mail => mail.Text("to") == address && !mail.Text("subject")!.StartsWith("Verify ", StringComparison.Ordinal))
                .OrderBy(mail => mail.Text("subject"), StringComparer.Ordinal),
        ];
    }

    /// <summary>The cluster's database, with all subgraphs' schemas.</summary>
    public async Task<NpgsqlConnection> OpenDatabaseAsync()
    {
        var (port, password) = (_environment["POSTGRES_PORT"], _environment["POSTGRES_PASSWORD"]);
        var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={port};Username=finflow;Password={password};Database=postgres;Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>What its programs are told from their next start on.</summary>
    public void Tell(string variable, string value) => _environment[variable] = value;

    /// <summary>kill -9 of every process, then a start on the same data.</summary>
    public async Task KillAndRestartAsync()
    {
        await KillAsync();
        await StartProgramsAsync([]);
    }

    public async Task KillAsync()
    {
        foreach (var program in _programs)
        {
            await program.KillAsync();
            await program.DisposeAsync();
        }

        _programs.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(Data, recursive: true);
    }

    /// <summary>No file of its programs grows beyond this from now on, as on a disk that is full; null for as long as they like.</summary>
    public void LimitFiles(long? bytes)
    {
        foreach (var program in _programs)
        {
            using var limit = Process.Start("prlimit", ["--pid", $"{program.Id}", $"--fsize={(bytes is null ? "unlimited" : $"{bytes}")}:"]);
            limit.WaitForExit();
            Assert.Equal(0, limit.ExitCode);
        }
    }

    /// <summary>SIGKILL of one process of the cluster, which is started again by itself.</summary>
    public void Kill(string process) => Signal(process, "KILL");

    /// <summary>Asks one process of the cluster to end; it is started again by itself.</summary>
    public void End(string process) => Signal(process, "TERM");

    /// <summary>SIGKILL of one process of the cluster, which is started again only after this time.</summary>
    public async Task StopAsync(string process, TimeSpan time)
    {
        await File.WriteAllTextAsync(HoldOf(process), "");
        Kill(process);
        await Task.Delay(time);
        File.Delete(HoldOf(process));
    }

    /// <summary>Asks processes of the cluster to end, and lets them be started again only when something is done.</summary>
    public async Task WhileEndedAsync(IReadOnlyList<string> processes, Func<Task> act)
    {
        foreach (var process in processes)
        {
            await File.WriteAllTextAsync(HoldOf(process), "");
            End(process);
        }

        foreach (var process in processes)
        {
            await Eventually.GetAsync(() => Task.FromResult(Directory.Exists($"/proc/{IdOf(process)}")), isThere => !isThere);
        }

        await act();
        processes.ToList().ForEach(process => File.Delete(HoldOf(process)));
    }

    /// <summary>For this time the process stays and does nothing, as one that hangs.</summary>
    public async Task FreezeAsync(string process, TimeSpan time)
    {
        Signal(process, "STOP");
        await Task.Delay(time);
        Signal(process, "CONT");
    }

    private void Signal(string process, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, IdOf(process)]);
        kill.WaitForExit();
    }

    private string IdOf(string process) => File.ReadAllText(Path.Combine(Data, "run", $"{process}.pid")).Trim();

    // While it is there the process is not started again.
    private string HoldOf(string process) => Path.Combine(Data, "run", $"{process}.held");

    private async Task StartProgramsAsync(string[] arguments)
    {
        if (_shape == Shape.Cluster)
        {
            _gateways = arguments.Contains("--twice") ? 2 : 1;
            _programs.Add(await RunningProgram.StartScriptAsync(
                Path.Combine("deploy", "local.sh"), new Dictionary<string, string>(_environment) { ["FINFLOW_BUILT"] = "1" },
                new Uri(Address, "/health/ready"), arguments));
            return;
        }

        if (_shape is not Shape.GatewayAndSubgraphs)
        {
            _programs.Add(await RunningProgram.StartAsync("AllInOne", "FinFlow.AllInOne.dll", _environment, new Uri(Address, "/health/ready"), arguments));
            return;
        }

        var behind = new Dictionary<string, string>(_environment) { ["FINFLOW_PORT"] = $"{_subgraphsPort}" };
        _programs.Add(await RunningProgram.StartAsync(
            "AllInOne", "FinFlow.AllInOne.dll", behind, new Uri(SubgraphsAddress, "/health/ready"), ["--subgraphs", .. arguments]));

        var front = new Dictionary<string, string>(_environment);
        foreach (var name in Subgraphs)
        {
            front[$"{name.ToUpperInvariant()}_URL"] = $"{SubgraphsAddress}{name}/graphql";
        }

        _programs.Add(await RunningProgram.StartAsync("Gateway", "FinFlow.Gateway.dll", front, new Uri(Address, "/health/ready")));
    }
}
