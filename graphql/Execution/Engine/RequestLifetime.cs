namespace FinFlow.GraphQL.Execution;

/// <summary>How long a request may run: until its client has gone, or the time limit is reached. Costs nothing until somebody asks.</summary>
internal sealed class RequestLifetime(TimeSpan timeout, TimeProvider clock, CancellationToken client) : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _limit;
    private CancellationTokenSource? _linked;
    private bool _isDisposed;

    public CancellationToken Token
    {
        get
        {
            lock (_lock)
            {
                if (_linked is null && !_isDisposed)
                {
                    _limit = new CancellationTokenSource(timeout, clock);
                    _linked = CancellationTokenSource.CreateLinkedTokenSource(client, _limit.Token);
                }

                return _linked?.Token ?? new CancellationToken(canceled: true);
            }
        }
    }

    /// <summary>Waits for the run, but not longer than the request lives.</summary>
    /// <returns>Whether the run has come to its end.</returns>
    public async ValueTask<bool> WaitAsync(Task run)
    {
        if (run.IsCompleted)
        {
            await run;
            return true;
        }

        try
        {
            await run.WaitAsync(Token);
            return true;
        }
        catch (OperationCanceledException) when (Token.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _linked?.Dispose();
            _limit?.Dispose();
        }
    }
}
