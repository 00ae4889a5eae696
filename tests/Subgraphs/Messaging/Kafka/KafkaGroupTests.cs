using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A group's topics in one process: none of them waits for another.</summary>
public sealed class KafkaGroupTests : IDisposable
{
    private const int Many = 9_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MockKafka cluster = new();
    private readonly KafkaEventLog log;

    public KafkaGroupTests()
    {
        cluster.CreateTopic("slow", 2);
        cluster.CreateTopic("quick", 2);
        log = cluster.OpenLog();
    }

    [Fact]
    public async Task Topic_That_Nobody_Reads_On_Should_Keep_No_Other_Waiting_And_Lose_Nothing()
    {
        using var slow = log.ReadAs("payments", "slow");
        using var quick = log.ReadAs("payments", "quick");
        await log.AppendAsync([.. Enumerable.Range(0, Many).Select(i => Event("slow", i))], CancellationToken.None);
        var first = (await slow.ReadAsync(1, CancellationToken.None).WaitAsync(Patience))[0];
        for (var i = 0; i < 5; i++)
        {
            await log.AppendAsync([Event("quick", i)], CancellationToken.None);
            await HandleAsync(quick, 1, []);
        }

        var handled = new List<ReadEvent>();
        await HandleAsync(slow, Many, handled);

        Assert.Equal(first, handled[0]);
        Assert.Equal(Enumerable.Range(0, Many).Select(i => $"{i}").Order(StringComparer.Ordinal), handled.Select(read => read.Key).Order(StringComparer.Ordinal));
        Assert.All(
            handled.GroupBy(read => read.Place.Split(':')[0]),
            partition => Assert.Equal(partition.Select(read => int.Parse(read.Key)).Order(), partition.Select(read => int.Parse(read.Key))));
        Assert.Equal(0, slow.CountLag());
    }

    [Fact]
    public async Task Reader_That_Comes_Again_Beside_Another_Topics_Should_Begin_With_What_Was_Not_Committed()
    {
        using var quick = log.ReadAs("payments", "quick");
        using (var slow = log.ReadAs("payments", "slow"))
        {
            await log.AppendAsync([.. Enumerable.Range(0, 3).Select(i => new LoggedEvent("slow", "a key", $"{i}", new byte[] { (byte)i }))], CancellationToken.None);
            await HandleAsync(slow, 1, []);
            await slow.ReadAsync(2, CancellationToken.None).WaitAsync(Patience);
        }

        using var again = log.ReadAs("payments", "slow");
        var handled = new List<ReadEvent>();
        await HandleAsync(again, 2, handled);
        await log.AppendAsync([Event("quick", 0)], CancellationToken.None);
        await HandleAsync(quick, 1, []);

        Assert.Equal([1, 2], handled.Select(read => read.Envelope.Span[0]));
    }

    public void Dispose()
    {
        log.Dispose();
        cluster.Dispose();
    }

    private static LoggedEvent Event(string topic, int number) => new(topic, $"{number}", $"{topic} {number}", "{}"u8.ToArray());

    private static async Task HandleAsync(IEventReader reader, int count, List<ReadEvent> handled)
    {
        for (var left = count; left > 0;)
        {
            var events = await reader.ReadAsync(Math.Min(left, 50), CancellationToken.None).WaitAsync(Patience);
            await reader.CommitAsync(events[^1].Position, CancellationToken.None);
            handled.AddRange(events);
            left -= events.Count;
        }
    }
}
