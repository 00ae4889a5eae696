using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The log's promises on a cluster that speaks Kafka's protocol and fails when it is told to.</summary>
public sealed class KafkaEventLogTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MockKafka cluster = new();

    [Fact]
    public async Task Groups_Should_Read_Independently_From_Where_They_Committed()
    {
        cluster.CreateTopic("t", 1);
        using var log = cluster.OpenLog();
        await log.AppendAsync([Event("a"), Event("b"), Event("c")], CancellationToken.None);
        using (var reader = log.ReadAs("payments", "t"))
        {
            var events = await ReadAsync(reader, 3);
            Assert.Equal(["a", "b", "c"], events.Select(read => read.Key));
            Assert.Equal("t@0:1", events[1].Place);
            Assert.Equal(3, reader.CountLag());

            await reader.CommitAsync(events[0].Position, CancellationToken.None);
            Assert.Equal(2, reader.CountLag());
            Assert.Equal(["b", "c"], (await reader.ReadAsync(10, CancellationToken.None)).Select(read => read.Key));

            using var other = log.ReadAs("credit", "t");
            Assert.Equal(["a", "b", "c"], (await ReadAsync(other, 3)).Select(read => read.Key));
            await reader.CommitAsync(events[1].Position, CancellationToken.None);
        }

        using var again = log.ReadAs("payments", "t");
        Assert.Equal(["c"], (await ReadAsync(again, 1)).Select(read => read.Key));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0.9.0.1")]
    public async Task What_A_Group_Has_Not_Committed_Should_Be_Seen_Without_Joining_It(string? oldVersion)
    {
        cluster.CreateTopic("t", 2);
        using var log = cluster.OpenLog(oldVersion);
        Assert.Empty(await log.PeekAsync("payments", "t", 10, Patience, CancellationToken.None));
        await log.AppendAsync([Event("a"), Event("b"), Event("c"), Event("d"), Event("e")], CancellationToken.None);
        Assert.Equal(["a", "b", "c", "d", "e"], await PeekAsync("payments", 10));

        using (var reader = log.ReadAs("payments", "t"))
        {
            var events = await ReadAsync(reader, 5);
            await reader.CommitAsync(events[2].Position, CancellationToken.None);
            var left = events.Skip(3).Select(read => read.Key).Order();
            await Telling.UntilAsync(async () => await PeekAsync("payments", 10), seen => seen.SequenceEqual(left));

            Assert.Equal(2, reader.CountLag());
            Assert.Single(await PeekAsync("payments", 1));
        }

        Assert.Equal(["a", "b", "c", "d", "e"], await PeekAsync("credit", 10));
        Assert.Equal(5, await log.CountAsync("t", Patience, CancellationToken.None));
        Assert.Equal(0, await log.CountAsync("nothing", Patience, CancellationToken.None));
        Assert.Empty(await log.PeekAsync("payments", "nothing", 10, Patience, CancellationToken.None));

        async Task<IEnumerable<string>> PeekAsync(string group, int eventsMax)
            => (await log.PeekAsync(group, "t", eventsMax, Patience, CancellationToken.None)).Select(read => read.Key).Order();
    }

    [Fact]
    public async Task Question_To_A_Cluster_That_Is_Away_Should_Fail()
    {
        cluster.CreateTopic("t", 1);
        using var log = cluster.OpenLog();
        cluster.TakeDown();

        await Assert.ThrowsAsync<IOException>(() => log.PeekAsync("payments", "t", 10, TimeSpan.FromSeconds(1), CancellationToken.None));
        await Assert.ThrowsAsync<IOException>(() => log.CountAsync("t", TimeSpan.FromSeconds(1), CancellationToken.None));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0.9.0.1")]
    public async Task Keys_Should_Keep_Their_Order_Over_Partitions_And_Failing_Requests(string? oldVersion)
    {
        const int ApiProduce = 0, NotLeader = 6, TimedOut = 7;
        cluster.CreateTopic("t", 6);
        using var log = cluster.OpenLog(oldVersion);
        await log.AppendAsync([Event("first")], CancellationToken.None);
        cluster.Fail(ApiProduce, NotLeader, TimedOut, NotLeader);
        if (oldVersion is null)
        {
            // With an idempotent producer several requests are under way at once. This cluster takes those that follow a refused one,
            // which a broker refuses as out of sequence, and the client takes that for the refused one's arrival; so none follows here.
            await log.AppendAsync([Event("refused")], CancellationToken.None);
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                await log.AppendAsync([new LoggedEvent("t", $"{writer}", $"{writer}-{i:00}", new byte[] { (byte)i })], CancellationToken.None);
            }
        })));

        using var reader = log.ReadAs("payments", "t");
        var events = (await ReadAsync(reader, oldVersion is null ? 202 : 201)).Where(read => read.Key.Length == 1).ToList();
        Assert.Equal(200, events.Count);
        Assert.All(events.GroupBy(read => read.Key), key => Assert.Equal(Enumerable.Range(0, 25), key.Select(read => (int)read.Envelope.Span[0])));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0.9.0.1")]
    public async Task Reader_Should_Miss_Nothing_Over_Failing_Fetches(string? oldVersion)
    {
        const int ApiFetch = 1, NotLeader = 6, TimedOut = 7, Unknown = -1;
        cluster.CreateTopic("t", 3);
        using var log = cluster.OpenLog(oldVersion);
        using var reader = log.ReadAs("payments", "t");
        await log.AppendAsync([Event("before")], CancellationToken.None);
        await ReadAsync(reader, 1);

        cluster.Fail(ApiFetch, NotLeader, TimedOut, Unknown, NotLeader);
        await log.AppendAsync([.. Enumerable.Range(0, 30).Select(i => Event($"{i}"))], CancellationToken.None);

        var read = await ReadAsync(reader, 31);
        Assert.Equal(31, read.Select(each => each.Key).Distinct().Count());
        Assert.Equal(31, read.Count);
    }

    [Theory]
    [InlineData(15)] // COORDINATOR_NOT_AVAILABLE
    [InlineData(16)] // NOT_COORDINATOR
    [InlineData(22)] // ILLEGAL_GENERATION
    [InlineData(25)] // UNKNOWN_MEMBER_ID
    [InlineData(27)] // REBALANCE_IN_PROGRESS
    public async Task Commits_That_The_Cluster_Refuses_Should_Lose_No_Event(int code)
    {
        const int ApiOffsetCommit = 8;
        cluster.CreateTopic("t", 2);
        using var log = cluster.OpenLog();
        var handled = new HashSet<string>();
        using (var reader = log.ReadAs("payments", "t"))
        {
            cluster.Fail(ApiOffsetCommit, code, code, code);
            for (var i = 0; i < 6; i++)
            {
                await log.AppendAsync([Event($"{i}")], CancellationToken.None);
                await HandleUntilAsync(reader, handled, $"{i}");
            }
        }

        // What is handled again, its inbox knows; nothing may be missing.
        await log.AppendAsync([Event("last")], CancellationToken.None);
        using var again = log.ReadAs("payments", "t");
        await HandleUntilAsync(again, handled, "last");
        Assert.Equal([.. Enumerable.Range(0, 6).Select(i => $"{i}"), "last"], handled);
    }

    [Fact]
    public async Task Group_Should_Come_Together_Again_After_Refused_Heartbeats_And_Joins()
    {
        const int ApiHeartbeat = 12, ApiJoinGroup = 11, ApiSyncGroup = 14, IllegalGeneration = 22, UnknownMember = 25, Rebalance = 27, NotCoordinator = 16;
        cluster.CreateTopic("t", 4);
        using var log = cluster.OpenLog();
        cluster.Fail(ApiJoinGroup, NotCoordinator);
        cluster.Fail(ApiSyncGroup, Rebalance);
        using var reader = log.ReadAs("payments", "t");
        var handled = new HashSet<string>();
        await log.AppendAsync([Event("first")], CancellationToken.None);
        await HandleUntilAsync(reader, handled, "first");

        cluster.Fail(ApiHeartbeat, Rebalance, IllegalGeneration, UnknownMember);
        for (var i = 0; i < 12; i++)
        {
            await log.AppendAsync([Event($"{i}")], CancellationToken.None);
            await HandleUntilAsync(reader, handled, $"{i}");
        }

        Assert.Equal(13, handled.Count);
    }

    [Fact]
    public async Task Append_Should_Wait_For_A_Cluster_That_Is_Away()
    {
        cluster.CreateTopic("t", 1);
        using var log = cluster.OpenLog();
        using var reader = log.ReadAs("payments", "t");
        await log.AppendAsync([Event("before")], CancellationToken.None);
        cluster.TakeDown();
        var appending = log.AppendAsync([Event("meanwhile")], CancellationToken.None);
        await Assert.ThrowsAnyAsync<Exception>(() => log.ProbeAsync(TimeSpan.FromMilliseconds(300), CancellationToken.None));
        Assert.False(appending.IsCompleted);

        cluster.BringUp();
        await appending.WaitAsync(Patience);
        await log.AppendAsync([Event("after")], CancellationToken.None);
        Assert.Equal(["before", "meanwhile", "after"], (await ReadAsync(reader, 3)).Select(read => read.Key));
    }

    [Fact]
    public async Task Two_Instances_Should_Share_The_Work_And_One_Take_Over_What_The_Other_Left()
    {
        cluster.CreateTopic("t", 6);
        using var log = cluster.OpenLog();
        var handled = new HashSet<string>();
        using var staying = log.ReadAs("payments", "t");
        using (var leaving = log.ReadAs("payments", "t"))
        {
            await log.AppendAsync([.. Enumerable.Range(0, 60).Select(i => Event($"{i}"))], CancellationToken.None);
            var half = leaving.ReadAsync(5, CancellationToken.None);
            await half.WaitAsync(Patience);
        }

        // Nothing was committed by the instance that left, so the other one reads all of it.
        while (handled.Count < 60)
        {
            await HandleNextAsync(staying, handled);
        }

        Assert.Equal(60, handled.Count);
    }

    [Fact]
    public async Task Reader_Since_A_Time_Should_See_All_Partitions_Of_A_Topic_That_Comes_Later()
    {
        // The test cluster knows no times, as old brokers do not: everything there is counts as since.
        using var log = cluster.OpenLog("0.9.0.1");
        using var reader = log.ReadSince(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(1), "later");
        cluster.CreateTopic("later", 4);
        await log.AppendAsync([.. Enumerable.Range(0, 40).Select(i => new LoggedEvent("later", $"{i}", $"{i}", "{}"u8.ToArray()))], CancellationToken.None);
        Assert.Equal(
            Enumerable.Range(0, 40).Select(i => $"{i}").Order(StringComparer.Ordinal),
            (await ReadAsync(reader, 40)).Select(read => read.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Reader_Since_Now_Should_See_What_Comes_And_Nothing_Before()
    {
        cluster.CreateTopic("t", 1);
        using var log = cluster.OpenLog();
        await log.AppendAsync([Event("old")], CancellationToken.None);
        using var reader = log.ReadSince(TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(1), "t");
        var reading = ReadAsync(reader, 1);
        for (var i = 0; !reading.IsCompleted; i++)
        {
            await log.AppendAsync([Event($"new {i}")], CancellationToken.None);
            await Task.Delay(50);
        }

        Assert.StartsWith("new ", (await reading)[0].Key, StringComparison.Ordinal);
    }

    public void Dispose() => cluster.Dispose();

    private static LoggedEvent Event(string id) => new("t", id, id, "{}"u8.ToArray());

    // As a consumer does: each is handled and committed, until one is seen.
    private static async Task HandleUntilAsync(IEventReader reader, HashSet<string> handled, string last)
    {
        while (!handled.Contains(last))
        {
            await HandleNextAsync(reader, handled);
        }
    }

    private static async Task HandleNextAsync(IEventReader reader, HashSet<string> handled)
    {
        foreach (var read in await ReadAsync(reader, 1))
        {
            handled.Add(read.Key);
            await reader.CommitAsync(read.Position, CancellationToken.None);
        }
    }

    private static async Task<IReadOnlyList<ReadEvent>> ReadAsync(IEventReader reader, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            // What is read and not committed is given again, so an answer that is too short is asked for once more.
            var events = await reader.ReadAsync(count, patience.Token);
            if (events.Count >= count)
            {
                return events;
            }

            await Task.Delay(20, patience.Token);
        }
    }
}
