using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using FinFlow.GraphQL.Execution;

namespace FinFlow.GraphQL.Tests;

/// <summary>What OpenTelemetry would see. Other tests run at the same time, so each looks only for what it has caused itself.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Operation_And_Its_Fetches_Should_Be_Activities()
    {
        var seen = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == GraphQLTelemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = seen.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var shop = new ShopServer();

        await shop.ExecuteAsync("query TelemetryOfSuppliers { products { supplier { name } } }");
        await shop.ExecuteAsync("query TelemetryOfFailure { fails }");

        var query = Assert.Single(seen, activity => activity.DisplayName == "query TelemetryOfSuppliers");
        Assert.Equal(ActivityStatusCode.Ok, query.Status);
        Assert.Equal("query", query.GetTagItem("graphql.operation.type"));
        Assert.Equal("TelemetryOfSuppliers", query.GetTagItem("graphql.operation.name"));
        Assert.Equal("shop", query.GetTagItem("graphql.source.name"));
        var fetch = Assert.Single(seen, activity => activity.TraceId == query.TraceId && activity != query);
        Assert.Equal("dataloader SupplierByIdDataLoader", fetch.DisplayName);
        Assert.Equal(2, fetch.GetTagItem("graphql.dataloader.batch.size"));
        Assert.Equal(ActivityStatusCode.Error, Assert.Single(seen, activity => activity.DisplayName == "query TelemetryOfFailure").Status);
    }

    [Fact]
    public async Task Operations_Refusals_And_Batches_Should_Be_Counted()
    {
        var seen = new ConcurrentBag<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, meters) =>
            {
                if (instrument.Meter.Name == GraphQLTelemetry.Name)
                {
                    meters.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => seen.Add($"{instrument.Name} {Text(tags)}"));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Add($"{instrument.Name} {value} {Text(tags)}"));
        listener.Start();
        await using var shop = new ShopServer();

        await shop.ExecuteAsync("{ products { supplier { name } } }");
        await shop.ExecuteAsync("{ nothing }");

        Assert.Contains("graphql.server.operation.duration graphql.source.name=shop graphql.operation.type=query error=False", seen);
        Assert.Contains("graphql.server.refusals 1 graphql.source.name=shop reason=Validation", seen);
        Assert.Contains("graphql.dataloader.batch.size 2 graphql.dataloader.name=SupplierByIdDataLoader", seen);
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        => string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
}
