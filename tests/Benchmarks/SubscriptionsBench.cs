using System.Diagnostics;
using System.Globalization;
using System.Text;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Benchmarks;

/// <summary>Ten thousand open subscriptions in one process: what they hold, and how long an event takes to reach them all.</summary>
internal static class SubscriptionsBench
{
    private const int Listeners = 10_000;
    private const int Events = 20;

    private static readonly OperationRequest Request = new() { Document = Encoding.UTF8.GetBytes("subscription { ticked }") };

    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddGraphQLServer("benchmark").AddType(typeof(ItemQueries)).AddType(typeof(TickSubscriptions)).AddInMemorySubscriptions();
        await using var provider = services.BuildServiceProvider();
        var executor = provider.GetRequiredService<IRequestExecutor>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var streams = new List<ResponseStream>();
        for (var i = 0; i < Listeners; i++)
        {
            streams.Add((ResponseStream)await executor.ExecuteAsync(Request, CancellationToken.None));
        }

        var listeners = streams.ConvertAll(stream => stream.Results.GetAsyncEnumerator());
        var waiting = listeners.ConvertAll(listener => listener.MoveNextAsync().AsTask());
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Listeners:N0} subscriptions hold {held / 1e6:N1} MB, {(double)held / Listeners:N0} bytes each"));

        var sender = provider.GetRequiredService<ITopicEventSender>();
        var times = new List<double>();
        for (var turn = 0; turn < Events; turn++)
        {
            var started = Stopwatch.GetTimestamp();
            await sender.SendAsync("ticks", turn, CancellationToken.None);
            await Task.WhenAll(waiting);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            waiting = listeners.ConvertAll(listener =>
            {
                listener.Current.Dispose();
                return listener.MoveNextAsync().AsTask();
            });
        }

        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"an event reached all of them after {times[0]:N0} to {times[^1]:N0} ms, median {times[Events / 2]:N0} ms, {Events} events"));
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }

        await Task.WhenAll(waiting);
    }
}

[SubscriptionType]
public static class TickSubscriptions
{
    [Subscribe, Topic("ticks")]
    public static int OnTicked([EventMessage] int tick) => tick;
}
