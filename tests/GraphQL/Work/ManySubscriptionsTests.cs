using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

/// <summary>What ten thousand listeners cost. How fast an event reaches them is printed by the benchmarks: `subscriptions`.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class ManySubscriptionsTests
{
    private const int Listeners = 10_000;
    private const long BytesMax = 500_000_000;

    // Away from the test's synchronisation context, through which a hundred thousand continuations would pass one by one.
    [Fact]
    public Task Ten_Thousand_Should_Fit_Into_500_MB_And_Hear_Of_An_Event() => Task.Run(ListenAsync);

    private static async Task ListenAsync()
    {
        await using var shop = new ShopServer();
        var before = LiveBytes();
        var streams = new List<ResponseStream>();
        var answers = new List<Task<bool>>();
        var events = new List<IAsyncEnumerator<OperationResult>>();
        for (var i = 0; i < Listeners; i++)
        {
            var stream = (ResponseStream)await shop.Executor.ExecuteAsync(
                ShopServer.Request("""subscription { stockChanged(productId: "p1") { name stock } }"""), CancellationToken.None);
            streams.Add(stream);
            events.Add(stream.Results.GetAsyncEnumerator());
            answers.Add(events[^1].MoveNextAsync().AsTask());
        }

        var used = LiveBytes() - before;
        await shop.Services.GetRequiredService<ITopicEventSender>().SendAsync("stock/p1", 7, CancellationToken.None);

        Assert.All(await Task.WhenAll(answers), Assert.True);
        Assert.Equal(
            ["""{"data":{"stockChanged":{"name":"Chair","stock":7}}}"""],
            events.Select(source => source.Current.Body.ToString()).Distinct());
        Assert.InRange(used, 1, BytesMax);
        foreach (var (stream, source) in streams.Zip(events))
        {
            source.Current.Dispose();
            await source.DisposeAsync();
            await stream.DisposeAsync();
        }
    }

    // One collection is near enough; the framework's own way of asking repeats it until nothing changes any more.
    private static long LiveBytes()
    {
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: false);
    }
}

/// <summary>Tests that need the whole process for a moment run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInTheProcess
{
    public const string Name = "alone in the process";
}
