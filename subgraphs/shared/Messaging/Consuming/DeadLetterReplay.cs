using System.Runtime.CompilerServices;

namespace FinFlow.Messaging;

/// <summary>Tells events again that a group gave up, once what was in their way has been mended. Each dead letter is told again once.</summary>
/// <remarks>Whoever handled the event knows it by its id; so it is the group that gave it up which handles it now, or gives it up anew.</remarks>
public static class DeadLetterReplay
{
    /// <summary>The group whose place in the dead letters says what has been told again.</summary>
    public const string Group = "replay";

    private const int EventsMax = 100_000;

    /// <param name="topic">Whose dead letters: those that are there now. What is given up anew meanwhile waits for the next time.</param>
    /// <param name="silence">There are no more when none came for so long.</param>
    /// <returns>What has been told again, as it happens.</returns>
    public static async IAsyncEnumerable<ReadEvent> ReplayAsync(
        IEventLog log, string topic, TimeSpan silence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = log.ReadAs(Group, Topics.DeadLettersOf(topic));
        foreach (var read in await CollectAsync(reader, silence, cancellationToken))
        {
            // The log knows the event's own id already and would take it for told.
            await log.AppendAsync([new LoggedEvent(topic, read.Key, $"{Group}/{read.Place}", read.Envelope)], cancellationToken);
            await reader.CommitAsync(read.Position, cancellationToken);
            yield return read;
        }
    }

    private static async Task<IReadOnlyList<ReadEvent>> CollectAsync(IEventReader reader, TimeSpan silence, CancellationToken cancellationToken)
    {
        var dead = await TryReadAsync(reader, silence, cancellationToken);
        for (var known = 0; dead.Count > known;)
        {
            known = dead.Count;
            await Task.Delay(silence, cancellationToken);
            dead = await reader.ReadAsync(EventsMax, cancellationToken);
        }

        return dead;
    }

    /// <returns>Nothing when nothing came in time.</returns>
    private static async Task<IReadOnlyList<ReadEvent>> TryReadAsync(IEventReader reader, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ended.CancelAfter(patience);
        try
        {
            return await reader.ReadAsync(EventsMax, ended.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }
}
