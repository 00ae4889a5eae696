using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What waits for the group's transaction goes into the next one together, whatever its topic; what fails there is handled by itself.</summary>
public sealed class TopicsTogetherTests : BakeryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EventsOfSeveralTopics_Should_BeCommittedTogether_UnlessOneFails(bool oneFails)
    {
        var oven = new Oven { Refused = oneFails ? "accounting" : null };
        await using var bakery = await OpenAsync(listen => listen.On<UserUpdated, BakeOfUser>().On<ProcessStarted, BakeOfProcess>().On<PeriodClosed, BakeOfPeriod>(), oven);
        await TellAsync(Bakery.Renamed("users"));
        await oven.IsBusy.Task;

        await TellAsync(new ProcessStarted("auth", Noon));
        await TellAsync(new PeriodClosed("fp_1", "org_1", new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 31), Noon));
        await Telling.UntilAsync(() => Task.FromResult(Oven.Read), read => read >= 2);
        await Task.Delay(500); // From having been read to waiting it is a few instructions.
        oven.IsFree.SetResult();

        var loaves = await UntilConsumedAsync(bakery, oneFails ? 2 : 3);
        Assert.Equal(oneFails ? ["system", "users"] : ["accounting", "system", "users"], loaves.Select(loaf => loaf.Name));
        Assert.Equal(2, loaves.Select(loaf => loaf.Transaction).Distinct().Count());
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

        internal void BakeIn(BakeryDbContext db, string name)
        {
            if (name == Refused)
            {
                throw new InvalidOperationException("Not this.");
            }

            BakeryTests.Bake(db, name);
        }
    }

    private sealed class BakeOfUser(Oven oven, BakeryDbContext db) : IEventHandler<UserUpdated>
    {
        public async Task HandleAsync(EventContext<UserUpdated> received, CancellationToken cancellationToken)
        {
            oven.IsBusy.TrySetResult();
            await oven.IsFree.Task;
            oven.BakeIn(db, "users");
        }
    }

    private sealed class BakeOfProcess(Oven oven, BakeryDbContext db) : IEventHandler<ProcessStarted>
    {
        public static bool Concerns(ProcessStarted told) => Oven.CountRead();

        public Task HandleAsync(EventContext<ProcessStarted> received, CancellationToken cancellationToken)
        {
            oven.BakeIn(db, "system");
            return Task.CompletedTask;
        }
    }

    private sealed class BakeOfPeriod(Oven oven, BakeryDbContext db) : IEventHandler<PeriodClosed>
    {
        public static bool Concerns(PeriodClosed told) => Oven.CountRead();

        public Task HandleAsync(EventContext<PeriodClosed> received, CancellationToken cancellationToken)
        {
            oven.BakeIn(db, "accounting");
            return Task.CompletedTask;
        }
    }
}
