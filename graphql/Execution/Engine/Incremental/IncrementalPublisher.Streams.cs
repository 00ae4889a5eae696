using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>The items of streams: taken from their sources, executed together, told in their order.</summary>
internal sealed partial class IncrementalPublisher
{
    // So many items of a stream are executed together, and share the batches of their loaders; more wait until the client has taken those.
    private const int ItemsUnderWayMax = 100;

    private void Advance(ItemStream stream)
    {
        while (!stream.IsDone && !stream.HasEnded && !stream.IsWaiting && stream.Unsent < ItemsUnderWayMax)
        {
            var next = stream.MoveNextAsync();
            if (next.IsCompleted)
            {
                Take(stream, next.AsTask());
                continue;
            }

            stream.IsWaiting = true;
            _ = next.AsTask().ContinueWith(
                moved => queue.Post(() =>
                {
                    stream.IsWaiting = false;
                    Take(stream, moved);
                    Advance(stream);
                }),
                CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void Take(ItemStream stream, Task<bool> moved)
    {
        if (stream.IsDone)
        {
            return;
        }

        try
        {
            if (moved.GetAwaiter().GetResult())
            {
                Start(stream, stream.Take());
                return;
            }
        }
#pragma warning disable CA1031 // Whatever the source throws is the stream's error.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            stream.Failure = exception;
        }

        stream.HasEnded = true;
        Send(stream);
    }

    private void Start(ItemStream stream, Func<OperationExecution, bool> write)
    {
        StreamedItem? item = null;
        item = new StreamedItem
        {
            Execution = _first!.Part(stream.Path, stream.ScopedState, null, _ =>
            {
                item!.IsComplete = true;
                Send(stream);
            }),
        };
        stream.UnderWay.Enqueue(item);
        stream.Unsent++;
        queue.Post(() => item.Execution.ExecutePart(write));
    }

    // Items reach the client in the order of the list, whichever of them is complete first.
    private void Send(ItemStream stream)
    {
        while (!stream.IsDone && stream.UnderWay.TryPeek(out var item) && item.IsComplete)
        {
            stream.UnderWay.Dequeue();
            if (item.Execution.HasFailed)
            {
                End(stream, item.Execution.Errors.ToList());
                return;
            }

            item.Execution.MoveTo(_payload.AddItem(stream.Id!.Value, item.Execution.Errors.ToList()));
            Attach(item.Execution);
            Release(item.Execution);
        }

        if (!stream.IsDone && stream.HasEnded && stream.UnderWay.Count == 0)
        {
            End(stream, stream.Failure is { } failure ? Describe(stream, failure) : []);
        }
    }

    private List<GraphQLError> Describe(ItemStream stream, Exception failure)
    {
        var errors = new ErrorLog(services.Errors, 1, _first!.Flags);
        errors.Report(failure, stream.Items, stream.Path);
        return errors.ToList();
    }

    private void End(ItemStream stream, IReadOnlyList<GraphQLError> errors)
    {
        Close(stream, errors);
        _streams.Remove(stream);
        _ = stream.CloseAsync();
    }
}
