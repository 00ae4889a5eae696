using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

public sealed class EventLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Groups_Should_Read_Independently_From_Where_They_Committed()
    {
        using (var log = Open())
        {
            await log.AppendAsync([Event("a"), Event("b"), Event("c")], CancellationToken.None);
            using var reader = log.ReadAs("payments", "t");
            var events = await reader.ReadAsync(2, CancellationToken.None);
            Assert.Equal(["a", "b"], events.Select(read => read.Key));

            await reader.CommitAsync(events[0].Position, CancellationToken.None);
            Assert.Equal(2, reader.CountLag());
            Assert.Equal(["b", "c"], (await reader.ReadAsync(10, CancellationToken.None)).Select(read => read.Key));

            using var other = log.ReadAs("credit", "t");
            Assert.Equal(["a", "b", "c"], (await other.ReadAsync(10, CancellationToken.None)).Select(read => read.Key));

            // An idle reader keeps its place.
            await reader.CommitAsync(events[1].Position + 1, CancellationToken.None);
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.ReadAsync(10, patience.Token));
        }

        using var reopened = Open();
        await reopened.AppendAsync([Event("d")], CancellationToken.None);
        using var again = reopened.ReadAs("payments", "t");
        Assert.Equal(["d"], (await again.ReadAsync(10, CancellationToken.None)).Select(read => read.Key));
    }

    [Fact]
    public async Task Known_Id_Should_Not_Be_Appended_Again()
    {
        using var log = Open();
        await log.AppendAsync([Event("a")], CancellationToken.None);
        await log.AppendAsync([Event("a"), Event("b")], CancellationToken.None);
        using var reader = log.ReadAs("payments", "t");
        Assert.Equal(["a", "b"], (await reader.ReadAsync(10, CancellationToken.None)).Select(read => read.Key));
    }

    [Fact]
    public async Task Reader_Since_A_Time_Should_See_What_Came_From_Then_On()
    {
        using var log = Open();
        await log.AppendAsync([Event("old")], CancellationToken.None);
        clock.Now += TimeSpan.FromMinutes(1);
        await log.AppendAsync([Event("new")], CancellationToken.None);
        using var reader = log.ReadSince(clock.Now, "t");
        Assert.Equal(["new"], (await reader.ReadAsync(10, CancellationToken.None)).Select(read => read.Key));
    }

    [Fact]
    public async Task Reader_Should_See_What_Another_Process_Appended()
    {
        using var log = Open();
        using var elsewhere = Open();
        using var reader = elsewhere.ReadAs("payments", "t");
        foreach (var key in new[] { "a", "b" })
        {
            var waiting = reader.ReadAsync(10, CancellationToken.None);
            await log.AppendAsync([Event(key)], CancellationToken.None);
            var read = Assert.Single(await waiting.WaitAsync(TimeSpan.FromSeconds(5)));
            Assert.Equal(key, read.Key);
            await reader.CommitAsync(read.Position, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Readers_Of_Two_Processes_That_Both_Append_Should_See_Everything()
    {
        using var log = Open();
        using var elsewhere = Open();
        string[] keys = [.. Enumerable.Range(0, 200).Select(number => $"{number}")];
        var reading = new[] { log, elsewhere }.Select(async each =>
        {
            using var reader = each.ReadAs(each == log ? "here" : "elsewhere", "t");
            var seen = new HashSet<string>();
            while (seen.Count < keys.Length)
            {
                foreach (var read in await reader.ReadAsync(10, CancellationToken.None))
                {
                    seen.Add(read.Key);
                    await reader.CommitAsync(read.Position, CancellationToken.None);
                }
            }
        }).ToArray();
        await Task.WhenAll(keys.Select((key, i) => (i % 2 == 0 ? log : elsewhere).AppendAsync([Event(key)], CancellationToken.None)));
        await Task.WhenAll(reading).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Writers_At_Once_Should_All_Be_Kept_In_Their_Own_Order()
    {
        using var log = Open();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                await log.AppendAsync([new LoggedEvent("t", $"{writer}", $"{writer}-{i:00}", new byte[] { (byte)i })], CancellationToken.None);
            }
        })));

        using var reader = log.ReadAs("payments", "t");
        var events = await reader.ReadAsync(1000, CancellationToken.None);
        Assert.Equal(200, events.Count);
        Assert.All(events.GroupBy(read => read.Key), key => Assert.Equal(Enumerable.Range(0, 25), key.Select(read => (int)read.Envelope.Span[0])));
    }

    public void Dispose() => folder.Dispose();

    private static LoggedEvent Event(string id) => new("t", id, id, "{}"u8.ToArray());

    private SqliteEventLog Open() => new(folder.File("events.db"), clock);
}
