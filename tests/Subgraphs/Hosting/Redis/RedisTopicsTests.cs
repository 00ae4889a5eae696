using FinFlow.Finance;
using FinFlow.GraphQL.Execution;
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
        using var server = new RunningRedis();
        using var redis = server.Connect();
        using var otherRedis = server.Connect();
        var (here, there) = (Topics(redis), Topics(otherRedis));
        await using var stream = await here.SubscribeAsync<Moved>("balances/1", CancellationToken.None);
        await using var events = stream.ReadEventsAsync().GetAsyncEnumerator();

        await there.SendAsync("balances/2", new Moved("2", Currency.Of("USD"), 1), CancellationToken.None);
        await here.SendAsync("balances/1", new Moved("here", Currency.Of("USD"), 42), CancellationToken.None);
        Assert.Equal(new Moved("here", Currency.Of("USD"), 42), await NextAsync(events));
        await there.SendAsync("balances/1", new Moved("there", Currency.Of("JPY"), 7), CancellationToken.None);
        Assert.Equal(new Moved("there", Currency.Of("JPY"), 7), await NextAsync(events));
        await here.SendAsync("balances/1", new Moved("last", Currency.Of("USD"), 0), CancellationToken.None);
        Assert.Equal("last", (await NextAsync(events)).Name);
    }

    [RedisFact]
    public async Task Subscriber_Should_BeToldOfHere_WhileRedisIsAway_AndOfElsewhere_OnceItIsBack()
    {
        using var server = new RunningRedis();
        using var redis = server.Connect();
        using var otherRedis = server.Connect();
        var (here, there) = (Topics(redis), Topics(otherRedis));
        await using var stream = await here.SubscribeAsync<string>("payments/org", CancellationToken.None);
        await using var events = stream.ReadEventsAsync().GetAsyncEnumerator();

        server.Stop();
        await here.SendAsync("payments/org", "here", CancellationToken.None);
        Assert.Equal("here", await NextAsync(events));

        server.Start();
        var next = NextAsync(events);
        while (!next.IsCompleted)
        {
            await there.SendAsync("payments/org", "there", CancellationToken.None);
            await Task.Delay(50);
        }

        Assert.Equal("there", await next);
    }

    [RedisFact]
    public async Task SubscriberWhoCame_WhileRedisWasAway_Should_HearOnceItIsBack()
    {
        using var server = new RunningRedis();
        using var redis = server.Connect();
        using var otherRedis = server.Connect();
        var (here, there) = (Topics(redis), Topics(otherRedis));
        await redis.ProbeAsync();
        server.Stop();
        await using var stream = await here.SubscribeAsync<string>("payments/org", CancellationToken.None);
        await using var events = stream.ReadEventsAsync().GetAsyncEnumerator();
        server.Start();
        var next = NextAsync(events);
        while (!next.IsCompleted)
        {
            await there.SendAsync("payments/org", "there", CancellationToken.None);
            await Task.Delay(50);
        }

        Assert.Equal("there", await next);
    }

    private static RedisTopics Topics(Hosting.RedisConnection redis) => new(redis, "test", NullLogger<RedisTopics>.Instance);

    private static async Task<T> NextAsync<T>(IAsyncEnumerator<T> events)
    {
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Patience));
        return events.Current;
    }

    private sealed record Moved(string Name, Currency Currency, long Minor);
}
