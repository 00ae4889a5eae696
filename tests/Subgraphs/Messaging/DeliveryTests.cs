using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using FinFlow.Finance;
using FinFlow.Messaging;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace FinFlow.Subgraphs.Tests;

public sealed class DeliveryTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly SqliteEventLog log;

    private readonly ITestOutputHelper output;

    public DeliveryTests(ITestOutputHelper output)
    {
        this.output = output;
        log = new SqliteEventLog(folder.File("events.db"), TimeProvider.System);
    }

    [Fact]
    public async Task Event_Should_Reach_Its_Handler_Once_And_In_Order()
    {
        var witness = new Witness();
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, listen => listen.On<UserUpdated, Remember>(), witness);

        for (var i = 0; i < 20; i++)
        {
            await bakery.PublishAsync($"name {i}");
        }

        await witness.WaitForAsync(20);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"name {i}"), witness.Names);

        // The witness sees an event before its transaction has committed.
        await Telling.UntilAsync(() => bakery.WithDbAsync(db => db.Set<InboxMessage>().CountAsync()), count => count == 20);
    }

    [Fact]
    public async Task Event_Should_Not_Be_Told_When_Its_Cause_Is_Rolled_Back()
    {
        var witness = new Witness();
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, listen => listen.On<UserUpdated, Remember>(), witness);

        await bakery.WithDbAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Publish(Bakery.Renamed("never"), TimeProvider.System);
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
            return true;
        });
        await bakery.PublishAsync("told");

        await witness.WaitForAsync(1);
        Assert.Equal(["told"], witness.Names);
    }

    [Fact]
    public async Task Redelivered_Event_Should_Be_Consumed_Once()
    {
        var witness = new Witness();
        var envelope = EventEnvelope.Wrap(Bakery.Renamed("twice"), "/finflow/auth", TimeProvider.System);
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, listen => listen.On<UserUpdated, Remember>(), witness);

        // Another log id with the same event inside is what a broker that delivers again looks like.
        await log.AppendAsync([new LoggedEvent(Topics.Users, "usr_1", envelope.Id, envelope.ToUtf8())], CancellationToken.None);
        await log.AppendAsync([new LoggedEvent(Topics.Users, "usr_1", envelope.Id + "-again", envelope.ToUtf8())], CancellationToken.None);
        await bakery.PublishAsync("last");

        await witness.WaitForAsync(2);
        Assert.Equal(["twice", "last"], witness.Names);
    }

    [Fact]
    public async Task Answer_Of_A_Handler_Should_Be_Told_With_Its_Commit()
    {
        var witness = new Witness();
        await using var bakery = await Bakery.OpenAsync(
            folder.Path, log, listen => listen.On<UserRegistered, Answer>().On<UserUpdated, Remember>(), witness);

        await bakery.WithDbAsync(db =>
        {
            db.Publish(new UserRegistered("usr_1", "org_1", "ada@example.com", "Ada", ["MERCHANT"], Noon), TimeProvider.System);
            return db.SaveChangesAsync();
        });

        await witness.WaitForAsync(1);
        Assert.Equal(["answer to Ada"], witness.Names);
    }

    [Fact]
    public async Task Events_Should_Survive_A_Process_That_Dies_Before_Telling_Them()
    {
        // The first process has no relay, as if it had been killed right after its commit.
        await using (var silent = await Bakery.OpenAsync(folder.Path, new DeafLog()))
        {
            await silent.PublishAsync("survivor");
        }

        var witness = new Witness();
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, listen => listen.On<UserUpdated, Remember>(), witness);
        await witness.WaitForAsync(1);
        Assert.Equal(["survivor"], witness.Names);
    }

    [Fact]
    public async Task Events_Should_Arrive_Within_Milliseconds_Of_The_Commit()
    {
        var witness = new Witness();
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, listen => listen.On<UserUpdated, Remember>(), witness);
        for (var i = 0; i < 10; i++)
        {
            await bakery.PublishAsync("warm");
            await witness.WaitForAsync(i + 1);
        }

        var delays = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            await bakery.PublishAsync("timed");
            var committed = Stopwatch.GetTimestamp();
            await witness.WaitForAsync(11 + i);
            delays.Add(Stopwatch.GetElapsedTime(committed, witness.LastAt).TotalMilliseconds);
        }

        output.WriteLine($"from commit to handler: median {delays.Order().ElementAt(10):0.0} ms, slowest {delays.Max():0.0} ms");

        // The safety poll alone would take 125 ms on average; the bound leaves room for a loaded machine.
        Assert.InRange(delays.Order().ElementAt(10), 0, 60);
    }

    public void Dispose()
    {
        log.Dispose();
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    private sealed class Answer(BakeryDbContext db) : IEventHandler<UserRegistered>
    {
        public Task HandleAsync(EventContext<UserRegistered> received, CancellationToken cancellationToken)
        {
            db.Publish(Bakery.Renamed($"answer to {received.Payload.Name}"), TimeProvider.System);
            return Task.CompletedTask;
        }
    }

    /// <summary>A log that cannot be reached.</summary>
    private sealed class DeafLog : IEventLog
    {
        public Task AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken) => throw new IOException("Unreachable.");

        public IEventReader ReadAs(string group, string topic, TimeSpan gatherFor = default) => throw new IOException("Unreachable.");

        public IEventReader ReadSince(DateTimeOffset since, string topic) => throw new IOException("Unreachable.");
    }
}
