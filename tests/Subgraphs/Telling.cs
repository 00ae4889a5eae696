using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Other subgraphs' events, told to the one that is tested.</summary>
internal static class Telling
{
    internal static async Task TellAsync(this RunningSubgraph subgraph, TimeProvider clock, params IReadOnlyList<IEvent> events)
    {
        foreach (var told in events)
        {
            var envelope = EventEnvelope.Wrap(told, "/finflow/test", clock);
            await subgraph.Events.AppendAsync(
                [new LoggedEvent(Topics.ContractOf(told.GetType()).Topic, envelope.Subject, envelope.Id, envelope.ToUtf8())], CancellationToken.None);
        }
    }

    /// <summary>Asks until it is true: consumers take a moment.</summary>
    internal static async Task<T> UntilAsync<T>(Func<Task<T>> read, Func<T, bool> isTrue)
    {
        for (var attempt = 0; attempt < 1_200; attempt++)
        {
            var value = await read();
            if (isTrue(value))
            {
                return value;
            }

            await Task.Delay(25);
        }

        throw new TimeoutException("It did not become true.");
    }

    internal static PaymentFacts Payment(string id, string organizationId, string userId, long minor, DateTimeOffset at, string currency = "USD", string? country = "US")
        => new(id, organizationId, userId, minor, currency, "order", null, country, "pm_1", "visa", "sandbox", "ch_1", "AUTOMATIC", at);
}
