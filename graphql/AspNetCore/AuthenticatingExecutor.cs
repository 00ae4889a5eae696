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

    /// <summary>Often enough to end a subscription within the five seconds after its session in which everything else ends.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(2);

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

    // A subscription may outlive its token: no event is delivered once the token has expired or its session has ended, and one that waits
    // for an event is ended, too, whichever transport carries it.
    private async IAsyncEnumerable<OperationResult> WhileItCountsAsync(
        ResponseStream events, OperationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var results = events.Results.GetAsyncEnumerator(ending.Token);
        Task<bool>? next = null;
        try
        {
            while (true)
            {
                next ??= results.MoveNextAsync().AsTask();
                var arrived = await ArrivesAsync(next, ending.Token);
                if (arrived && !await next)
                {
                    yield break;
                }

                if ((await authenticate(request.Authorization)).Refusal is { } refusal)
                {
                    yield return Refuse(refusal);
                    yield break;
                }

                if (arrived)
                {
                    next = null;
                    yield return results.Current;
                }
            }
        }
        finally
        {
            await ending.CancelAsync();
            await EndAsync(results, next);
        }
    }

    /// <summary>Waits for the next event, or until it is time to look at the token again.</summary>
    private static async Task<bool> ArrivesAsync(Task next, CancellationToken cancellationToken)
    {
        if (!next.IsCompleted)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(next, Task.Delay(CheckInterval, TimeProvider.System, waiting.Token));
            await waiting.CancelAsync();
        }

        // Who cancels ends the source, and how it ends is the source's to say.
        if (cancellationToken.IsCancellationRequested)
        {
            await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return next.IsCompleted;
    }

    /// <param name="next">What nobody was given yet; null when all was.</param>
    private static async ValueTask EndAsync(IAsyncEnumerator<OperationResult> results, Task<bool>? next)
    {
        if (next is not null)
        {
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (next.IsCompletedSuccessfully && await next)
            {
                results.Current.Dispose();
            }
        }

        await results.DisposeAsync();
    }

    private static OperationResult Refuse(string message)
        => OperationResult.Refuse(RequestErrorKind.Unauthenticated, new GraphQLError(message) { Code = NotAuthenticated });
}
