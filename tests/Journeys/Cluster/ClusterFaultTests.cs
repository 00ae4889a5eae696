using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;

namespace FinFlow.Journeys.Tests;

/// <summary>Processes on PostgreSQL, Redis and Kafka, and these servers themselves, die while payments are made. With two instances of each the other goes on.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterFaultTests
{
    private const int Payers = 3;

    /// <summary>So many at least are made, all of which have to be captured, for each fault that they meet.</summary>
    private const int PaymentsOfAFault = 4;

    private static readonly TimeSpan BetweenPayments = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BetweenFaults = TimeSpan.FromSeconds(1);

    // As long as a process may take to be started again on a machine that has much else to do.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>A few, for a cluster that has been started anyway.</summary>
    internal static IReadOnlyList<Fault> Few { get; } =
    [
        new Killed("payments"), new Killed("kafka"), new Killed("accounting"), new Killed("auth"), new Killed("gateway"), new Stopped("redis", 2), new Slow("transactions", 3),
        new Ended("analytics"), new Killed("compliance"), new Killed("postgres"), new Killed("credit"), new Killed("transactions"), new Killed("analytics"),
    ];

    [ClusterFact]
    public async Task OneOfTwoInstances_Should_DieOrBeReplacedUnderLoad_WithoutAPaymentLostOrDoubled()
    {
        var migrated = await ProgramFolder.MigratedLastAsync();
        using var programs = await ProgramFolder.OfPreviousAsync(migrated);
        await RollAsync(programs, migrated, new Killed("gateway"), new Killed("transactions"), new Killed("accounting-2"));
    }

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
    public async Task PreviousSubgraphs_Should_WorkBesideNewOnesThatHaveMigratedTheDatabase_AndBeReplacedOneAfterTheOther()
    {
        using var programs = await ProgramFolder.OfPreviousAsync(Deployment.Subgraphs);
        await RollAsync(programs, Deployment.Subgraphs);
    }

    /// <summary>
    /// Of each pair one is replaced by its new program, which migrates the database; the other one, of the earlier commit, takes payments beside it, is
    /// killed and starts again on what the new one has made of the database, and is replaced at the end. The gateways are new from the beginning.
    /// </summary>
    private static async Task RollAsync(ProgramFolder programs, IReadOnlyCollection<string> subgraphs, params Fault[] between)
    {
        await using var finflow = await Deployment.StartAsync(Shape.Cluster, new Dictionary<string, string> { ["FINFLOW_PROGRAMS"] = programs.Path }, "--twice");
        var before = await AppliedMigrations.OfAsync(finflow);
        await BearAsync(
            finflow,
            [
                .. subgraphs.Select(subgraph => new Replaced($"{subgraph}-2", programs)),
                .. subgraphs.Select(subgraph => new Killed(subgraph)),
                .. between,
                .. subgraphs.Select(subgraph => new Replaced(subgraph, programs)),
            ],
            programs.TellsEachStep);

        var after = await AppliedMigrations.OfAsync(finflow);
        Assert.Equal(await ProgramFolder.MigratedLastAsync(), after.Keys.Where(subgraph => after[subgraph] > before[subgraph]).Order());
    }

    private static async Task BearAsync(Fault[] faults, params string[] arguments)
    {
        await using var finflow = await Deployment.StartAsync(Shape.Cluster, arguments: arguments);
        await BearAsync(finflow, faults);
    }

    internal static async Task BearAsync(Deployment finflow, IReadOnlyList<Fault> faults, bool isEachStepTold = true)
    {
        await UntilItServesAsync(finflow);
        var before = SandboxCharges.Of(finflow).Count;
        var shops = new ConcurrentQueue<Shop>();
        try
        {
            await PayThroughAsync(finflow, faults, shops);
            await AssertEachCapturedOnceAsync(finflow, shops, before, isEachStepTold);
        }
        finally
        {
            await Task.WhenAll(shops.Select(shop => shop.DisposeAsync().AsTask()));
        }

        var count = shops.Sum(shop => shop.Acknowledged.Count);
        Assert.True(count >= PaymentsOfAFault * faults.Count, $"Only {count} payments were made.\n{finflow.Output}");
        await Verification.AssertHoldsAsync(finflow);
    }

    private static async Task PayThroughAsync(Deployment finflow, IReadOnlyList<Fault> faults, ConcurrentQueue<Shop> shops)
    {
        using var enough = new CancellationTokenSource();
        var paying = Enumerable.Range(0, Payers).Select(_ => PayAsync(finflow, shops, enough.Token)).ToList();
        foreach (var fault in faults)
        {
            await Task.Delay(BetweenFaults);
            await fault.StrikeAsync(finflow);
            await UntilItIsBackAsync(finflow, fault.Process);
        }

        await enough.CancelAsync();
        await Task.WhenAll(paying);
    }

    /// <param name="charges">How many the processor had made before.</param>
    private static async Task AssertEachCapturedOnceAsync(Deployment finflow, IReadOnlyCollection<Shop> shops, int charges, bool isEachStepTold)
    {
        var sold = 0m;
        foreach (var shop in shops)
        {
            sold += await shop.AssertEachCapturedOnceAsync(isEachStepTold);
        }

        var acknowledged = shops.SelectMany(shop => shop.Acknowledged).ToList();
        Assert.Equal(acknowledged.Count, acknowledged.DistinctBy(payment => payment.Id).Count());
        Assert.Equal(acknowledged.Sum(payment => payment.Amount), sold);
        Assert.Equal(acknowledged.Select(payment => ("CAPTURED", (long)(payment.Amount * 100))).Order(), SandboxCharges.Of(finflow)[charges..].Order());
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

    // One shop after the other, since a business in a hurry has its payments held or refused.
    private static async Task PayAsync(Deployment finflow, ConcurrentQueue<Shop> shops, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var shop = await Shop.OpenAsync(finflow, Patience);
            shops.Enqueue(shop);
            for (var number = 0; number < Shop.PaymentsMax && !enough.IsCancellationRequested; number++)
            {
                await shop.PayAsync();
                await Task.Delay(BetweenPayments, CancellationToken.None);
            }
        }
    }
}
