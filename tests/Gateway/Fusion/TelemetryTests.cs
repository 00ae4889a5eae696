using System.Collections.Concurrent;
using System.Diagnostics;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>What a listener hears of one request: each stage, and each fetch with what it asked for.</summary>
public abstract class TelemetryTests(bool overHttp) : ShopTests(overHttp)
{
    /// <summary>The stages from an unknown document to its plan.</summary>
    private static readonly string[] Preparation = ["parse", "validate", "plan", "price", "prepare"];

    [Fact]
    public async Task Each_stage_and_each_fetch_is_an_activity()
    {
        using var heard = new Heard(FusionTelemetry.Name);
        using var http = HttpSourceClient.CreateInvoker();
        var clientOf = Shop.ClientOf;
        Shop.ClientOf = source => source == Shop.Inventory ? new HttpSourceClient(http, [new Uri("http://127.0.0.1:1/graphql")]) : clientOf(source);
        await Shop.AskAsync("query Mine { me { reviews { product { inStock } } } }");

        Assert.Equal(
            [
                .. Preparation,
                "fetch accounts Ok graphql.gateway.request=1 graphql.gateway.variable_sets=1 graphql.source.name=accounts",
                "fetch reviews Ok graphql.gateway.request=2 graphql.gateway.variable_sets=1 graphql.source.name=reviews",
                "fetch inventory Error graphql.gateway.request=3 graphql.gateway.variable_sets=2 graphql.source.name=inventory",
                "execute",
                "write",
                "query Mine graphql.operation.name=Mine graphql.operation.type=query",
            ],
            heard.Activities.Select(Said));
        heard.AssertChildren("prepare", "parse", "validate", "plan", "price");
        heard.AssertChildren("query Mine", "execute", "write");
        heard.AssertChildren("execute", "fetch accounts", "fetch reviews", "fetch inventory");
    }

    [Fact]
    public async Task What_is_known_is_neither_parsed_nor_planned_again()
    {
        var gateway = Shop.Executor();
        await ComposedSources.AskAsync(gateway, "{ version }");

        using var heard = new Heard(FusionTelemetry.Name);
        await ComposedSources.AskAsync(gateway, "{ version }");

        Assert.Equal(["price", "prepare", "fetch accounts", "execute", "write", "query"], heard.Names);
    }

    [Fact]
    public async Task Each_event_of_a_subscription_is_an_operation()
    {
        Shop.Reviews.Stream("Subscription.reviewAdded", (_, _) => Shop.Opinions.Take(2).ToAsyncEnumerable());
        using var heard = new Heard(FusionTelemetry.Name);
        var request = new OperationRequest { Document = "subscription News { reviewAdded { body author { name } } }"u8.ToArray() };
        await using (var stream = Assert.IsType<ResponseStream>(await Shop.Executor().ExecuteAsync(request, CancellationToken.None)))
        {
            await foreach (var result in stream.Results)
            {
                result.Dispose();
            }
        }

        string[] one = ["fetch accounts", "execute", "write", "subscription News"];
        Assert.Equal([.. Preparation, .. one, .. one], heard.Names);
        var events = heard.Activities.Where(activity => activity.DisplayName == "subscription News").ToList();
        Assert.All(events, activity => Assert.Equal("subscription", activity.GetTagItem("graphql.operation.type")));
        Assert.Equal(
            [(events[0].SpanId, "execute"), (events[0].SpanId, "write"), (events[1].SpanId, "execute"), (events[1].SpanId, "write")],
            heard.Activities.Where(activity => activity.DisplayName is "execute" or "write").Select(activity => (activity.ParentSpanId, activity.DisplayName)));
    }

    [Fact]
    public async Task What_is_deferred_is_fetched_within_the_operation_which_lasts_until_the_last_part()
    {
        using var heard = new Heard(FusionTelemetry.Name);
        var request = new OperationRequest
        {
            Document = "query Later { me { name ... @defer { reviews { body } } } }"u8.ToArray(), AllowIncrementalDelivery = true,
        };
        await using (var stream = Assert.IsType<ResponseStream>(await Shop.Executor().ExecuteAsync(request, CancellationToken.None)))
        {
            await foreach (var result in stream.Results)
            {
                result.Dispose();
            }
        }

        Assert.Equal([.. Preparation, "fetch accounts", "execute", "write", "fetch reviews", "query Later"], heard.Names);
        heard.AssertChildren("execute", "fetch accounts");
        heard.AssertChildren("query Later", "execute", "write", "fetch reviews");
    }

    [Fact]
    public async Task The_request_id_and_the_trace_reach_every_source()
    {
        // Over HTTP, the source's web server takes up the trace where somebody listens.
        using var heard = new Heard("Microsoft.AspNetCore");
        var request = new OperationRequest { Document = "{ me { name reviews { body } } }"u8.ToArray(), RequestId = "r-1" };

        await using var result = await Shop.Executor().ExecuteAsync(request, CancellationToken.None);

        Assert.Equal([("r-1", heard.TraceId)], Shop.Accounts.Origins);
        Assert.Equal([("r-1", heard.TraceId)], Shop.Reviews.Origins);
    }

    private static string Said(Activity activity)
        => string.Join(' ', [activity.DisplayName, .. activity.Status == ActivityStatusCode.Unset ? [] : (string[])[$"{activity.Status}"],
            .. activity.TagObjects.Where(tag => tag.Value is not null).Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal)]);

    /// <summary>What ends of one trace, in that order. Tests beside this one are heard too, and left out.</summary>
    private sealed class Heard : IDisposable
    {
        private readonly Activity _root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        private readonly ActivityListener _listener;

        public Heard(string source)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = candidate => candidate.Name == source,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    if (activity.TraceId == _root.TraceId)
                    {
                        Activities.Enqueue(activity);
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentQueue<Activity> Activities { get; } = [];

        public IEnumerable<string> Names => Activities.Select(activity => activity.DisplayName);

        public string TraceId => _root.TraceId.ToHexString();

        public void AssertChildren(string parent, params string[] children)
        {
            var span = Activities.Single(activity => activity.DisplayName == parent).SpanId;
            Assert.Equal(children, Activities.Where(activity => activity.ParentSpanId == span).Select(activity => activity.DisplayName));
        }

        public void Dispose()
        {
            _listener.Dispose();
            _root.Dispose();
        }
    }
}

public sealed class TelemetryInProcessTests() : TelemetryTests(overHttp: false);

public sealed class TelemetryOverHttpTests() : TelemetryTests(overHttp: true);
