using System.Runtime.CompilerServices;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>A subscription: opens the stream of events, and executes the operation anew for each of them.</summary>
/// <remarks>https://spec.graphql.org/draft/#sec-Subscription</remarks>
internal sealed class SubscriptionRun(ExecutableSchema executable, ExecutionServices services, PreparedOperation prepared, OperationRequest request)
{
    private static readonly object RootValue = new();

    public async ValueTask<ExecutionResult> StartAsync(CancellationToken cancellationToken)
    {
        // A subscription has no time limit: it lives until somebody ends it.
        var lifetime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var opening = Create(new RequestLifetime(Timeout.InfiniteTimeSpan, services.Clock, lifetime.Token), null);
        var selection = Array.Find(prepared.Operation.Root.Selections, candidate => candidate.IsIncluded(opening.Flags))!;
        opening.Enter(selection);
        var context = opening.Rent(selection, RootValue);
        try
        {
            var binding = executable.Binding(selection.Field.Coordinate)!;
            if (binding.Permission is { } permission && await AuthorizedField.CheckAsync(opening, permission) is { } refusal)
            {
                throw new GraphQLException(refusal);
            }

            var events = await binding.Events!(context);
            return new ResponseStream(ResponseStreamKind.Subscription, MapAsync(events, context, lifetime.Token, CancellationToken.None), async () =>
            {
                await lifetime.CancelAsync();
                lifetime.Dispose();
            });
        }
#pragma warning disable CA1031 // Whatever the source throws is the answer to the subscription.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            await context.OpenScope().DisposeAsync();
            lifetime.Dispose();
            opening.Fail(exception);
            return opening.ToResultWithoutData();
        }
    }

    private async IAsyncEnumerable<OperationResult> MapAsync(
        IAsyncEnumerable<object?> events, ResolverContext opening, CancellationToken lifetime,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime, cancellationToken);
        await using var scope = opening.OpenScope();
        var source = events.GetAsyncEnumerator(stop.Token);
        var moving = Task.FromResult(false);
        try
        {
            while (await HasNextAsync(moving = source.MoveNextAsync().AsTask(), stop.Token))
            {
                yield return await ExecuteAsync(source.Current, stop.Token);
            }
        }
        finally
        {
            await EndAsync(source, moving);
        }
    }

    // Being cancelled is how a stream ends, not how it fails.
    private static async ValueTask<bool> HasNextAsync(Task<bool> moving, CancellationToken cancellationToken)
    {
        try
        {
            return await moving.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // A source that is still waiting for its next event cannot be disposed; it is when it notices that nobody listens any more.
    private static async ValueTask EndAsync(IAsyncEnumerator<object?> source, Task<bool> moving)
    {
        if (moving.IsCompleted)
        {
            await source.DisposeAsync();
            return;
        }

        _ = moving.ContinueWith(
            _ => source.DisposeAsync().AsTask(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async ValueTask<OperationResult> ExecuteAsync(object? message, CancellationToken cancellationToken)
    {
        using var lifetime = new RequestLifetime(services.Options.ExecutionTimeout, services.Clock, cancellationToken);
        var execution = Create(lifetime, message);
        if (!await lifetime.WaitAsync(execution.Queue.RunAsync([execution], RootValue)))
        {
            return OperationResult.Refuse(RequestErrorKind.Timeout, new GraphQLError("The event exceeded the configured timeout.") { Code = "HC0045" });
        }

        return execution.ToResult();
    }

    private OperationExecution Create(RequestLifetime lifetime, object? message)
        => new(executable, prepared.Operation, prepared.Variables, request, services, new WorkQueue(services.Root, lifetime)) { EventMessage = message };
}
