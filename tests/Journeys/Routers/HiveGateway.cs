using System.Runtime.CompilerServices;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>
/// FinFlow twice over the same subgraphs: behind our gateway, and behind Hive Gateway from npm, for which `@apollo/composition` composed
/// what the subgraphs say of themselves by the protocol of Apollo Federation.
/// </summary>
public sealed class HiveGateway : IAsyncLifetime
{
    private readonly int _port = Loopback.FreePort();
    private RunningProgram _hive = null!;
    private Business _business = null!;
    private GraphQLClient _admin = null!;

    internal Deployment FinFlow { get; private set; } = null!;

    /// <summary>What the composition remarked.</summary>
    internal IReadOnlyList<string> Hints { get; private set; } = [];

    /// <summary>Values for the operations' variables, by name.</summary>
    internal IReadOnlyDictionary<string, object> Variables { get; private set; } = new Dictionary<string, object>();

    internal string TokenOf(bool isAdmin) => isAdmin ? _admin.AccessToken! : _business.AccessToken;

    internal Uri Address => new($"http://127.0.0.1:{_port}");

    public async Task InitializeAsync()
    {
        FinFlow = await Deployment.StartAsync(Shape.GatewayAndSubgraphs, new Dictionary<string, string> { ["FINFLOW_APOLLO_FEDERATION"] = "1" });
        var packages = await NpmPackage.InstallLockedAsync("routers", Source());
        foreach (var script in Directory.GetFiles(Source(), "*.mjs"))
        {
            File.Copy(script, Path.Combine(packages, Path.GetFileName(script)), overwrite: true);
        }

        var supergraph = Path.Combine(FinFlow.Data, "supergraph.graphql");
        var composed = await FinishedProgram.RunNodeAsync(packages, ["compose.mjs", $"{FinFlow.SubgraphsAddress}".TrimEnd('/'), supergraph, .. Deployment.Subgraphs]);
        Assert.True(composed.ExitCode == 0, composed.Errors);
        Hints = composed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _hive = await RunningProgram.StartNodeAsync(
            packages, new Uri(Address, "/readiness"),
            Path.Combine("node_modules", "@graphql-hive", "gateway", "dist", "bin.js"),
            "supergraph", supergraph, "--host", "127.0.0.1", "--port", $"{_port}", "--fork", "1", "-c", "hive.config.mjs");
        await DoBusinessAsync();
    }

    public async Task DisposeAsync()
    {
        _admin.Dispose();
        _business.Dispose();
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

    internal static string Source([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
