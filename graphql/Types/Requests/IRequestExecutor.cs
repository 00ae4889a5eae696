namespace FinFlow.GraphQL.Types;

/// <summary>
/// Where the web meets GraphQL. The engine executes on resolvers, the gateway on source schemas; transports do not know which.
/// </summary>
public interface IRequestExecutor
{
    Schema Schema { get; }

    /// <summary>Never throws for what a client sent; a request error is a result without data. Throws only when cancelled.</summary>
    ValueTask<ExecutionResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Executes queries and mutations that came in one HTTP request, in any order and concurrently, sharing DataLoaders.
    /// The results stand at the indices of their requests.
    /// </summary>
    ValueTask<OperationResult[]> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken);
}
