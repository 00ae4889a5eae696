namespace FinFlow.GraphQL.AspNetCore;

/// <summary>An operation in progress on a socket.</summary>
internal sealed class SocketOperation(string id, CancellationToken connection) : IDisposable
{
    private readonly CancellationTokenSource _ended = CancellationTokenSource.CreateLinkedTokenSource(connection);

    public string Id { get; } = id;

    /// <summary>Cancelled when the client completes the operation, and with the socket.</summary>
    public CancellationToken Ended => _ended.Token;

    public Task Running { get; set; } = Task.CompletedTask;

    // Whoever waits for the token is told on another thread, so that reading the socket goes on at once.
    public void End() => _ = _ended.CancelAsync();

    public void Dispose() => _ended.Dispose();
}

/// <summary>The operations in progress on one socket, by the client's ids.</summary>
internal sealed class SocketOperations
{
    private readonly Dictionary<string, SocketOperation> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<SocketOperation> _running = [];
    private readonly Lock _lock = new();

    /// <summary>Operations that still run, those included whose id is free already.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _running.Count;
            }
        }
    }

    /// <summary>Null when the id is in use.</summary>
    public SocketOperation? TryBegin(string id, CancellationToken connection)
    {
        lock (_lock)
        {
            if (_byId.ContainsKey(id))
            {
                return null;
            }

            var operation = new SocketOperation(id, connection);
            _running.Add(operation);
            return _byId[id] = operation;
        }
    }

    /// <summary>Ends an operation at the client's wish; an unknown id is one that has completed already.</summary>
    public void End(string id)
    {
        lock (_lock)
        {
            if (_byId.Remove(id, out var operation))
            {
                operation.End();
            }
        }
    }

    public void EndAll()
    {
        lock (_lock)
        {
            foreach (var operation in _running)
            {
                operation.End();
            }
        }
    }

    /// <summary>Frees the id for the client's next operation.</summary>
    public void Forget(SocketOperation operation)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(operation.Id, out var current) && current == operation)
            {
                _byId.Remove(operation.Id);
            }
        }
    }

    /// <summary>The operation has ended for good.</summary>
    public void Finish(SocketOperation operation)
    {
        lock (_lock)
        {
            Forget(operation);
            _running.Remove(operation);
        }

        // Outside of the lock: disposing waits for whoever is just being told of the cancellation.
        operation.Dispose();
    }

    /// <summary>Waits until every operation has ended.</summary>
    public Task WhenAllEndAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_running.Select(operation => operation.Running));
        }
    }
}
