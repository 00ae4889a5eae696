using System.Diagnostics.CodeAnalysis;

namespace FinFlow.Gateway.Fusion;

/// <summary>A fetch that several callers wait for. Its answer is given back when the last of them is done with it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without timer and wait handle holds nothing but memory, and who cancels last is not known.")]
internal sealed class SharedFetch(SourceRequest request, int mutations)
{
    private readonly TaskCompletionSource<SourceResponse> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Lock _gate = new();
    private SourceResponse? _memory;
    private int _holders = 1;

    public SourceRequest Request { get; } = request;

    /// <summary>How many mutations had ended when it began.</summary>
    public int Mutations { get; } = mutations;

    public Task<SourceResponse> Response => _response.Task;

    /// <summary>Cancelled when nobody waits any more.</summary>
    public CancellationToken Token => _abandoned.Token;

    /// <summary>False when everybody has left it: then it comes to nothing.</summary>
    public bool TryJoin()
    {
        lock (_gate)
        {
            return _holders > 0 && ++_holders > 0;
        }
    }

    /// <param name="response">The answer.</param>
    /// <param name="close">Makes sure that nobody joins any more, before anybody can give the memory back.</param>
    public void Complete(SourceResponse response, Action close)
    {
        close();
        lock (_gate)
        {
            _memory = response;
            if (_holders == 0)
            {
                response.Dispose();
            }
        }

        _response.SetResult(response);
    }

    public void Fail(Exception failure)
    {
        _response.SetException(failure);

        // Who waits hears of it; when nobody does any more, it is no unobserved failure either.
        _ = _response.Task.Exception;
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_holders > 0)
            {
                return;
            }

            _memory?.Dispose();
        }

        if (!_response.Task.IsCompleted)
        {
            _abandoned.Cancel();
        }
    }

    /// <summary>One caller's part in a fetch; given up once, by whatever comes first.</summary>
    public sealed class Place(SharedFetch fetch) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            {
                fetch.Leave();
            }
        }
    }
}
