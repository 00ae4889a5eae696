namespace FinFlow.Journeys.Tests;

/// <summary>The main job with each subgraph and the gateway a process of its own, on PostgreSQL, Redis and Kafka.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterJourneyTests
{
    /// <summary>One start of the cluster serves all of it: that takes longer than the payments.</summary>
    [ClusterFact]
    public async Task Payment_Should_GoFromCardToBalanceSheet_OverEightProcesses_WhateverHappensToThemAndTheirServers()
    {
        await using var receiver = new TraceReceiver();
        await using var finflow = await Deployment.StartAsync(
            Shape.Cluster,
            new Dictionary<string, string> { ["SANDBOX_DELAY_MS"] = "400", ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address.ToString() });
        await PaymentJourneyTests.GoFromCardToBalanceSheetAsync(finflow);
        await PaymentTrace.AssertWholeAsync(finflow, receiver, "/graphql", subgraph => subgraph);
        await receiver.DisposeAsync();
        await Verification.AssertHoldsAsync(finflow);
        await ClusterStartTests.AssertASecondStartChangesNothingAsync(finflow);
        await ClusterStartTests.AssertTheCommandLineFindsItAsync(finflow);

        await DisorderTests.ComeOutTheSameOnTheClusterAsync(finflow);
        await DeadLetterJourney.BeFoundAndToldAgainAsync(finflow);
        await KillPointTests.CompleteOnceAsync(finflow, KillPoint.Few);
        await KillTests.CompleteOnceAfterAKillAsync(finflow);
        await ClusterFaultTests.BearAsync(finflow, ClusterFaultTests.Few);
    }
}

/// <summary>Eight processes and three servers are as much as a machine should bear at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterCollection
{
    public const string Name = "Cluster";
}
