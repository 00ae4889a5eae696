using FinFlow.Messaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A real broker is reached by TLS, and only when somebody who is trusted vouches for it.</summary>
public sealed class KafkaTlsTests : IDisposable
{
    private readonly SomeAuthority trusted = new();
    private readonly SomeAuthority stranger = new();

    // librdkafka sets memory aside for an answer about topics by the answer's length, and has too little for one that names nothing but a
    // single topic of a few letters: it would ask again without end. Our own names are long enough.
    private const string Topic = Topics.Payments;

    [KafkaFact]
    public async Task Events_Should_BeToldByTls_AndTheBrokerRefusedWhenNobodyVouchesForIt()
    {
        using var broker = new RunningKafka(trusted.IssuePfx("the password"), "the password");
        using var log = Open(broker, trusted);
        using var other = Open(broker, stranger);
        await log.AppendAsync([new LoggedEvent(Topic, "key", "evt_1", "{}"u8.ToArray())], CancellationToken.None);
        using var reader = log.ReadAs("accounting", Topic);
        var read = await Eventually(reader);

        Assert.Equal("key", read.Key);
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => other.ProbeAsync(TimeSpan.FromSeconds(1), CancellationToken.None));
        Assert.Equal("KafkaException", refused.GetType().Name);
    }

    public void Dispose()
    {
        trusted.Dispose();
        stranger.Dispose();
    }

    private static KafkaEventLog Open(RunningKafka broker, SomeAuthority authority)
        => new(new KafkaConnection($"localhost:{broker.Port}", RunningKafka.Version, NullLogger.Instance, new KafkaTls(authority.AuthorityPath)), MockKafka.LibraryPath);

    private static async Task<ReadEvent> Eventually(IEventReader reader)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (await reader.ReadAsync(1, CancellationToken.None) is [var read])
            {
                return read;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException("The broker's event was not read within 30 s.");
    }
}
