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
        await using var database = await finflow.OpenDatabaseAsync();
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
        await using var shop = await Shop.OpenAsync(finflow, Patience);
        await point.ArmAsync(database);
        var paying = shop.PayAsync();
        await UntilReachedAsync(database, point, finflow);

        finflow.Kill(point.Process);
        await point.DisarmAsync(database);

        await paying;
        Assert.Equal(12.50m, await shop.AssertEachCapturedOnceAsync());
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
}
