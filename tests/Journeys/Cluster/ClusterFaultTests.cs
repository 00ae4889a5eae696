using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>Processes on PostgreSQL, Redis and Kafka, and these servers themselves, die while payments are made. With two instances of each the other goes on.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterFaultTests
{
    private const int Payers = 3;
    private static readonly TimeSpan BetweenFaults = TimeSpan.FromSeconds(1);

    // As long as a process may take to be started again on a machine that has much else to do.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>A few, for a cluster that has been started anyway.</summary>
    internal static IReadOnlyList<Fault> Few { get; } =
    [
        new Killed("payments"), new Killed("kafka"), new Killed("accounting"), new Killed("gateway"), new Stopped("redis", 2), new Slow("transactions", 3), new Ended("analytics"),
    ];

    [ClusterFact]
    public Task OneOfTwoInstances_Should_DieUnderLoad_WithoutAPaymentLostOrDoubled()
        => BearAsync([new Killed("payments-2"), new Killed("gateway"), new Killed("transactions"), new Killed("accounting-2")], "--twice");

    [ClusterFact, Trait("Category", "Long")]
    public Task AnyProcess_Should_DieUnderLoad_WithoutAPaymentLostOrDoubled()
        => BearAsync(
            [
                new Killed("payments"), new Killed("transactions-2"), new Killed("accounting"), new Killed("kafka"), new Killed("auth-2"), new Killed("redis"),
                new Killed("analytics"), new Killed("payments-2"), new Killed("postgres"), new Killed("gateway"), new Killed("accounting-2"), new Killed("transactions"),
                new Killed("compliance-2"), new Killed("credit"), new Killed("gateway-2"),
            ],
            "--twice");

    [ClusterFact, Trait("Category", "Long")]
    public Task Servers_Should_StayAway_AndSubgraphsHang_WithoutAPaymentLostOrDoubled()
        => BearAsync([new Stopped("kafka", 30), new Stopped("redis", 10), new Stopped("postgres", 10), new Slow("transactions", 10), new Slow("accounting", 10), new Slow("payments", 10)]);

    [ClusterFact, Trait("Category", "Long")]
    public async Task PreviousSubgraphs_Should_WorkBesideTheNewGatewayAndSchema_AndBeReplacedOneAfterTheOther()
    {
        using var programs = await ProgramFolder.OfPreviousAsync([.. Deployment.Subgraphs]);
        await BearAsync(
            new Dictionary<string, string> { ["FINFLOW_PROGRAMS"] = programs.Path },
            [.. Deployment.Subgraphs.Select(subgraph => new Replaced(subgraph, programs))]);
    }

    private static Task BearAsync(Fault[] faults, params string[] arguments) => BearAsync(new Dictionary<string, string>(), faults, arguments);

    private static async Task BearAsync(IReadOnlyDictionary<string, string> environment, Fault[] faults, params string[] arguments)
    {
        await using var finflow = await Deployment.StartAsync(Shape.Cluster, environment, arguments);
        await BearAsync(finflow, faults);
    }

    internal static async Task BearAsync(Deployment finflow, IReadOnlyList<Fault> faults)
    {
        await UntilItServesAsync(finflow);
        var before = SandboxCharges.Of(finflow).Count;
        using var business = await Business.RegisterAsync(finflow);
        var method = await business.AddPaymentMethodAsync();
        var acknowledged = new ConcurrentDictionary<string, string>();
        using var enough = new CancellationTokenSource();
        var gateways = finflow.ClientsOfEachGateway(business.AccessToken);
        var paying = Enumerable.Range(0, Payers).Select(payer => PayAsync(new Till(method, gateways), payer, acknowledged, enough.Token)).ToList();
        foreach (var fault in faults)
        {
            await Task.Delay(BetweenFaults);
            await fault.StrikeAsync(finflow);
            await UntilItIsBackAsync(finflow, fault.Process);
        }

        await enough.CancelAsync();
        await Task.WhenAll(paying);
        Array.ForEach(gateways, gateway => gateway.Dispose());

        Assert.True(acknowledged.Count > faults.Count, $"Only {acknowledged.Count} payments were made.\n{finflow.Output}");
        var captured = await AssertEachEndedOnceAsync(business, [.. acknowledged.Values]);
        var charged = SandboxCharges.Of(finflow)[before..];
        Assert.Equal((acknowledged.Count, captured), (charged.Count, charged.Count(charge => charge == ("CAPTURED", 1250L))));
        await Verification.AssertHoldsAsync(finflow);
    }

    // A machine on which everything has just started is busy with that for a while.
    private static async Task UntilItServesAsync(Deployment finflow)
    {
        using var client = finflow.Client();
        var login = new { query = """mutation { login(input: { email: "nobody@shop.example", password: "not a password" }) { errors { ... on Error { code } } } }""" };
        await Eventually.GetAsync(() => client.SendAsync(login), answer => answer.Status == 200 && !answer.Body.TryGetProperty("errors", out _), Patience);
    }

    // One of two instances is there at any time; of servers there is one, whose absence everything has to bear.
    private static async Task UntilItIsBackAsync(Deployment finflow, string victim)
    {
        var isSecond = victim.EndsWith("-2", StringComparison.Ordinal);
        var program = victim.Replace("-2", "", StringComparison.Ordinal);
        var variable = program == "gateway" ? "FINFLOW_PORT" : $"{program.ToUpperInvariant()}_PORT";
        var port = int.Parse(finflow.Environment[variable], CultureInfo.InvariantCulture) + (isSecond ? 1_000 : 0);
        await Task.Delay(BetweenFaults);
        await Eventually.GetAsync(() => AnswersAsync(port), answers => answers, Patience);
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // A client that has no answer asks again with the same key, until it has one.
    private static async Task PayAsync(Till till, int payer, ConcurrentDictionary<string, string> acknowledged, CancellationToken enough)
    {
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var key = $"payer-{payer}-{i}";
            acknowledged[key] = await till.PayAsync(key, Patience);
            await Task.Delay(200, CancellationToken.None);
        }
    }

    /// <returns>How many were captured; a business in such a hurry has some of its payments refused.</returns>
    private static async Task<int> AssertEachEndedOnceAsync(Business business, IReadOnlyList<string> payments)
    {
        Assert.Equal(payments.Count, payments.Distinct().Count());
        var asked = new { query = "{ me { id } payments { totalCount } journalEntries { totalCount } transactions { totalCount } dashboard(range: LAST_30_DAYS) { paymentCount } }" };
        await Eventually.GetAsync(() => business.Client.SendAsync(asked), answer => answer.Status == 200 && !answer.Body.TryGetProperty("errors", out _), Patience);
        var captured = 0;
        foreach (var id in payments)
        {
            var payment = await Till.UntilEndedAsync(business, id, Patience);
            captured += payment.Text("status") == "CAPTURED" ? 1 : 0;
        }

        var books = await Eventually.GetAsync(
            () => business.Client.DataAsync(
                "{ payments { totalCount } journalEntries { totalCount } dashboard(range: LAST_30_DAYS) { paymentCount revenue { amount } } trialBalance { balanced } }"),
            data => data.Value("dashboard.paymentCount").GetInt32() == captured,
            Patience);
        Assert.Equal(payments.Count, books.Value("payments.totalCount").GetInt32());
        Assert.Equal(captured, books.Value("journalEntries.totalCount").GetInt32());
        Assert.Equal(12.50m * captured, books.Amount("dashboard.revenue.amount"));
        Assert.True(books.Value("trialBalance.balanced").GetBoolean());
        return captured;
    }
}
