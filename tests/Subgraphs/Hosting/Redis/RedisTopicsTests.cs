using FinFlow.Finance;
using FinFlow.GraphQL.Execution;
using FinFlow.Hosting;
using FinFlow.Subgraph;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Topics that several processes share, on a real Redis.</summary>
public sealed class RedisTopicsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [RedisFact]
    public async Task Subscriber_Should_HearOnce_WhatAnyProcessSends_AndNothingOfOtherTopics()
    {
        using var processes = new TwoProcesses();
        await using var stream = await processes.Here.SubscribeAsync<Moved>("balances/1", CancellationToken.None);
        await using var events = stream.ReadEventsAsync().GetAsyncEnumerator();

        await processes.There.SendAsync("balances/2", new Moved("2", Currency.Of("USD"), 1), CancellationToken.None);
        await processes.Here.SendAsync("balances/1", new Moved("here", Currency.Of("USD"), 42), CancellationToken.None);
        Assert.Equal(new Moved("here", Currency.Of("USD"), 42), await NextAsync(events));
        await processes.There.SendAsync("balances/1", new Moved("there", Currency.Of("JPY"), 7), CancellationToken.None);
        Assert.Equal(new Moved("there", Currency.Of("JPY"), 7), await NextAsync(events));
        await processes.Here.SendAsync("balances/1", new Moved("last", Currency.Of("USD"), 0), CancellationToken.None);
        Assert.Equal("last", (await NextAsync(events)).Name);
    }

    [RedisFact]
    public async Task Subscriber_Should_BeToldOfHere_WhileRedisIsAway_AndOfElsewhere_OnceItIsBack()
    {
        using var processes = new TwoProcesses();
        await using var stream = await processes.Here.SubscribeAsync<string>("payments/org", CancellationToken.None);
        await using var events = stream.ReadEventsAsync().GetAsyncEnumerator();

        processes.Server.Stop();
        await processes.Here.SendAsync("payments/org", "here", CancellationToken.None);
        Assert.Equal("here", await NextAsync(events));

        processes.Server.Start();
        Assert.Equal("there", await NextFromElsewhereAsync(processes, events));
    }

    [RedisFact]
    public async Task SubscriberWhoCame_WhileRedisWasAway_Should_HearOnceItIsBack()
    {
        using var processes = new TwoProcesses();
        await processes.Redis.ProbeAsync();
        processes.Server.Stop();
        await using var stream = await processes.Here.SubscribeAsync<string>("payments/org", CancellationToken.None);
        await using var events = stream.ReadEventsAsync().GetAsyncEnumerator();

        processes.Server.Start();
        Assert.Equal("there", await NextFromElsewhereAsync(processes, events));
    }

    // Both connections come back by themselves, each in its time.
    private static async Task<string> NextFromElsewhereAsync(TwoProcesses processes, IAsyncEnumerator<string> events)
    {
        var next = NextAsync(events);
        while (!next.IsCompleted)
        {
            await processes.There.SendAsync("payments/org", "there", CancellationToken.None);
            await Task.Delay(50);
        }

        return await next;
    }

    private static async Task<T> NextAsync<T>(IAsyncEnumerator<T> events)
    {
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Patience));
        return events.Current;
    }

    private sealed record Moved(string Name, Currency Currency, long Minor);

    /// <summary>One server, and what two processes have of it.</summary>
    private sealed class TwoProcesses : IDisposable
    {
        private readonly RedisConnection otherRedis;

        internal TwoProcesses()
        {
            (Redis, otherRedis) = (Server.Connect(), Server.Connect());
            (Here, There) = (Topics(Redis), Topics(otherRedis));
        }

        internal RunningRedis Server { get; } = new();

        internal RedisConnection Redis { get; }

        internal RedisTopics Here { get; }

        internal RedisTopics There { get; }

        public void Dispose()
        {
            Here.Dispose();
            There.Dispose();
            Redis.Dispose();
            otherRedis.Dispose();
            Server.Dispose();
        }

        private static RedisTopics Topics(RedisConnection redis) => new(redis, "test", NullLogger<RedisTopics>.Instance);
    }
}
