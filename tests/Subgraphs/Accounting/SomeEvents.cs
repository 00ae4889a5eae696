using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Events as other subgraphs tell them.</summary>
internal static class SomeEvents
{
    internal static PaymentFacts Payment(string paymentId, string organizationId, long amountMinor, string currency = "USD") => new(
        paymentId, organizationId, "usr_1", amountMinor, currency, "order 7", null, "US", "pm_1", "visa", "sandbox", "ch_1", "AUTOMATIC", DateTimeOffset.UnixEpoch);

    internal static PaymentCaptured Captured(string paymentId, DateTimeOffset at) => new(Payment(paymentId, "org_1", 1_000), 1_000, 0, at);

    /// <summary>Appends to the log, as the outbox of the event's subgraph does.</summary>
    internal static async Task TellAsync(this RunningSubgraph subgraph, TimeProvider clock, params IEvent[] events)
    {
        foreach (var told in events)
        {
            var envelope = EventEnvelope.Wrap(told, "/finflow/tests", clock);
            await subgraph.Events.AppendAsync(
                [new LoggedEvent(Topics.ContractOf(told.GetType()).Topic, envelope.Subject, envelope.Id, envelope.ToUtf8())], CancellationToken.None);
        }
    }

    internal static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (await isTrue())
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("It did not become true within thirty seconds.");
    }
}
