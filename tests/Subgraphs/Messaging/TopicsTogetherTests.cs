using FinFlow.Finance;
using FinFlow.Messaging;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What waits for the group's transaction goes into the next one together, whatever its topic; what fails there is handled by itself.</summary>
public sealed class TopicsTogetherTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly SqliteEventLog log;

    public TopicsTogetherTests() => log = new SqliteEventLog(folder.File("events.db"), TimeProvider.System);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EventsOfSeveralTopics_Should_BeCommittedTogether_UnlessOneFails(bool oneFails)
    {
        var oven = new Oven { Refused = oneFails ? "accounting" : null };
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, Listen, oven);
        await TellAsync(Bakery.Renamed("users"));
        await oven.IsBusy.Task;

        await TellAsync(new ProcessStarted("auth", Noon));
        await TellAsync(new PeriodClosed("fp_1", "org_1", new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 31), Noon));
        await Telling.UntilAsync(() => Task.FromResult(Oven.Read), read => read >= 2);
        await Task.Delay(500); // From having been read to waiting it is a few instructions.
        oven.IsFree.SetResult();

        var expected = oneFails ? 2 : 3;
        await Telling.UntilAsync(() => bakery.WithDbAsync(db => db.Set<InboxMessage>().CountAsync()), consumed => consumed == expected);
        var loaves = await bakery.WithDbAsync(db => db.Loaves.AsNoTracking().Select(loaf => loaf.Id).ToListAsync());
        Assert.Equal(oneFails ? ["system", "users"] : ["accounting", "system", "users"], loaves.Select(id => id.Split(' ')[0]).Order());
        Assert.Equal(2, loaves.Select(id => id.Split(' ')[1]).Distinct().Count());
    }

    public void Dispose()
    {
        log.Dispose();
        folder.Dispose();
    }

    private static void Listen(MessagingBuilder listen)
    {
        listen.Options.AttemptsMax = 2;
        listen.Options.RetryDelay = TimeSpan.FromMilliseconds(1);
        listen.On<UserUpdated, BakeOfUser>().On<ProcessStarted, BakeOfProcess>().On<PeriodClosed, BakeOfPeriod>();
    }

    private Task TellAsync(IEvent told)
    {
        var envelope = EventEnvelope.Wrap(told, "/finflow/test", TimeProvider.System);
        return log.AppendAsync([new LoggedEvent(Topics.ContractOf(told.GetType()).Topic, told.AggregateId, envelope.Id, envelope.ToUtf8())], CancellationToken.None);
    }

    /// <summary>Holds the first transaction until it is free, and says how often events of other topics were looked at.</summary>
    private sealed class Oven
    {
        private static int read;

        internal Oven() => read = 0;

        internal TaskCompletionSource IsBusy { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal TaskCompletionSource IsFree { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal string? Refused { get; init; }

        internal static int Read => Volatile.Read(ref read);

        internal static bool CountRead() => Interlocked.Increment(ref read) > 0;

        internal void Bake(BakeryDbContext db, string name)
        {
            if (name == Refused)
            {
                throw new InvalidOperationException("Not this.");
            }

            db.Add(new Loaf { Id = $"{name} {db.Database.CurrentTransaction!.TransactionId}", State = LoafState.Sold, Price = new Money(1, Currency.Of("USD")), BakedAt = Noon });
        }
    }

    private sealed class BakeOfUser(Oven oven, BakeryDbContext db) : IEventHandler<UserUpdated>
    {
        public async Task HandleAsync(EventContext<UserUpdated> received, CancellationToken cancellationToken)
        {
            oven.IsBusy.TrySetResult();
            await oven.IsFree.Task;
            oven.Bake(db, "users");
        }
    }

    private sealed class BakeOfProcess(Oven oven, BakeryDbContext db) : IEventHandler<ProcessStarted>
    {
        public static bool Concerns(ProcessStarted told) => Oven.CountRead();

        public Task HandleAsync(EventContext<ProcessStarted> received, CancellationToken cancellationToken)
        {
            oven.Bake(db, "system");
            return Task.CompletedTask;
        }
    }

    private sealed class BakeOfPeriod(Oven oven, BakeryDbContext db) : IEventHandler<PeriodClosed>
    {
        public static bool Concerns(PeriodClosed told) => Oven.CountRead();

        public Task HandleAsync(EventContext<PeriodClosed> received, CancellationToken cancellationToken)
        {
            oven.Bake(db, "accounting");
            return Task.CompletedTask;
        }
    }
}
