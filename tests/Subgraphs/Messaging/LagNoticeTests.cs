using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A group that falls behind is seen: how far, and that somebody should look.</summary>
public sealed class LagNoticeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteEventLog log;

    public LagNoticeTests() => log = new SqliteEventLog(folder.File("events.db"), TimeProvider.System);

    [Fact]
    public async Task GroupThatIsFarBehind_Should_BeCounted_AndTellSoOnce()
    {
        var gate = new Gate();
        await using var bakery = await Bakery.OpenAsync(folder.Path, log, Listen, gate, group: "slow-bakery");
        // Straight into the log: whoever waits at the gate holds the database's one place for a writer.
        string[] names = ["one", "two", "three", "four"];
        await log.AppendAsync([.. names.Select(Told)], CancellationToken.None);

        using var reader = log.ReadAs("test", Topics.System);
        var told = Assert.Single(await reader.ReadAsync(10, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30)));
        await Telling.UntilAsync(() => Task.FromResult(ConsumerLag.Of("slow-bakery")), lags => lags is [{ Topic: Topics.Users, Events: 4 }]);
        gate.Opening.SetResult();
        await Telling.UntilAsync(() => Task.FromResult(ConsumerLag.Of("slow-bakery")), lags => lags is [{ Events: 0 }]);

        var notice = Assert.IsType<LagExceeded>(EventEnvelope.Parse(told.Envelope.Span).TryRead());
        Assert.Equal(("slow-bakery", Topics.Users), (notice.Group, notice.Topic));
        Assert.InRange(notice.Lag, 3, 4);
        Assert.Equal(1, reader.CountLag());
    }

    public void Dispose()
    {
        log.Dispose();
        folder.Dispose();
    }

    private static LoggedEvent Told(string name)
    {
        var envelope = EventEnvelope.Wrap(Bakery.Renamed(name), "/finflow/test", TimeProvider.System);
        return new LoggedEvent(Topics.Users, envelope.Subject, envelope.Id, envelope.ToUtf8());
    }

    private static void Listen(MessagingBuilder messaging)
    {
        messaging.Options.LagEventsMax = 2;
        messaging.Options.LagInterval = TimeSpan.FromMilliseconds(10);
        messaging.On<UserUpdated, WaitAtTheGate>();
    }

    private sealed class Gate
    {
        internal TaskCompletionSource Opening { get; } = new();
    }

    private sealed class WaitAtTheGate(Gate gate) : IEventHandler<UserUpdated>
    {
        public Task HandleAsync(EventContext<UserUpdated> received, CancellationToken cancellationToken) => gate.Opening.Task.WaitAsync(cancellationToken);
    }
}
