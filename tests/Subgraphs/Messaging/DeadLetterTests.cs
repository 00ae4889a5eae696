using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A handler that fails is tried again; what keeps failing goes aside and can be told again.</summary>
public sealed class DeadLetterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteEventLog log;

    public DeadLetterTests() => log = new SqliteEventLog(folder.File("events.db"), TimeProvider.System);

    [Fact]
    public async Task Failing_Handler_Should_Be_Retried_And_Leave_Nothing_Of_Its_Failures()
    {
        var witness = new Witness { Failures = 2 };
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, Listen, witness);

        await bakery.PublishAsync("stubborn");
        await witness.WaitForAsync(1);

        Assert.Equal(["stubborn"], witness.Names);
        Assert.Equal(3, witness.Attempts);
    }

    [Fact]
    public async Task Event_That_Keeps_Failing_Should_Become_A_Dead_Letter_And_Block_Nobody()
    {
        var witness = new Witness { Refused = "poison" };
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, Listen, witness);

        await bakery.PublishAsync("poison");
        await bakery.PublishAsync("next");
        await witness.WaitForAsync(1);

        Assert.Equal(["next"], witness.Names);
        var dead = Assert.Single(await log.ReadAs("test", Topics.DeadLettersOf(Topics.Users)).ReadAsync(10, CancellationToken.None));
        Assert.Equal("poison", ((UserUpdated)EventEnvelope.Parse(dead.Envelope.Span).TryRead()!).Name);
        var told = Assert.Single(await log.ReadAs("test", Topics.System).ReadAsync(10, CancellationToken.None));
        var notice = Assert.IsType<DeadLetterAdded>(EventEnvelope.Parse(told.Envelope.Span).TryRead());
        Assert.Equal(("bakery", 3, "InvalidOperationException"), (notice.Group, notice.Attempts, notice.Error));
    }

    [Fact]
    public async Task Retries_And_Dead_Letters_Should_Be_Counted_By_Group_And_Topic()
    {
        var counted = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == "FinFlow.Messaging" && instrument is Counter<long>)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            // The meter is the whole process's; the group is this test's own.
            if (tags.ToArray().Contains(new("group", "counting")))
            {
                var topic = tags.ToArray().Single(tag => tag.Key == "topic").Value;
                counted.AddOrUpdate($"{instrument.Name} {topic}", value, (_, before) => before + value);
            }
        });
        listener.Start();
        var witness = new Witness { Refused = "poison" };
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, Listen, witness, group: "counting");

        await bakery.PublishAsync("poison");
        await bakery.PublishAsync("next");
        await witness.WaitForAsync(1);

        Assert.Equal(3, witness.Attempts - 1);
        Assert.Equal(2, counted[$"finflow_events_retried {Topics.Users}"]);
        Assert.Equal(1, counted[$"finflow_events_dead_lettered {Topics.Users}"]);
    }

    [Fact]
    public async Task Dead_Letter_That_Is_Told_Again_Should_Be_Handled_By_Who_Gave_It_Up_And_By_Nobody_Else()
    {
        var (failing, content) = (new Witness { Failures = 6 }, new Witness());
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, Listen, failing);
        using var other = new TemporaryFolder();
        await using var mill = await Bakery.OpenAsync(other.Path, log, Listen, content, group: "mill");
        await bakery.PublishAsync("poison");
        await content.WaitForAsync(1);
        await Telling.UntilAsync(ReplayAsync, told => told == 1);

        // The cause was not mended: it is given up once more, which waits for the next time.
        await Telling.UntilAsync(ReplayAsync, told => told == 1);
        await failing.WaitForAsync(1);
        await bakery.PublishAsync("next");
        await content.WaitForAsync(2);
        await failing.WaitForAsync(2);

        Assert.Equal(["poison", "next"], failing.Names);
        Assert.Equal(["poison", "next"], content.Names);
        Assert.Equal(0, await ReplayAsync());
    }

    private static void Listen(MessagingBuilder listen)
    {
        listen.Options.AttemptsMax = 3;
        listen.Options.RetryDelay = TimeSpan.FromMilliseconds(5);
        listen.On<UserUpdated, Remember>();
    }

    public void Dispose()
    {
        log.Dispose();
        folder.Dispose();
    }

    private Task<int> ReplayAsync() => DeadLetterReplay.ReplayAsync(log, Topics.Users, TimeSpan.FromMilliseconds(100), CancellationToken.None).CountAsync().AsTask();
}
