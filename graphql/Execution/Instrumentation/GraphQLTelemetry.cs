using System.Diagnostics;
using System.Diagnostics.Metrics;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>
/// What OpenTelemetry sees of the engine: an activity for each operation and each fetch of a loader, and three metrics. Costs nothing while
/// nobody listens. Names follow https://opentelemetry.io/docs/specs/semconv/graphql/graphql-spans/.
/// </summary>
public static class GraphQLTelemetry
{
    /// <summary>The name of the activity source and of the meter, for `AddSource` and `AddMeter`.</summary>
    public const string Name = "FinFlow.GraphQL";

    private static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "graphql.server.operation.duration", "s", "How long operations took, by source, type and outcome.");
    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "graphql.server.refusals", "{request}", "Requests that were not executed, by source and reason.");
    private static readonly Histogram<long> BatchSize = Meter.CreateHistogram<long>(
        "graphql.dataloader.batch.size", "{key}", "How many keys a loader fetched at once.");

    internal static bool IsWatched => Activities.HasListeners() || Duration.Enabled || Refusals.Enabled;

    internal static Activity? StartOperation(string source, OperationDefinitionNode operation)
    {
        var type = operation.Operation.ToString().ToLowerInvariant();
        var activity = Activities.StartActivity(operation.Name is { } name ? $"{type} {name.Value}" : type, ActivityKind.Server);
        return activity?.SetTag("graphql.operation.type", type).SetTag("graphql.operation.name", operation.Name?.Value).SetTag("graphql.source.name", source);
    }

    internal static void EndOperation(Activity? activity, string source, OperationType type, TimeSpan duration, bool hasErrors)
    {
        Duration.Record(
            duration.TotalSeconds, new("graphql.source.name", source), new("graphql.operation.type", type.ToString().ToLowerInvariant()), new("error", hasErrors));
        activity?.SetStatus(hasErrors ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        activity?.Dispose();
    }

    internal static void CountRefusal(string source, RequestErrorKind reason)
        => Refusals.Add(1, new("graphql.source.name", source), new("reason", reason.ToString()));

    internal static Activity? StartFetch(Type loader, int keys)
    {
        if (BatchSize.Enabled)
        {
            BatchSize.Record(keys, new KeyValuePair<string, object?>("graphql.dataloader.name", loader.Name));
        }

        return Activities.HasListeners()
            ? Activities.StartActivity($"dataloader {loader.Name}")?.SetTag("graphql.dataloader.batch.size", keys)
            : null;
    }
}
