using System.Text.Json;
using FinFlow.Hosting;
using FinFlow.Messaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinFlow.Cli;

/// <summary>The event log of an installation, a file or a Kafka cluster: each group has handled what it was told, or somebody has to look.</summary>
internal abstract class InstallationEvents
{
    private const string FileName = "events.db";

    /// <param name="folder">An embedded installation's folder, in place of the configured log.</param>
    /// <returns>Null where nothing has been told yet.</returns>
    public static InstallationEvents? Of(FinFlowConfiguration configuration, string? folder)
    {
        if (folder is null && configuration.Get("KAFKA_BROKER") is not null)
        {
            return new EventsOnKafka(EventLogs.Open(configuration, TimeProvider.System, NullLoggerFactory.Instance));
        }

        var file = Path.Combine(Path.GetFullPath(folder ?? configuration.DataFolder), FileName);
        return File.Exists(file) ? new EventsInAFile(file) : null;
    }

    public abstract Task<Finding> ProveNothingGivenUpAsync();
}

internal sealed class EventsInAFile(string file) : InstallationEvents
{
    public override Task<Finding> ProveNothingGivenUpAsync() => Invariants.NothingGivenUp.ProveAsync(file);
}

internal sealed class EventsOnKafka(OpenEventLog log) : InstallationEvents, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public override async Task<Finding> ProveNothingGivenUpAsync()
    {
        var (count, given) = (0L, new List<string>());
        foreach (var topic in Topics.All)
        {
            count += await log.Kafka!.CountAsync(topic, Patience, CancellationToken.None);
            var untold = await log.Kafka.PeekAsync(
                DeadLetterReplay.Group, Topics.DeadLettersOf(topic), Invariant.ExceptionsMax + 1 - given.Count, Patience, CancellationToken.None);
            given.AddRange(untold.Select(dead => $"{NameOf(dead)} of {dead.Topic}"));
        }

        return Invariants.NothingGivenUp.Found(count, given);
    }

    public void Dispose() => log.Dispose();

    // What could not be parsed has no id of its own; its place names it as well.
    private static string NameOf(ReadEvent dead)
    {
        try
        {
            return EventEnvelope.Parse(dead.Envelope.Span).Id;
        }
        catch (JsonException)
        {
            return dead.Place;
        }
    }
}
