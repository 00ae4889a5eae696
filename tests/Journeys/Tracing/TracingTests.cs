using FinFlow.Subgraphs.Tests;

namespace FinFlow.Journeys.Tests;

/// <summary>What one request set off is one trace, from the gateway's door to the audit trail. ClusterJourneyTests has the same over Kafka.</summary>
public sealed class TracingTests
{
    [PostgresFact]
    public async Task Payment_Should_BeOneTrace_FromGatewayOverSubgraphAndSqlAndEvents_ToTheAuditTrail()
    {
        await using var receiver = new TraceReceiver();
        var environment = PostgresDatabase.Create().Variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address.ToString();
        await using var finflow = await Deployment.StartAsync(Shape.GatewayAndSubgraphs, environment);

        await PaymentTrace.AssertWholeAsync(finflow, receiver, "/payments/graphql", _ => "finflow");
    }
}
