using FinFlow.GraphQL.Types;
using FinFlow.Hosting;

namespace FinFlow.Subgraph;

/// <summary>
/// Checks the token before anything is executed, whichever transport brought it. A subgraph trusts neither the gateway nor the
/// process that it shares with it.
/// </summary>
internal sealed class AuthenticatingExecutor(IRequestExecutor inner, RequestAuthenticator authenticator) : IRequestExecutor
{
    private const string NotAuthenticated = "AUTH_NOT_AUTHENTICATED";

    public Schema Schema => inner.Schema;

    public async ValueTask<ExecutionResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var (authenticated, refused) = await AuthenticateAsync(request);
        return refused ?? await inner.ExecuteAsync(authenticated, cancellationToken);
    }

    public async ValueTask<OperationResult[]> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken)
    {
        var authenticated = new OperationRequest[requests.Count];
        for (var i = 0; i < requests.Count; i++)
        {
            (authenticated[i], var refused) = await AuthenticateAsync(requests[i]);
            if (refused is not null)
            {
                // The requests of one batch share their header, so that what holds for one holds for all.
                refused.Dispose();
                return [.. requests.Select(_ => Refuse(TokenRefusalMessage))];
            }
        }

        return await inner.ExecuteBatchAsync(authenticated, cancellationToken);
    }

    private const string TokenRefusalMessage = "The access token is not valid or no longer valid.";

    private async ValueTask<(OperationRequest Request, OperationResult? Refused)> AuthenticateAsync(OperationRequest request)
        => await authenticator.AuthenticateAsync(request.Authorization) switch
        {
            AuthenticationOutcome.Authenticated known => (request with { User = known.Principal }, null),
            AuthenticationOutcome.Refused refused => (request, Refuse(refused.Message)),
            _ => (request with { User = null }, null),
        };

    private static OperationResult Refuse(string message)
        => OperationResult.Refuse(RequestErrorKind.Unauthenticated, new GraphQLError(message) { Code = NotAuthenticated });
}
