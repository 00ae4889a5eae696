using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>
/// FinFlow three times over the same subgraphs: behind our gateway, behind Hive Gateway from npm, for which `@apollo/composition` composed
/// what the subgraphs say of themselves by the protocol of Apollo Federation, and behind our gateway once more, which knows just that.
/// </summary>
public sealed class HiveGateway : IAsyncLifetime
{
    private readonly int _port = Loopback.FreePort();
    private readonly int _portByProtocol = Loopback.FreePort();
    private RunningProgram _hive = null!;
    private RunningProgram _byProtocol = null!;
    private Business _business = null!;
    private GraphQLClient _admin = null!;

    internal Deployment FinFlow { get; private set; } = null!;

    /// <summary>What the composition remarked.</summary>
    internal IReadOnlyList<string> Hints { get; private set; } = [];

    /// <summary>Values for the operations' variables, by name.</summary>
    internal IReadOnlyDictionary<string, object> Variables { get; private set; } = new Dictionary<string, object>();

    internal string TokenOf(bool isAdmin) => isAdmin ? _admin.AccessToken! : _business.AccessToken;

    internal Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>Our gateway, started with `--subgraphs`.</summary>
    internal Uri AddressByProtocol => new($"http://127.0.0.1:{_portByProtocol}");

    public async Task InitializeAsync()
    {
        FinFlow = await Deployment.StartAsync(Shape.GatewayAndSubgraphs, new Dictionary<string, string> { ["FINFLOW_APOLLO_FEDERATION"] = "1" });
        var packages = await RouterPackages.InstallAsync();
        var composed = await FinishedProgram.RunNodeAsync(packages, ["compose.mjs", $"{FinFlow.SubgraphsAddress}".TrimEnd('/'), FinFlow.Data, .. Deployment.Subgraphs]);
        Assert.True(composed.ExitCode == 0, composed.Errors);
        Hints = composed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _hive = await RunningProgram.StartNodeAsync(
            packages, new Uri(Address, "/readiness"),
            Path.Combine("node_modules", "@graphql-hive", "gateway", "dist", "bin.js"),
            "supergraph", Path.Combine(FinFlow.Data, "supergraph.graphql"), "--host", "127.0.0.1", "--port", $"{_port}", "--fork", "1", "-c", "hive.config.mjs");
        _byProtocol = await RunningProgram.StartAsync(
            "Gateway", "FinFlow.Gateway.dll", new Dictionary<string, string> { ["FINFLOW_PORT"] = $"{_portByProtocol}", ["FINFLOW_DATA"] = FinFlow.Data },
            new Uri(AddressByProtocol, "/health/live"), "--subgraphs", Path.Combine(FinFlow.Data, "subgraphs.json"));
        await DoBusinessAsync();
    }

    public async Task DisposeAsync()
    {
        _admin.Dispose();
        _business.Dispose();
        await _byProtocol.DisposeAsync();
        await _hive.DisposeAsync();
        await FinFlow.DisposeAsync();
    }

    /// <summary>Some of everything that the operations ask for.</summary>
    private async Task DoBusinessAsync()
    {
        _admin = FinFlow.Client();
        _admin.AccessToken = await Business.LoginAsync(_admin, Deployment.AdminEmail, Deployment.AdminPassword);
        _business = await Business.RegisterAsync(FinFlow);
        var method = await _business.AddPaymentMethodAsync();
        foreach (var amount in (string[])["40.00", "30.00", "20.00"])
        {
            await _business.UntilPaymentIsAsync(await _business.PayAsync(method, amount), "CAPTURED");
        }

        var known = await Eventually.GetAsync(
            async () => await _business.Client.DataAsync(
                """
                {
                  me { id organization { id } }
                  payments(first: 3) { pageInfo { startCursor } nodes { id transaction { id } journalEntry { id lines { account { id } } } } }
                }
                """),
            data => data.Value("payments.nodes").EnumerateArray().All(payment => payment.Value("journalEntry").ValueKind == JsonValueKind.Object));
        var payment = known.Value("payments.nodes")[0];
        Variables = new Dictionary<string, object>
        {
            ["payment"] = payment.Text("id"),
            ["paymentMethod"] = method,
            ["transaction"] = payment.Text("transaction.id"),
            ["journalEntry"] = payment.Text("journalEntry.id"),
            ["account"] = payment.Value("journalEntry.lines")[0].Text("account.id"),
            ["cursor"] = known.Text("payments.pageInfo.startCursor"),
            ["userId"] = known.Text("me.id"),
            ["userById"] = known.Text("me.id"),
            ["organization"] = known.Text("me.organization.id"),
            ["organizationById"] = known.Text("me.organization.id"),
            ["input"] = new { type = "PAYMENT", amount = new { amount = "5.00", currency = "USD" } },
        };
    }
}
