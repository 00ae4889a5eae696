using System.Runtime.CompilerServices;
using System.Security.Claims;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>What an Authorization value says: a user, nobody (both null), or a token that must not be used, with one sentence for the client.</summary>
public readonly record struct Authentication(ClaimsPrincipal? User, string? Refusal);

/// <summary>
/// Checks the token before anything is executed, whichever transport brought it. Gateway and subgraphs each do so: none trusts another,
/// nor the process that it shares.
/// </summary>
public sealed class AuthenticatingExecutor(IRequestExecutor inner, Func<string?, ValueTask<Authentication>> authenticate) : IRequestExecutor
{
    private const string NotAuthenticated = "AUTH_NOT_AUTHENTICATED";

    public Schema Schema => inner.Schema;

    public async ValueTask<ExecutionResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var authentication = await authenticate(request.Authorization);
        return authentication.Refusal is { } refusal
            ? Refuse(refusal)
            : await inner.ExecuteAsync(request with { User = authentication.User }, cancellationToken) switch
            {
                ResponseStream { Kind: ResponseStreamKind.Subscription } events => new ResponseStream(events.Kind, WhileItCountsAsync(events, request, CancellationToken.None), events.DisposeAsync),
                var result => result,
            };
    }

    /// <remarks>The requests of a batch came in one HTTP request and share its header, so the first one's check holds for all.</remarks>
    public async ValueTask<OperationResult[]> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken)
    {
        var authentication = await authenticate(requests.Count > 0 ? requests[0].Authorization : null);
        return authentication.Refusal is { } refusal
            ? [.. requests.Select(_ => Refuse(refusal))]
            : await inner.ExecuteBatchAsync([.. requests.Select(request => request with { User = authentication.User })], cancellationToken);
    }

    // A subscription may outlive its token: no event is delivered once the token has expired or its session has ended.
    private async IAsyncEnumerable<OperationResult> WhileItCountsAsync(
        ResponseStream events, OperationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var result in events.Results.WithCancellation(cancellationToken))
        {
            var authentication = await authenticate(request.Authorization);
            if (authentication.Refusal is { } refusal)
            {
                result.Dispose();
                yield return Refuse(refusal);
                yield break;
            }

            yield return result;
        }
    }

    private static OperationResult Refuse(string message)
        => OperationResult.Refuse(RequestErrorKind.Unauthenticated, new GraphQLError(message) { Code = NotAuthenticated });
}
