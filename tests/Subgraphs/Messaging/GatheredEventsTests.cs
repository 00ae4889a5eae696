using FinFlow.Finance;
using FinFlow.Messaging;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A group that gathers commits together what comes within the time, and saves at once what is found by key.</summary>
public sealed class GatheredEventsTests : BakeryTests
{
    [Fact]
    public async Task EventsWithinTheTime_Should_BeCommittedTogether()
    {
        await using var bakery = await OpenAsync(
            listen =>
            {
                listen.Options.GatherFor = TimeSpan.FromSeconds(2);
                listen.On<UserUpdated, BakeOfUser>().On<ProcessStarted, BakeOfProcess>();
            });

        await TellAsync(Bakery.Renamed("users"));
        await Task.Delay(TimeSpan.FromMilliseconds(200)); // It has been read by now.
        await TellAsync(new ProcessStarted("auth", Noon));

        var loaves = await UntilConsumedAsync(bakery, 2);
        Assert.Equal(["system", "users"], loaves.Select(loaf => loaf.Name));
        Assert.Single(loaves.Select(loaf => loaf.Transaction).Distinct());
    }

    [Fact]
    public async Task WhatIsFoundByKey_Should_BeSavedOnce_AndBeThereForWhoeverSearches()
    {
        string[] names = ["first", "second", "third", "search", "fourth"];
        await TellAsync([.. names.Select(name => (IEvent)(name == "search" ? new UserRegistered("usr_2", "org_1", "bo@example.com", name, ["MERCHANT"], Noon) : Bakery.Renamed(name)))]);
        var seen = new Seen();
        await using var bakery = await OpenAsync(listen => listen.On<UserUpdated, Count>().On<UserRegistered, Search>(), seen);

        await Telling.UntilAsync(() => bakery.WithDbAsync(db => db.Set<InboxMessage>().CountAsync()), consumed => consumed == names.Length);
        var counted = await bakery.WithDbAsync(db => db.Loaves.AsNoTracking().SingleAsync());

        Assert.Equal(3, seen.Minor);
        Assert.Equal((4, 1), (counted.Price.Minor, counted.Version)); // Added with three, changed once.
    }

    private sealed class Seen
    {
        internal long Minor { get; set; }
    }

    private sealed class BakeOfUser(BakeryDbContext db) : IEventHandler<UserUpdated>
    {
        public Task HandleAsync(EventContext<UserUpdated> received, CancellationToken cancellationToken)
        {
            Bake(db, "users");
            return Task.CompletedTask;
        }
    }

    private sealed class BakeOfProcess(BakeryDbContext db) : IEventHandler<ProcessStarted>
    {
        public Task HandleAsync(EventContext<ProcessStarted> received, CancellationToken cancellationToken)
        {
            Bake(db, "system");
            return Task.CompletedTask;
        }
    }

    private sealed class Count(BakeryDbContext db) : IEventHandler<UserUpdated>
    {
        public static bool FindsByKey => true;

        public async Task HandleAsync(EventContext<UserUpdated> received, CancellationToken cancellationToken)
        {
            if (await db.Loaves.FindAsync(["counted"], cancellationToken) is { } loaf)
            {
                db.Entry(loaf).CurrentValues.SetValues(loaf with { Price = new Money(loaf.Price.Minor + 1, loaf.Price.Currency) });
                return;
            }

            db.Add(new Loaf { Id = "counted", State = LoafState.Sold, Price = new Money(1, Currency.Of("USD")), BakedAt = Noon });
        }
    }

    private sealed class Search(Seen seen, BakeryDbContext db) : IEventHandler<UserRegistered>
    {
        public async Task HandleAsync(EventContext<UserRegistered> received, CancellationToken cancellationToken)
            => seen.Minor = (await db.Loaves.AsNoTracking().SingleAsync(cancellationToken)).Price.Minor;
    }
}
