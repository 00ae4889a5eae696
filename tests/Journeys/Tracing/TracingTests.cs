using FinFlow.Subgraphs.Tests;

namespace FinFlow.Journeys.Tests;

/// <summary>What one request set off is one trace, from the gateway's door to the audit trail.</summary>
public sealed class TracingTests
{
    // Exporters send every five seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [PostgresFact]
    public async Task Payment_Should_BeOneTrace_FromGatewayOverSubgraphAndSqlAndEvents_ToTheAuditTrail()
    {
        await using var receiver = new TraceReceiver();
        var environment = PostgresDatabase.Create().Variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address.ToString();
        await using var finflow = await Deployment.StartAsync(Shape.GatewayAndSubgraphs, environment);
        using var business = await Business.RegisterAsync(finflow);
        await business.Client.DataAsync(
            """
            mutation Pay($method: ID!) {
              processPayment(input: { amount: { amount: "12.50", currency: "USD" }, paymentMethodId: $method, reference: "order", idempotencyKey: "once" }) { payment { id } }
            }
            """,
            new { method = await business.AddPaymentMethodAsync() });

        var trace = await Eventually.GetAsync(
            () => Task.FromResult(TraceOf(receiver.Spans, "mutation Pay")), spans => spans.Any(span => span.Name == "compliance transaction.approved") && spans.Any(span => span.Name == "POST /graphql"), Patience);

        AssertFollows(
            trace, ("gateway", "POST /graphql"), ("gateway", "mutation Pay"), ("gateway", "fetch payments"), ("finflow", "POST /payments/graphql"), ("finflow", "mutation"), ("finflow", "postgresql"));
        AssertFollows(
            trace, ("gateway", "mutation Pay"), ("finflow", "transactions payment.authorized"), ("finflow", "compliance transaction.approved"));
    }

    private static List<Span> TraceOf(IReadOnlyList<Span> spans, string name)
        => spans.FirstOrDefault(span => span.Name == name) is { } first ? [.. spans.Where(span => span.TraceId == first.TraceId)] : [];

    // Each is below the one before it, at whatever distance.
    private static void AssertFollows(List<Span> trace, params (string Process, string Name)[] path)
    {
        var tree = string.Join('\n', trace.Select(span => $"{span.Process} {span.Name} {span.Id} below {span.ParentId}"));
        var above = new HashSet<string>(trace.Where(span => (span.Process, span.Name) == path[0]).Select(span => span.Id));
        foreach (var step in path[1..])
        {
            var found = trace.Where(span => span.Process == step.Process && span.Name.StartsWith(step.Name, StringComparison.Ordinal) && IsBelow(trace, span, above)).ToList();
            Assert.True(found.Count > 0, $"No {step} where it belongs in\n{tree}");
            above = [.. found.Select(span => span.Id)];
        }
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
