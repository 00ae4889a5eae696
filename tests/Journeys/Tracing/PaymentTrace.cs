namespace FinFlow.Journeys.Tests;

/// <summary>What one payment set off, as the processes told it.</summary>
internal static class PaymentTrace
{
    // Exporters send every five seconds, each on its own.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Takes a payment, and waits for its trace to reach the audit trail: from the gateway's door over subgraph and SQL, and over events from one subgraph to the next.</summary>
    /// <param name="address">Where payments takes what the gateway asks.</param>
    /// <param name="processOf">Which process tells of a subgraph.</param>
    public static async Task AssertWholeAsync(Deployment finflow, TraceReceiver receiver, string address, Func<string, string> processOf)
    {
        using var business = await Business.RegisterAsync(finflow);
        await business.Client.DataAsync(
            """
            mutation Pay($method: ID!) {
              processPayment(input: { amount: { amount: "12.50", currency: "USD" }, paymentMethodId: $method, reference: "order", idempotencyKey: "once" }) { payment { id } }
            }
            """,
            new { method = await business.AddPaymentMethodAsync() });

        (string Process, string Name)[] request =
        [
            ("gateway", "POST /graphql"), ("gateway", "mutation Pay"), ("gateway", "fetch payments"),
            (processOf("payments"), $"POST {address}"), (processOf("payments"), "mutation"), (processOf("payments"), "postgresql"),
        ];
        (string Process, string Name)[] events =
            [("gateway", "mutation Pay"), (processOf("transactions"), "transactions payment.authorized"), (processOf("compliance"), "compliance transaction.approved")];
        await Eventually.GetAsync(
            () => Task.FromResult(TraceOf(receiver.Spans, "mutation Pay") is var trace ? Missing(trace, request) + Missing(trace, events) : ""), missing => missing == "", Patience);
    }

    private static List<Span> TraceOf(IReadOnlyList<Span> spans, string name)
        => spans.FirstOrDefault(span => span.Name == name) is { } first ? [.. spans.Where(span => span.TraceId == first.TraceId)] : [];

    /// <summary>What is not below the step before it, at whatever distance; empty when all is.</summary>
    private static string Missing(List<Span> trace, (string Process, string Name)[] path)
    {
        var above = new HashSet<string>(trace.Where(span => (span.Process, span.Name) == path[0]).Select(span => span.Id));
        foreach (var step in path[1..])
        {
            var found = trace.Where(span => span.Process == step.Process && span.Name.StartsWith(step.Name, StringComparison.Ordinal) && IsBelow(trace, span, above)).ToList();
            if (found.Count == 0)
            {
                return $"No {step} where it belongs in\n{string.Join('\n', trace.Select(span => $"{span.Process} {span.Name} {span.Id} below {span.ParentId}"))}\n";
            }

            above = [.. found.Select(span => span.Id)];
        }

        return "";
    }

    private static bool IsBelow(List<Span> trace, Span span, HashSet<string> above)
    {
        for (var parent = span.ParentId; parent != ""; parent = trace.FirstOrDefault(candidate => candidate.Id == parent)?.ParentId ?? "")
        {
            if (above.Contains(parent))
            {
                return true;
            }
        }

        return false;
    }
}
