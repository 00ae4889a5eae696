using System.Diagnostics;
using System.Text.Json;
using FinFlow.Subgraphs.Tests;

namespace FinFlow.Journeys.Tests;

/// <summary>PostgreSQL goes down as its machine would, under load, and comes back. Nobody restarts FinFlow.</summary>
public sealed class PostgresOutageTests
{
    private const int Clients = 4;

    /// <summary>As many as nobody finds unusual within a minute, so that none is held.</summary>
    private const int PaymentsOfBusiness = 4;

    [PostgresFact]
    public Task PostgresAwayForThreeSeconds_Should_LoseNoAcknowledgedPayment_AndDoubleNone() => OutageAsync(TimeSpan.FromSeconds(3), businessesEach: 2);

    [PostgresFact]
    [Trait("Category", "Long")]
    public Task PostgresAwayForTenSeconds_Should_LoseNoAcknowledgedPayment_AndDoubleNone() => OutageAsync(TimeSpan.FromSeconds(10), businessesEach: 8);

    private static async Task OutageAsync(TimeSpan outage, int businessesEach)
    {
        using var postgres = new RunningPostgres(isDurable: true);
        var variables = postgres.CreateDatabase("finflow").Variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        await using var finflow = await Deployment.StartAsync(Shape.OneProcess, variables);
        var tills = new List<(Business Business, string Method)>();
        for (var number = 0; number < Clients * businessesEach; number++)
        {
            var business = await Business.RegisterAsync(finflow);
            tills.Add((business, await business.AddPaymentMethodAsync()));
        }

        var acknowledged = 0;
        var paying = tills.Chunk(businessesEach).Select(mine => Task.Run(async () =>
        {
            for (var number = 0; number < PaymentsOfBusiness * mine.Length; number++)
            {
                var (business, method) = mine[number % mine.Length];
                await PayUntilAcknowledgedAsync(business.Client, method, $"{number}");
                Interlocked.Increment(ref acknowledged);
            }
        })).ToList();
        await Eventually.GetAsync(() => Task.FromResult(Volatile.Read(ref acknowledged)), count => count > Clients);
        postgres.Stop();
        await AssertHealthAndLogNameTheDatabaseAsync(finflow);
        await Task.Delay(outage);
        postgres.Start();
        await Task.WhenAll(paying);

        foreach (var (business, _) in tills)
        {
            await Eventually.GetAsync(
                async () => (await business.Client.DataAsync("{ payments(where: { status: { eq: CAPTURED } }) { totalCount } }")).Value("payments.totalCount").GetInt32(),
                captured => captured == PaymentsOfBusiness);
            business.Dispose();
        }

        Assert.Equal(Enumerable.Repeat(("CAPTURED", 100L), Clients * businessesEach * PaymentsOfBusiness), SandboxCharges.Of(finflow));
        await Verification.AssertHoldsAsync(finflow);
        using var anybody = finflow.Client();
        Assert.Equal("UP", (await anybody.GetAsync("/health")).Body.Text("status"));
    }

    /// <summary>As a till does: the same payment with the same key, until somebody says that it is taken.</summary>
    private static async Task PayUntilAcknowledgedAsync(GraphQLClient till, string paymentMethodId, string idempotencyKey)
    {
        var waiting = Stopwatch.StartNew();
        while (waiting.Elapsed < TimeSpan.FromSeconds(90))
        {
            var answer = await till.QueryAsync(
                "mutation($input: ProcessPaymentInput!) { processPayment(input: $input) { payment { id } errors { ... on Error { code } } } }",
                new { input = new { amount = new { amount = "1.00", currency = "USD" }, paymentMethodId, reference = "order", country = "US", idempotencyKey } });
            if (answer.Body.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Object
                && data.GetProperty("processPayment") is { ValueKind: JsonValueKind.Object } payload && payload.GetProperty("payment").ValueKind is JsonValueKind.Object)
            {
                return;
            }

            await Task.Delay(200);
        }

        throw new TimeoutException($"Payment {idempotencyKey} was not taken within 90 s.");
    }

    private static async Task AssertHealthAndLogNameTheDatabaseAsync(Deployment finflow)
    {
        using var anybody = finflow.Client();
        var health = await Eventually.GetAsync(async () => (await anybody.GetAsync("/health")).Body, health => health.Text("status") != "UP");
        Assert.Contains(
            health.GetProperty("dependencies").EnumerateArray(),
            dependency => dependency.Text("name") == "payments database" && dependency.Text("status") == "DOWN");
        await Eventually.GetAsync(() => Task.FromResult(finflow.Output), log => log.Contains(
            $"Dependency payments database is down: PostgreSQL at 127.0.0.1:{finflow.Environment["POSTGRES_PORT"]} (POSTGRES_HOST, POSTGRES_PORT)", StringComparison.Ordinal));
    }
}
