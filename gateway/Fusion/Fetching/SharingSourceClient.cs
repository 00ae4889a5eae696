using System.Runtime.InteropServices;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Asks a source once for what several equal callers want at the same time: the same operations with the same variables under the same
/// identity. Mutations are never shared, and nobody who asks after a mutation has ended gets what was asked before it.
/// </summary>
/// <remarks>A shared fetch bears the request id of whoever came first. It ends early only when nobody waits for it any more.</remarks>
public sealed class SharingSourceClient(ISourceClient source) : ISourceClient
{
    private readonly Dictionary<int, SharedFetch> _underWay = [];
    private readonly Lock _gate = new();
    private int _mutations;

    public async ValueTask<SourceResponse> FetchAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        if (request.IsIdempotent)
        {
            return await FetchOrJoinAsync(request, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await source.FetchAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Increment(ref _mutations);
        }
    }

    public IAsyncEnumerable<SourceResponse> SubscribeAsync(SourceRequest request, CancellationToken cancellationToken)
        => source.SubscribeAsync(request, cancellationToken);

    private async ValueTask<SourceResponse> FetchOrJoinAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        var hash = HashOf(request);
        SharedFetch? fetch;
        bool isFirst;
        lock (_gate)
        {
            isFirst = !_underWay.TryGetValue(hash, out fetch) || fetch.Mutations != _mutations || !AreEqual(fetch.Request, request) || !fetch.TryJoin();
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
            fetch.Complete(await source.FetchAsync(fetch.Request, fetch.Token).ConfigureAwait(false), Forget);
        }
        catch (Exception failure)
        {
            Forget();
            fetch.Fail(failure);
        }

        void Forget()
        {
            lock (_gate)
            {
                if (_underWay.TryGetValue(hash, out var known) && ReferenceEquals(known, fetch))
                {
                    _underWay.Remove(hash);
                }
            }
        }
    }

    /// <summary>Quick rather than thorough: a meeting of hashes is settled by comparing everything.</summary>
    private static int HashOf(SourceRequest request)
    {
        var hash = new HashCode();
        hash.Add(request.Context.Authorization);
        foreach (var call in request.Calls)
        {
            hash.Add(call.Document);
            hash.Add(call.Variables.Count);
            var first = call.Variables[0].Span;
            hash.Add(string.GetHashCode(MemoryMarshal.Cast<byte, char>(first[..Math.Min(first.Length, 256)])));
        }

        return hash.ToHashCode();
    }

    private static bool AreEqual(SourceRequest left, SourceRequest right)
    {
        if (left.Context.Authorization != right.Context.Authorization || !ReferenceEquals(left.Context.User, right.Context.User)
            || left.Calls.Count != right.Calls.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Calls.Count; i++)
        {
            var (one, other) = (left.Calls[i], right.Calls[i]);
            if (!one.Document.Equals(other.Document) || one.Variables.Count != other.Variables.Count)
            {
                return false;
            }

            for (var set = 0; set < one.Variables.Count; set++)
            {
                if (!one.Variables[set].Span.SequenceEqual(other.Variables[set].Span))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
