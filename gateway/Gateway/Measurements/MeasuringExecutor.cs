using System.Diagnostics;
using System.Runtime.CompilerServices;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway;

/// <summary>
/// Counts what became of operations, and how long clients waited, whichever transport brought them. HTTP's own measurements cannot: an error
/// of GraphQL has status 200, and a subscription is a request that lasts for hours.
/// </summary>
internal sealed class MeasuringExecutor(IRequestExecutor inner, OperationMetrics metrics) : IRequestExecutor
{
    public Schema Schema => inner.Schema;

    public async ValueTask<ExecutionResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            switch (await inner.ExecuteAsync(request, cancellationToken))
            {
                case OperationResult answer:
                    Count(answer, started);
                    return answer;
                case ResponseStream { Kind: ResponseStreamKind.Subscription } events:
                    return new ResponseStream(events.Kind, EventsAsync(events, CancellationToken.None), events.DisposeAsync);
                case ResponseStream parts:
                    return new ResponseStream(parts.Kind, PartsAsync(parts, started, CancellationToken.None), parts.DisposeAsync);
                case var other:
                    return other;
            }
        }
        catch (Exception failure)
        {
            CountUnanswered(failure, 1, started);
            throw;
        }
    }

    /// <remarks>Whoever sent them together waits for all of them.</remarks>
    public async ValueTask<OperationResult[]> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var answers = await inner.ExecuteBatchAsync(requests, cancellationToken);
            foreach (var answer in answers)
            {
                Count(answer, started);
            }

            return answers;
        }
        catch (Exception failure)
        {
            CountUnanswered(failure, requests.Count, started);
            throw;
        }
    }

    /// <summary>Each event of a subscription is an operation; nobody can say how long one should take to come.</summary>
    private async IAsyncEnumerable<OperationResult> EventsAsync(ResponseStream events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var one in events.Results.WithCancellation(cancellationToken))
        {
            var outcome = OperationOutcome.Of(one);
            metrics.Count(OperationMetrics.Event, outcome.Name);
            metrics.CountFailures(outcome.FailureCodes);
            yield return one;
        }
    }

    /// <summary>An answer in parts is one operation, which ends as its worst part does. The wait is for the first part: the client asked to be given the others later.</summary>
    private async IAsyncEnumerable<OperationResult> PartsAsync(ResponseStream parts, long started, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (whole, isFirst, isWhole) = (OperationOutcome.Succeeded, true, false);
        try
        {
            await foreach (var part in parts.Results.WithCancellation(cancellationToken))
            {
                whole = whole.And(OperationOutcome.Of(part));
                if (isFirst)
                {
                    metrics.Wait(whole.Name, started);
                    isFirst = false;
                }

                yield return part;
            }

            isWhole = true;
        }
        finally
        {
            metrics.Count(OperationMetrics.Request, isWhole || whole.IsFailure ? whole.Name : OperationOutcome.Abandoned);
            metrics.CountFailures(whole.FailureCodes);
        }
    }

    private void Count(OperationResult answer, long started)
    {
        var outcome = OperationOutcome.Of(answer);
        metrics.Count(OperationMetrics.Request, outcome.Name);
        metrics.CountFailures(outcome.FailureCodes);
        metrics.Wait(outcome.Name, started);
    }

    private void CountUnanswered(Exception failure, int operations, long started)
    {
        var outcome = failure is OperationCanceledException ? OperationOutcome.AbandonedOne : OperationOutcome.Surprise;
        for (var i = 0; i < operations; i++)
        {
            metrics.Count(OperationMetrics.Request, outcome.Name);
            metrics.CountFailures(outcome.FailureCodes);
            metrics.Wait(outcome.Name, started);
        }
    }
}
