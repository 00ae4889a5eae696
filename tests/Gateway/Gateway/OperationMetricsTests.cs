using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using FinFlow.Gateway;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>What is counted of operations: whose fault it was that one failed, and how long clients waited.</summary>
public sealed class OperationMetricsTests : IDisposable
{
    private readonly Shop shop = new();
    private readonly OperationMetrics metrics = new();
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<string> counted = new();
    private readonly ConcurrentQueue<string> waits = new();

    public OperationMetricsTests()
    {
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument.Meter == metrics.Meter)
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counted.Enqueue($"{string.Join(' ', tags.ToArray().Select(tag => tag.Value))} {value}"));
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => waits.Enqueue($"{tags[0].Value}"));
        listener.Start();
    }

    public void Dispose()
    {
        listener.Dispose();
        metrics.Dispose();
    }

    [Fact]
    public async Task An_answer_without_errors_succeeded()
    {
        await AskAsync("{ me { name } }");
        AssertCounted("request succeeded 1");
        AssertWaits("succeeded");
    }

    [Theory]
    [InlineData("{ me { nam } }")]
    [InlineData("{ me {")]
    [InlineData("{ node(id: \"zzz_1\") { id } }")]
    public async Task What_the_client_did_wrong_is_refused(string document)
    {
        await AskAsync(document);
        AssertCounted("request refused 1");
        AssertWaits("refused");
    }

    [Fact]
    public async Task A_source_that_does_not_answer_is_our_fault_though_the_rest_of_the_answer_is_there()
    {
        using var http = HttpSourceClient.CreateInvoker();
        var clientOf = shop.ClientOf;
        shop.ClientOf = source => source == shop.Inventory ? new HttpSourceClient(http, [new Uri("http://127.0.0.1:1/graphql")]) : clientOf(source);
        await AskAsync("{ products { name inStock } }");
        AssertCounted("request failed 1", "SOURCE_UNAVAILABLE 1");
        AssertWaits("failed");
    }

    [Theory]
    [InlineData("STORAGE_UNAVAILABLE", "failed")]
    [InlineData("UNEXPECTED_ERROR", "failed")]
    [InlineData("ACCOUNT_NOT_FOUND", "refused")]
    [InlineData("AUTH_NOT_AUTHORIZED", "refused")]
    public async Task The_code_says_whose_fault_an_error_of_a_source_is(string code, string outcome)
    {
        await MeasuredAsync($$$"""{"data":{"me":null,"products":[[{"errors":[{"message":"data"}]}]]},"errors":[{"message":"One.","extensions":{"code":"{{{code}}}"}},{"message":"Two.","extensions":{"code":"{{{code}}}","service":"x"}}]}""");
        AssertCounted(outcome == "failed" ? [$"request {outcome} 1", $"{code} 1"] : [$"request {outcome} 1"]);
        AssertWaits(outcome);
    }

    [Fact]
    public async Task Data_nested_deeply_hides_no_error()
    {
        var deep = $"{new string('[', 500)}{new string(']', 500)}";
        await MeasuredAsync($$$"""{"data":{"deep":{{{deep}}}},"errors":[{"message":"No code."},{"message":"One.","extensions":{"code":"TIMEOUT"}}]}""");
        AssertCounted("request failed 1", "TIMEOUT 1");
    }

    [Fact]
    public async Task Each_operation_of_a_batch_counts()
    {
        await Measuring(shop.Executor()).ExecuteBatchAsync([Request("{ version }"), Request("{ versio }")], CancellationToken.None);
        AssertCounted("request succeeded 1", "request refused 1");
        AssertWaits("succeeded", "refused");
    }

    [Fact]
    public async Task A_subscription_counts_by_its_events_and_nobody_waits_for_them()
    {
        shop.Reviews.Stream("Subscription.reviewAdded", (_, _) => TwoThenFailure());
        await DrainAsync("subscription { reviewAdded { body } }");
        AssertCounted("event succeeded 1", "event succeeded 1", "event failed 1", "SOURCE_UNAVAILABLE 1");
        AssertWaits();
    }

    [Fact]
    public async Task An_answer_in_parts_is_one_operation_as_bad_as_its_worst_part()
    {
        using var http = HttpSourceClient.CreateInvoker();
        var clientOf = shop.ClientOf;
        shop.ClientOf = source => source == shop.Reviews ? new HttpSourceClient(http, [new Uri("http://127.0.0.1:1/graphql")]) : clientOf(source);
        await DrainAsync("{ me { name ... @defer { reviews { body } } } }");
        AssertCounted("request failed 1", "SOURCE_UNAVAILABLE 1");
        AssertWaits("succeeded");
    }

    [Fact]
    public async Task Whoever_goes_away_has_waited_and_was_not_answered()
    {
        var never = new TaskCompletionSource<OperationResult>();
        using var leaving = new CancellationTokenSource();
        var waiting = Measuring(new Fixed(never.Task)).ExecuteAsync(Request("{ version }"), leaving.Token).AsTask();
        await leaving.CancelAsync();
        never.SetCanceled(leaving.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        AssertCounted("request abandoned 1");
        AssertWaits("abandoned");
    }

    [Fact]
    public async Task An_exception_that_nobody_expected_is_our_fault()
    {
        var measuring = Measuring(new Fixed(Task.FromException<OperationResult>(new InvalidOperationException("surprise"))));
        await Assert.ThrowsAsync<InvalidOperationException>(() => measuring.ExecuteAsync(Request("{ version }"), CancellationToken.None).AsTask());
        AssertCounted("request failed 1", "INTERNAL_ERROR 1");
    }

    [Fact]
    public void Every_count_begins_at_zero()
    {
        metrics.Begin();
        Assert.Contains("request failed 0", counted);
        Assert.Contains("event refused 0", counted);
        Assert.Contains("STORAGE_UNAVAILABLE 0", counted);
        Assert.All(counted, count => Assert.EndsWith(" 0", count, StringComparison.Ordinal));
    }

    private static async IAsyncEnumerable<object?> TwoThenFailure()
    {
        foreach (var opinion in Shop.Opinions.Take(2))
        {
            yield return opinion;
        }

        await Task.Yield();
        throw new SourceUnavailableException("gone");
    }

    private MeasuringExecutor Measuring(IRequestExecutor inner) => new(inner, metrics);

    private Task<string> AskAsync(string document) => ComposedSources.AskAsync(Measuring(shop.Executor()), document);

    private async Task MeasuredAsync(string answer)
    {
        var body = new JsonBuffer();
        body.WriteRaw(Encoding.UTF8.GetBytes(answer));
        await using var result = await Measuring(new Fixed(Task.FromResult(new OperationResult(body) { HasErrors = true }))).ExecuteAsync(Request("{ version }"), CancellationToken.None);
    }

    private async Task DrainAsync(string document)
    {
        await using var stream = Assert.IsType<ResponseStream>(await Measuring(shop.Executor()).ExecuteAsync(Request(document), CancellationToken.None));
        await foreach (var result in stream.Results)
        {
            result.Dispose();
        }
    }

    private void AssertCounted(params string[] expected) => Assert.Equal(expected, counted);

    private void AssertWaits(params string[] expected) => Assert.Equal(expected, waits);

    private static OperationRequest Request(string document) => new() { Document = Encoding.UTF8.GetBytes(document) };

    private sealed class Fixed(Task<OperationResult> answer) : IRequestExecutor
    {
        public Schema Schema => throw new NotSupportedException();

        public async ValueTask<ExecutionResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken) => await answer;

        public async ValueTask<OperationResult[]> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken) => [await answer];
    }
}
