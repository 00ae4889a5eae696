using Npgsql;

namespace FinFlow.Journeys.Tests;

/// <summary>kill -9 of whichever process takes a step of a payment's life, at that step: the payment ends all the same, once, and in the books.</summary>
[Collection(ClusterCollection.Name)]
public sealed class KillPointTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [ClusterFact, Trait("Category", "Long")]
    public async Task KillAtAnyStepOfAPaymentsLife_Should_CompleteThePaymentOnce()
    {
        Assert.InRange(KillPoint.OfAPaymentsLife.Count, 20, 40);
        await using var finflow = await Deployment.StartAsync(Shape.Cluster);
        await CompleteOnceAsync(finflow, KillPoint.OfAPaymentsLife);
    }

    internal static async Task CompleteOnceAsync(Deployment finflow, IReadOnlyList<KillPoint> points)
    {
        var before = Charged(finflow);
        await using var database = await OpenAsync(finflow);
        foreach (var point in points)
        {
            await CompleteOnceAsync(finflow, database, point);
        }

        Assert.Equal(before + points.Count, Charged(finflow));
        await Verification.AssertHoldsAsync(finflow);
    }

    private static int Charged(Deployment finflow) => SandboxCharges.Of(finflow).Count(charge => charge == ("CAPTURED", 1250L));

    private static async Task CompleteOnceAsync(Deployment finflow, NpgsqlConnection database, KillPoint point)
    {
        // A business of its own each time: payments in a hurry are held.
        using var business = await Eventually.GetAsync(() => TryRegisterAsync(finflow), registered => registered is not null, Patience);
        var till = new Till(await business!.AddPaymentMethodAsync(), business.Client);
        await point.ArmAsync(database);
        var paying = till.PayAsync("interrupted", Patience);
        await UntilReachedAsync(database, point, finflow);

        finflow.Kill(point.Process);
        await point.DisarmAsync(database);

        var payment = await Till.UntilEndedAsync(business, await paying, Patience);
        Assert.True(payment.Text("status") == "CAPTURED", $"{point}: {payment}");
        var books = await Eventually.GetAsync(
            () => business.Client.QueryAsync("{ payments { totalCount } journalEntries { totalCount } dashboard(range: LAST_30_DAYS) { paymentCount revenue { amount } } }"),
            answer => !answer.Body.TryGetProperty("errors", out _) && answer.Body.Value("data.dashboard.paymentCount").GetInt32() > 0,
            Patience);
        Assert.Equal(
            (1, 1, 1, "12.50"),
            (books.Body.Value("data.payments.totalCount").GetInt32(), books.Body.Value("data.journalEntries.totalCount").GetInt32(),
                books.Body.Value("data.dashboard.paymentCount").GetInt32(), books.Body.Text("data.dashboard.revenue.amount")));
    }

    // A subgraph that was just killed may still be on its way back.
    private static async Task<Business?> TryRegisterAsync(Deployment finflow)
    {
        try
        {
            return await Business.RegisterAsync(finflow);
        }
        catch (Exception failure) when (failure is HttpRequestException or Xunit.Sdk.XunitException)
        {
            return null;
        }
    }

    private static async Task UntilReachedAsync(NpgsqlConnection database, KillPoint point, Deployment finflow)
    {
        try
        {
            await Eventually.GetAsync(() => KillPoint.IsReachedAsync(database), isReached => isReached, Patience);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"Nobody came to this point: {point}.\n{finflow.Output}");
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(Deployment finflow)
    {
        var (port, password) = (finflow.Environment["POSTGRES_PORT"], finflow.Environment["POSTGRES_PASSWORD"]);
        var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={port};Username=finflow;Password={password};Database=postgres;Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
