using System.Runtime.CompilerServices;

namespace FinFlow.Gateway.Fusion;

/// <summary>A source with several equal instances: requests take turns. Where an instance cannot be reached, its turns go to the next one.</summary>
public sealed class BalancedSourceClient : ISourceClient
{
    private readonly ISourceClient[] _turns;
    private int _taken;

    /// <param name="addresses">Of the instances; two or more.</param>
    /// <param name="clientOf">A client that prefers the first address that it is given, and goes on to the others.</param>
    public BalancedSourceClient(IReadOnlyList<Uri> addresses, Func<IReadOnlyList<Uri>, ISourceClient> clientOf)
        => _turns = [.. addresses.Select((_, first) => clientOf([.. addresses.Skip(first), .. addresses.Take(first)]))];

    public ValueTask<SourceResponse> FetchAsync(SourceRequest request, CancellationToken cancellationToken) => Next().FetchAsync(request, cancellationToken);

    public async IAsyncEnumerable<SourceResponse> SubscribeAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var response in Next().SubscribeAsync(request, cancellationToken).ConfigureAwait(false))
        {
            yield return response;
        }
    }

    private ISourceClient Next() => _turns[(uint)Interlocked.Increment(ref _taken) % (uint)_turns.Length];
}
