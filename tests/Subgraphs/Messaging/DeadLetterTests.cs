using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A handler that fails is tried again; what keeps failing goes aside and can be told again. So it is on every event log.</summary>
public abstract class DeadLetterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly IEventLog stored;
    private readonly SqlitePersonKeys keys;
    private readonly SealedEventLog log;
    private readonly TimeSpan silence;

    /// <param name="open">Opens the log, in a folder where there has to be one.</param>
    /// <param name="silence">In which a reader of dead letters has seen all that are there.</param>
    private protected DeadLetterTests(Func<TemporaryFolder, IEventLog> open, TimeSpan silence)
    {
        (stored, this.silence) = (open(folder), silence);
        keys = new SqlitePersonKeys(folder.File("person-keys.db"), SomeKeys.Cipher());
        log = new SealedEventLog(stored, keys);
    }

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
            if (tags.ToArray().Contains(new("group", Counting)))
            {
                var topic = tags.ToArray().Single(tag => tag.Key == "topic").Value;
                counted.AddOrUpdate($"{instrument.Name} {topic}", value, (_, before) => before + value);
            }
        });
        listener.Start();
        var witness = new Witness { Refused = "poison" };
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, Listen, witness, group: Counting);

        await bakery.PublishAsync("poison");
        await Telling.UntilAsync(() => Task.FromResult(counted.GetValueOrDefault($"finflow_events_dead_lettered {Topics.Users}")), count => count == 1);
        Assert.Equal(3, witness.Attempts);
        Assert.Equal(2, counted[$"finflow_events_retried {Topics.Users}"]);

        await bakery.PublishAsync("next");
        await witness.WaitForAsync(1);
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

    [Fact]
    public async Task Event_Sealed_With_Another_Key_Should_Become_A_Dead_Letter_That_Whoever_Has_The_Key_Can_Open()
    {
        var witness = new Witness();
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, Listen, witness);
        await bakery.PublishAsync("before");
        await witness.WaitForAsync(1);

        // As after a database of keys was restored from before this person had one: the person's key is another now.
        using var otherKeys = new SqlitePersonKeys(folder.File("lost-keys.db"), SomeKeys.Cipher());
        var other = new SealedEventLog(stored, otherKeys);
        await AppendAsync(other, EventEnvelope.Wrap(Bakery.Renamed("sealed"), "/finflow/test", TimeProvider.System).ToUtf8());
        await bakery.PublishAsync("next");
        await witness.WaitForAsync(2);

        Assert.Equal(["before", "next"], witness.Names);
        var dead = Assert.Single(await other.ReadAs("test", Topics.DeadLettersOf(Topics.Users)).ReadAsync(10, CancellationToken.None));
        Assert.Equal("sealed", ((UserUpdated)EventEnvelope.Parse(dead.Envelope.Span).TryRead()!).Name);
    }

    [Theory]
    [InlineData("""{"sealedfor":"usr_1", broken""")]
    [InlineData("""{"sealedfor":"usr_1"}""")]
    [InlineData("""{"sealedfor":1,"sealed":true}""")]
    [InlineData("""{"specversion":"1.0","id":"e","source":"s","type":"user.updated","time":"2026-03-01T12:00:00Z","subject":"usr_1","data":{},"sealedfor":"usr_1","sealed":"no base64"}""")]
    public async Task Bytes_That_Nobody_Can_Open_Should_Become_A_Dead_Letter_And_Block_Nobody(string bytes)
    {
        var witness = new Witness();
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, Listen, witness);
        await bakery.PublishAsync("before");
        await witness.WaitForAsync(1);

        await AppendAsync(stored, Encoding.UTF8.GetBytes(bytes));
        await bakery.PublishAsync("next");
        await witness.WaitForAsync(2);

        var dead = Assert.Single(await stored.ReadAs("test", Topics.DeadLettersOf(Topics.Users)).ReadAsync(10, CancellationToken.None));
        Assert.Equal(bytes, Encoding.UTF8.GetString(dead.Envelope.Span));
    }

    private string Counting => $"counting by {GetType().Name}";

    private static void Listen(MessagingBuilder listen)
    {
        listen.Options.AttemptsMax = 3;
        listen.Options.RetryDelay = TimeSpan.FromMilliseconds(5);
        listen.On<UserUpdated, Remember>();
    }

    public virtual void Dispose()
    {
        log.Dispose();
        keys.Dispose();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Task AppendAsync(IEventLog log, byte[] envelope)
        => log.AppendAsync([new LoggedEvent(Topics.Users, "usr_1", "evt_1", envelope)], CancellationToken.None);

    private Task<int> ReplayAsync() => DeadLetterReplay.ReplayAsync(log, Topics.Users, silence, CancellationToken.None).CountAsync().AsTask();
}

/// <summary>On the file of an embedded installation.</summary>
public sealed class SqliteDeadLetterTests() : DeadLetterTests(folder => new SqliteEventLog(folder.File("events.db"), TimeProvider.System), TimeSpan.FromMilliseconds(100));

/// <summary>On a cluster of Kafka.</summary>
public sealed class KafkaDeadLetterTests : DeadLetterTests
{
    private readonly MockKafka cluster;

    public KafkaDeadLetterTests() : this(new MockKafka())
    {
    }

    private KafkaDeadLetterTests(MockKafka cluster) : base(_ => cluster.OpenLog(), TimeSpan.FromSeconds(2)) => this.cluster = cluster;

    public override void Dispose()
    {
        base.Dispose();
        cluster.Dispose();
    }
}
