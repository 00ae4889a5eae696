using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway;

/// <summary>Refuses what a client sends beyond its <see cref="RateLimits"/>, whichever transport brought it.</summary>
internal sealed class RateLimitingExecutor(IRequestExecutor inner, RateLimits limits) : IRequestExecutor
{
    private const string RateLimited = "RATE_LIMITED";

    public Schema Schema => inner.Schema;

    public ValueTask<ExecutionResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
        => limits.TryTake(request, 1) ? inner.ExecuteAsync(request, cancellationToken) : new(Refuse());

    /// <remarks>The requests of a batch are one client's; they pass together or not at all.</remarks>
    public ValueTask<OperationResult[]> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken)
        => requests.Count == 0 || limits.TryTake(requests[0], requests.Count)
            ? inner.ExecuteBatchAsync(requests, cancellationToken)
            : new([.. requests.Select(_ => Refuse())]);

    private static OperationResult Refuse()
        => OperationResult.Refuse(
            RequestErrorKind.TooManyRequests,
            new GraphQLError("Too many operations in a short time. Try again in a few seconds.") { Code = RateLimited });
}
