using System.Collections.Concurrent;
using System.Diagnostics;
using FinFlow.Gateway.Fusion;

namespace FinFlow.Gateway.Tests;

/// <summary>What a listener hears of one request: each stage, and each fetch with what it asked for.</summary>
public abstract class TelemetryTests(bool overHttp) : ShopTests(overHttp)
{
    [Fact]
    public async Task Each_stage_and_each_fetch_is_an_activity()
    {
        var heard = new ConcurrentQueue<Activity>();
        using var root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == FusionTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            // Tests beside this one are heard too.
            ActivityStopped = activity =>
            {
                if (activity.TraceId == root.TraceId)
                {
                    heard.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var http = HttpSourceClient.CreateInvoker();
        var clientOf = Shop.ClientOf;
        Shop.ClientOf = source => source == Shop.Inventory ? new HttpSourceClient(http, [new Uri("http://127.0.0.1:1/graphql")]) : clientOf(source);
        await Shop.AskAsync("query Mine { me { reviews { product { inStock } } } }");

        Assert.Equal(
            [
                "prepare",
                "fetch accounts Ok graphql.gateway.request=1 graphql.gateway.variable_sets=1 graphql.source.name=accounts",
                "fetch reviews Ok graphql.gateway.request=2 graphql.gateway.variable_sets=1 graphql.source.name=reviews",
                "fetch inventory Error graphql.gateway.request=3 graphql.gateway.variable_sets=2 graphql.source.name=inventory",
                "execute",
                "write",
                "query Mine graphql.operation.name=Mine graphql.operation.type=query",
            ],
            heard.Select(Said));
        var operation = heard.Single(activity => activity.DisplayName == "query Mine");
        var execute = heard.Single(activity => activity.DisplayName == "execute");
        Assert.Equal(operation.SpanId, execute.ParentSpanId);
        Assert.All(heard.Where(activity => activity.Kind == ActivityKind.Client), fetch => Assert.Equal(execute.SpanId, fetch.ParentSpanId));
    }

    private static string Said(Activity activity)
        => string.Join(' ', [activity.DisplayName, .. activity.Status == ActivityStatusCode.Unset ? [] : (string[])[$"{activity.Status}"],
            .. activity.TagObjects.Where(tag => tag.Value is not null).Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal)]);
}

public sealed class TelemetryInProcessTests() : TelemetryTests(overHttp: false);

public sealed class TelemetryOverHttpTests() : TelemetryTests(overHttp: true);
