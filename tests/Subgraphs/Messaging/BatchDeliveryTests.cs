using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Events that wait together are committed together, and one that fails takes none of the others with it.</summary>
public sealed class BatchDeliveryTests : BakeryTests
{
    [Fact]
    public async Task EventsThatWaitTogether_Should_BeCommittedTogether_InTheirOrder()
    {
        await TellAsync("first", "second", "third");
        var witness = new Witness();
        await using var bakery = await OpenAsync(Listen, witness);

        var loaves = await UntilConsumedAsync(bakery, 3);

        Assert.Equal(["first", "second", "third"], witness.Names);
        Assert.Single(loaves.Select(loaf => loaf.Transaction).Distinct());
    }

    [Fact]
    public async Task OneThatFails_Should_TakeNoneOfTheOthersWithIt()
    {
        await TellAsync("first", "poison", "third");
        await using var bakery = await OpenAsync(Listen, new Witness { Refused = "poison" });

        var loaves = await UntilConsumedAsync(bakery, 2);

        Assert.Equal(["first", "third"], loaves.Select(loaf => loaf.Name));
        Assert.Equal(2, loaves.Select(loaf => loaf.Transaction).Distinct().Count());
        var dead = Assert.Single(await Log.ReadAs("test", Topics.DeadLettersOf(Topics.Users)).ReadAsync(10, CancellationToken.None));
        Assert.Equal("poison", ((UserUpdated)EventEnvelope.Parse(dead.Envelope.Span).TryRead()!).Name);
    }

    [Fact]
    public async Task SameEventTwiceTogether_Should_BeConsumedOnce()
    {
        var envelope = EventEnvelope.Wrap(Bakery.Renamed("twice"), "/finflow/auth", TimeProvider.System);
        await Log.AppendAsync(
            [new LoggedEvent(Topics.Users, "usr_1", envelope.Id, envelope.ToUtf8()), new LoggedEvent(Topics.Users, "usr_1", envelope.Id + "-again", envelope.ToUtf8())],
            CancellationToken.None);
        await TellAsync("last");
        await using var bakery = await OpenAsync(Listen, new Witness());

        Assert.Equal(["last", "twice"], (await UntilConsumedAsync(bakery, 2)).Select(loaf => loaf.Name));
    }

    private static void Listen(MessagingBuilder listen) => listen.On<UserUpdated, Baker>();

    private Task TellAsync(params string[] names) => TellAsync([.. names.Select(Bakery.Renamed)]);

    /// <summary>Keeps the name, and in which transaction it came.</summary>
    private sealed class Baker(Witness witness, BakeryDbContext db) : IEventHandler<UserUpdated>
    {
        public Task HandleAsync(EventContext<UserUpdated> received, CancellationToken cancellationToken)
        {
            witness.Attempt(received.Payload.Name);
            Bake(db, received.Payload.Name);
            return Task.CompletedTask;
        }
    }
}
