using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace FinFlow.Gateway.Fusion;

/// <summary>Limits of what is shared.</summary>
public sealed record SharingOptions
{
    public static SharingOptions Default { get; } = new();

    /// <summary>
    /// Events that may wait for one client of a shared subscription. The client that does not take them ends with an error; the others, and the
    /// source, are not held up.
    /// </summary>
    public int EventsWaitingMax { get; init; } = 1_000;
}

/// <summary>
/// Asks a source once for what several equal callers want at the same time: the same operations with the same variables under the same
/// identity. Mutations are never shared, and nobody who asks after a mutation has ended gets what was asked before it.
/// </summary>
/// <remarks>
/// A shared fetch bears the request id of whoever came first, and ends early only when nobody waits for it any more. A shared subscription
/// can be joined until its first event or, where its source schema says so, as long as it runs.
/// </remarks>
public sealed class SharingSourceClient(ISourceClient source, SharingOptions? options = null) : ISourceClient
{
    private readonly SharingOptions _options = options ?? SharingOptions.Default;
    private readonly Dictionary<int, SharedFetch> _underWay = [];
    private readonly Dictionary<int, SharedSubscription> _subscriptions = [];
    private readonly Lock _gate = new();
    private int _mutations;

    public ValueTask<SourceResponse> FetchAsync(SourceRequest request, CancellationToken cancellationToken)
        => request.IsIdempotent ? FetchOrJoinAsync(request, cancellationToken) : MutateAsync(request, cancellationToken);

    public async IAsyncEnumerable<SourceResponse> SubscribeAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (subscription, reader) = JoinSubscription(request);
        await foreach (var response in subscription.ReadAsync(reader, cancellationToken).ConfigureAwait(false))
        {
            yield return response;
        }
    }

    private async ValueTask<SourceResponse> MutateAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await source.FetchAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Increment(ref _mutations);
        }
    }

    private (SharedSubscription Subscription, Channel<SourceResponse> Reader) JoinSubscription(SourceRequest request)
    {
        var hash = EqualRequests.HashOf(request);
        SharedSubscription? subscription;
        Channel<SourceResponse> reader;
        lock (_gate)
        {
            if (_subscriptions.TryGetValue(hash, out subscription) && EqualRequests.AreEqual(subscription.Request, request)
                && subscription.TryJoin() is { } joined)
            {
                return (subscription, joined);
            }

            _subscriptions[hash] = subscription = new SharedSubscription(request, _options.EventsWaitingMax, () => Volatile.Read(ref _mutations));
            reader = subscription.TryJoin()!;
        }

        _ = subscription.RunAsync(source, () => Forget(_subscriptions, hash, subscription));
        return (subscription, reader);
    }

    private async ValueTask<SourceResponse> FetchOrJoinAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        var hash = EqualRequests.HashOf(request);
        SharedFetch? fetch;
        bool isFirst;
        lock (_gate)
        {
            isFirst = !_underWay.TryGetValue(hash, out fetch) || fetch.Mutations != _mutations
                || !EqualRequests.AreEqual(fetch.Request, request) || !fetch.TryJoin();
            if (isFirst)
            {
                _underWay[hash] = fetch = new SharedFetch(request, _mutations);
            }
        }

        var place = new SharedFetch.Place(fetch!);
        try
        {
            using var leaving = cancellationToken.UnsafeRegister(static place => ((SharedFetch.Place)place!).Dispose(), place);
            if (isFirst)
            {
                await RunAsync(fetch!, hash).ConfigureAwait(false);
            }

            var response = await (isFirst ? fetch!.Response : fetch!.Response.WaitAsync(cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return new SourceResponse(response.Answers, place);
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>Whoever came first owns the memory of the request, and so stays until the answer is there.</summary>
    private async Task RunAsync(SharedFetch fetch, int hash)
    {
        try
        {
            fetch.Complete(await source.FetchAsync(fetch.Request, fetch.Token).ConfigureAwait(false), () => Forget(_underWay, hash, fetch));
        }
        catch (Exception failure)
        {
            Forget(_underWay, hash, fetch);
            fetch.Fail(failure);
        }
    }

    private void Forget<T>(Dictionary<int, T> known, int hash, T ended)
        where T : class
    {
        lock (_gate)
        {
            if (known.TryGetValue(hash, out var current) && ReferenceEquals(current, ended))
            {
                known.Remove(hash);
            }
        }
    }
}
