using System.Diagnostics;
using System.Diagnostics.Metrics;
using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// What OpenTelemetry sees of the gateway: an activity for each stage of a request and each fetch, and how long sources take. Costs next to
/// nothing while nobody listens. Names follow https://opentelemetry.io/docs/specs/semconv/graphql/graphql-spans/.
/// </summary>
public static class FusionTelemetry
{
    /// <summary>The name of the activity source and of the meter, for `AddSource` and `AddMeter`.</summary>
    public const string Name = "FinFlow.Gateway";

    private static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> SourceDuration = Meter.CreateHistogram<double>(
        "graphql.gateway.source.duration", "s", "How long sources took to answer, retries included, by source and outcome.");

    /// <summary>What the client asked for, around `execute` and `write`; of a subscription for each event. What is deferred is fetched within it, too.</summary>
    internal static Activity? StartOperation(OperationDefinitionNode operation)
    {
        if (!Activities.HasListeners())
        {
            return null;
        }

        var type = operation.Operation.ToString().ToLowerInvariant();
        return Activities.StartActivity(operation.Name is { } name ? $"{type} {name.Value}" : type, ActivityKind.Server)
            ?.SetTag("graphql.operation.type", type)
            .SetTag("graphql.operation.name", operation.Name?.Value);
    }

    /// <summary>
    /// `prepare` (document to plan), in it `parse`, `validate` and `plan` where they are not known yet, and `price`; `execute` (the plan's fetches),
    /// `write` (the client's answer); `warm up`.
    /// </summary>
    internal static Activity? StartStage(string stage) => Activities.StartActivity(stage);

    internal static Activity? StartFetch(GroupBatch batch, string source)
    {
        if (!Activities.HasListeners())
        {
            return null;
        }

        return Activities.StartActivity($"fetch {source}", ActivityKind.Client)
            ?.SetTag("graphql.source.name", source)
            // The number by which the printed plan knows the request.
            .SetTag("graphql.gateway.request", batch.Group.Index + 1)
            .SetTag("graphql.gateway.variable_sets", batch.Calls.Sum(call => call.Keys.Count));
    }

    internal static void EndFetch(Activity? activity, string source, long startedAt, bool isAnswered)
    {
        if (SourceDuration.Enabled)
        {
            SourceDuration.Record(
                Stopwatch.GetElapsedTime(startedAt).TotalSeconds,
                new KeyValuePair<string, object?>("graphql.source.name", source),
                new KeyValuePair<string, object?>("outcome", isAnswered ? "answered" : "unavailable"));
        }

        activity?.SetStatus(isAnswered ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        activity?.Dispose();
    }
}
