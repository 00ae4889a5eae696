using FinFlow.Finance;
using FinFlow.Messaging;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Events that wait together are committed together, and one that fails takes none of the others with it.</summary>
public sealed class BatchDeliveryTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly SqliteEventLog log;

    public BatchDeliveryTests() => log = new SqliteEventLog(folder.File("events.db"), TimeProvider.System);

    [Fact]
    public async Task EventsThatWaitTogether_Should_BeCommittedTogether_InTheirOrder()
    {
        await TellAsync("first", "second", "third");
        var witness = new Witness();
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, Listen, witness);

        var loaves = await UntilConsumedAsync(bakery, 3);

        Assert.Equal(["first", "second", "third"], witness.Names);
        Assert.Single(loaves.Select(loaf => loaf.Transaction).Distinct());
    }

    [Fact]
    public async Task OneThatFails_Should_TakeNoneOfTheOthersWithIt()
    {
        await TellAsync("first", "poison", "third");
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, Listen, new Witness { Refused = "poison" });

        var loaves = await UntilConsumedAsync(bakery, 2);

        Assert.Equal(["first", "third"], loaves.Select(loaf => loaf.Name));
        Assert.Equal(2, loaves.Select(loaf => loaf.Transaction).Distinct().Count());
        var dead = Assert.Single(await log.ReadAs("test", Topics.DeadLettersOf(Topics.Users)).ReadAsync(10, CancellationToken.None));
        Assert.Equal("poison", ((UserUpdated)EventEnvelope.Parse(dead.Envelope.Span).TryRead()!).Name);
    }

    [Fact]
    public async Task SameEventTwiceTogether_Should_BeConsumedOnce()
    {
        var envelope = EventEnvelope.Wrap(Bakery.Renamed("twice"), "/finflow/auth", TimeProvider.System);
        await log.AppendAsync(
            [new LoggedEvent(Topics.Users, "usr_1", envelope.Id, envelope.ToUtf8()), new LoggedEvent(Topics.Users, "usr_1", envelope.Id + "-again", envelope.ToUtf8())],
            CancellationToken.None);
        await TellAsync("last");
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, Listen, new Witness());

        Assert.Equal(["last", "twice"], (await UntilConsumedAsync(bakery, 2)).Select(loaf => loaf.Name));
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
        listen.On<UserUpdated, Bake>();
    }

    private Task TellAsync(params string[] names)
        => log.AppendAsync(
            [.. names.Select(name => EventEnvelope.Wrap(Bakery.Renamed(name), "/finflow/auth", TimeProvider.System)).Select(told => new LoggedEvent(Topics.Users, "usr_1", told.Id, told.ToUtf8()))],
            CancellationToken.None);

    private static async Task<List<(string Name, string Transaction)>> UntilConsumedAsync(Bakery bakery, int count)
    {
        await Telling.UntilAsync(() => bakery.WithDbAsync(db => db.Set<InboxMessage>().CountAsync()), consumed => consumed == count);
        var loaves = await bakery.WithDbAsync(db => db.Loaves.AsNoTracking().OrderBy(loaf => loaf.Id).Select(loaf => loaf.Id).ToListAsync());
        return [.. loaves.Select(id => (id.Split(' ')[0], id.Split(' ')[1]))];
    }

    /// <summary>Keeps the name, and in which transaction it came.</summary>
    private sealed class Bake(Witness witness, BakeryDbContext db) : IEventHandler<UserUpdated>
    {
        public Task HandleAsync(EventContext<UserUpdated> received, CancellationToken cancellationToken)
        {
            witness.Attempt(received.Payload.Name);
            db.Add(new Loaf
            {
                Id = $"{received.Payload.Name} {db.Database.CurrentTransaction!.TransactionId}", State = LoafState.Sold, Price = new Money(1, Currency.Of("USD")), BakedAt = Noon,
            });
            return Task.CompletedTask;
        }
    }
}
