using System.Runtime.CompilerServices;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>Subscriptions: the root field's stream, each event completed by lookups.</summary>
public sealed partial class FusionExecutor
{
    private ResponseStream Subscribe(PreparedOperation prepared, OperationRequest request, CancellationToken cancellationToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var opening = NewExecution(prepared, request);
        var events = _clients[opening.SubscriptionSource].SubscribeAsync(opening.SubscriptionRequest(), stop.Token);
        return new ResponseStream(ResponseStreamKind.Subscription, EventsAsync(prepared, request, events, stop, CancellationToken.None), async () =>
        {
            await stop.CancelAsync().ConfigureAwait(false);
            stop.Dispose();
        });
    }

    private async IAsyncEnumerable<OperationResult> EventsAsync(
        PreparedOperation prepared, OperationRequest request, IAsyncEnumerable<SourceResponse> events, CancellationTokenSource stop,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(source => ((CancellationTokenSource)source!).Cancel(), stop);
        await using var enumerator = events.GetAsyncEnumerator(stop.Token);
        while (true)
        {
            OperationResult? end = null;
            try
            {
                if (!await enumerator.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }
            }
            catch (SourceUnavailableException failure)
            {
                LogFailure(failure);
                end = OperationResult.Refuse(
                    RequestErrorKind.Internal, new GraphQLError("The subscription's source is not available any more.") { Code = "SOURCE_UNAVAILABLE" });
            }

            if (end is not null)
            {
                // A result without data ends the client's operation with `error`: it must not take the silence for a regular end.
                yield return end;
                yield break;
            }

            var isRefusal = SourceResponseReading.IsRefusal(enumerator.Current);
            var result = await CompleteAsync(prepared, request, enumerator.Current, stop.Token).ConfigureAwait(false);
            if (isRefusal)
            {
                // The source never subscribed: the client's operation ends with `error` too, in the source's words.
                yield return new OperationResult(result.Body) { HasErrors = true, RequestError = RequestErrorKind.Validation };
                yield break;
            }

            yield return result;
        }
    }

    /// <summary>Makes the client's event of the source's. A lookup that takes too long is an error where it belongs; later events come all the same.</summary>
    private async ValueTask<OperationResult> CompleteAsync(
        PreparedOperation prepared, OperationRequest request, SourceResponse response, CancellationToken stop)
    {
        using var operation = FusionTelemetry.StartOperation(prepared.Plan.Operation);
        using var limit = new CancellationTokenSource(_options.ExecutionTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        using var execution = NewExecution(prepared, request, eventLimit: limit);
        using (FusionTelemetry.StartStage("execute"))
        {
            await execution.RunEventAsync(response, either.Token).ConfigureAwait(false);
        }

        return ToResult(execution, prepared, request);
    }
}
