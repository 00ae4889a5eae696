using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>What an operator finds in the log and at /health when something is wrong: the cause, by the name of the variable that tells of it.</summary>
public sealed class TroubleshootingTests
{
    // Nobody listens there: the port of the discard service.
    private const string Nowhere = "9";

    [Fact]
    public async Task WithoutKafka_Should_ServeDegraded_AndNameTheBroker()
    {
        await using var finflow = await Deployment.StartAsync(Shape.OneProcess, new Dictionary<string, string> { ["KAFKA_BROKER"] = $"127.0.0.1:{Nowhere}", ["FINFLOW_ENVIRONMENT"] = "development" });
        using var business = await Business.RegisterAsync(finflow);

        Assert.Equal("DEGRADED: kafka DOWN", await HealthAsync(finflow));
        Assert.Contains($"Kafka does not answer at 127.0.0.1:{Nowhere} (KAFKA_BROKER); events wait until it does", finflow.Output, StringComparison.Ordinal);
        using var client = finflow.Client();
        var debug = (await client.GetAsync("/debug")).Body;
        Assert.True(debug.Value("parts.auth outbox.waiting").GetInt32() > 0);
        Assert.Contains(debug.GetProperty("lastErrors").EnumerateArray(), error => error.Text("message").StartsWith("Kafka does not answer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithoutRedis_Should_ServeDegraded_AndNameTheHost()
    {
        await using var finflow = await Deployment.StartAsync(
            Shape.OneProcess, new Dictionary<string, string> { ["REDIS_HOST"] = "127.0.0.1", ["REDIS_PORT"] = Nowhere });
        using var business = await Business.RegisterAsync(finflow);
        var id = await business.PayAsync(await business.AddPaymentMethodAsync(), "20.00");
        await business.UntilPaymentIsAsync(id, "CAPTURED");

        Assert.Equal("DEGRADED: redis DOWN", await HealthAsync(finflow));
        Assert.Contains($"Redis does not answer at 127.0.0.1:{Nowhere} (REDIS_HOST); caches and subscriptions go on without it", finflow.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherSecretAtTheGateway_Should_BeNamed_WithASpellingMistake()
    {
        var (behind, front) = (new Uri($"http://127.0.0.1:{Loopback.FreePort()}"), new Uri($"http://127.0.0.1:{Loopback.FreePort()}"));
        var data = Directory.CreateTempSubdirectory("finflow-secrets-");
        var subgraphs = new Dictionary<string, string> { ["FINFLOW_DATA"] = data.FullName, ["FINFLOW_PORT"] = $"{behind.Port}", ["JWT_SECRET"] = new string('a', 32) };
        var gateway = new Dictionary<string, string>(Deployment.Subgraphs.ToDictionary(name => $"{name.ToUpperInvariant()}_URL", name => $"{behind}{name}/graphql"))
        {
            ["FINFLOW_DATA"] = data.FullName, ["FINFLOW_PORT"] = $"{front.Port}", ["JWT_SECRET"] = new string('b', 32), ["RATE_LIMIT_PER_USRE"] = "1",
        };
        await using (await RunningProgram.StartAsync("AllInOne", "FinFlow.AllInOne.dll", subgraphs, new Uri(behind, "/health/ready"), "--subgraphs"))
        await using (var program = await RunningProgram.StartAsync("Gateway", "FinFlow.Gateway.dll", gateway, new Uri(front, "/health/ready")))
        {
            using var client = new GraphQLClient(front);
            await client.DataAsync("""mutation { register(input: { email: "ada@shop.example", password: "correct horse battery", name: "Ada" }) { errors { ... on Error { code } } } }""");
            var login = await client.DataAsync("""mutation { login(input: { email: "ada@shop.example", password: "correct horse battery" }) { session { accessToken } } }""");
            using var ada = new GraphQLClient(front, login.Text("login.session.accessToken"));

            Assert.Equal(401, (await ada.QueryAsync("{ me { id } }")).Status);
            Assert.Equal("DEGRADED: JWT_SECRET DOWN", await HealthAsync(front));
            Assert.Contains("A token was refused that is not signed with this process's JWT_SECRET; processes that differ in it refuse each other's tokens", program.Output, StringComparison.Ordinal);
            Assert.Contains(
                "Dependency JWT_SECRET is down: The JWT_SECRET of accounting, analytics, auth, compliance, credit, payments, transactions is another one than the gateway's: their tokens are refused here, and ours there.",
                program.Output, StringComparison.Ordinal);

            const string Misspelt = "RATE_LIMIT_PER_USRE is set but not read; RATE_LIMIT_PER_USER is.";
            Assert.Equal(Misspelt, Assert.Single((await client.GetAsync("/health")).Body.GetProperty("warnings").EnumerateArray()).GetString());
            Assert.Contains(Misspelt, program.Output, StringComparison.Ordinal);
        }

        data.Delete(recursive: true);
    }

    [Theory]
    [InlineData("AllInOne", "FINFLOW_PORT", "127.0.0.1")]
    [InlineData("Gateway", "GATEWAY_PORT", null)]
    [InlineData("Credit", "CREDIT_PORT", null)]
    public async Task WhatIsInTheWayOfAStart_Should_BeNamed(string program, string portVariable, string? postgresHost)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var ended = await EndAsync(program, new() { [portVariable] = $"{port}" });
        Assert.Equal((1, $"FinFlow cannot start:\n  - Port {port} ({portVariable}) is taken by another process.\n"), (ended.ExitCode, ended.Errors));
        Assert.DoesNotContain("Exception", ended.Output, StringComparison.Ordinal);
        if (postgresHost is not null)
        {
            var secrets = new Dictionary<string, string> { ["JWT_SECRET"] = new string('a', 32), ["MFA_SECRET_KEY"] = new string('b', 32), ["DATA_ENCRYPTION_KEYS"] = $"k1:{Convert.ToBase64String(new byte[32])}" };
            var away = await EndAsync(program, new(secrets) { ["POSTGRES_HOST"] = postgresHost, ["POSTGRES_PORT"] = Nowhere });
            Assert.Equal((1, $"FinFlow cannot start:\n  - PostgreSQL at {postgresHost}:{Nowhere} does not answer (POSTGRES_HOST, POSTGRES_PORT).\n"), (away.ExitCode, away.Errors));
        }
    }

    [ClusterFact]
    public async Task Replay_Should_SayThatKafkaIsAway()
    {
        var ended = await FinishedProgram.RunAsync("Cli", "FinFlow.Cli.dll", new Dictionary<string, string> { ["KAFKA_BROKER"] = "127.0.0.1:1" }, "replay", "-t", "finflow.payments");

        Assert.Equal((2, "", "finflow replay: Kafka does not answer at 127.0.0.1:1 (KAFKA_BROKER).\n"), (ended.ExitCode, ended.Output, ended.Errors));
    }

    [Theory]
    [InlineData("AllInOne", "Unknown argument --bogus.")]
    [InlineData("Gateway", "Unknown argument --bogus.")]
    [InlineData("Accounting", "`--bogus` is not understood.")]
    [InlineData("Credit", "`--bogus` is not understood.")]
    public async Task Programs_Should_PrintTheirUsage_AndRefuseWhatTheyDoNotKnow(string program, string complaint)
    {
        var helped = await EndAsync(program, [], "--help");
        Assert.Equal((0, ""), (helped.ExitCode, helped.Errors));
        Assert.StartsWith("(nothing) ", helped.Output, StringComparison.Ordinal);

        var refused = await EndAsync(program, [], "--bogus");
        Assert.Equal((2, "", $"{complaint}\n{helped.Output}"), (refused.ExitCode, refused.Output, refused.Errors));
    }

    [Fact]
    public async Task WrongVariables_Should_BeNamedAllAtOnce_WithoutTheirValues()
    {
        var ended = await EndAsync("Payments", new() { ["PAYMENTS_PORT"] = "eighty", ["LOG_LEVEL"] = "loud", ["JWT_SECRET"] = "hunter2", ["FINFLOW_BASE_CURRENCY"] = "XBT" });

        Assert.Equal(1, ended.ExitCode);
        Assert.Equal(
            """
            FinFlow cannot start:
              - PAYMENTS_PORT must be a port, 0 to 65535.
              - FINFLOW_BASE_CURRENCY must be an ISO 4217 code such as USD.
              - LOG_LEVEL must be one of trace, debug, info, information, warn, warning, error, none.
              - JWT_SECRET must have at least 32 bytes; ./setup_env.sh makes one.

            """,
            ended.Errors);
    }

    private static async Task<FinishedProgram> EndAsync(string project, Dictionary<string, string> environment, params string[] arguments)
    {
        var data = Directory.CreateTempSubdirectory("finflow-start-");
        var ended = await FinishedProgram.RunAsync(project, $"FinFlow.{project}.dll", new Dictionary<string, string>(environment) { ["FINFLOW_DATA"] = data.FullName }, arguments);
        data.Delete(recursive: true);
        return ended;
    }

    private static Task<string> HealthAsync(Deployment finflow) => HealthAsync(finflow.Address);

    private static async Task<string> HealthAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative));
        var health = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var down = health.GetProperty("dependencies").EnumerateArray().Where(state => state.Text("status") != "UP").Select(state => $"{state.Text("name")} {state.Text("status")}");
        return $"{health.Text("status")}: {string.Join(", ", down)}";
    }
}
