namespace FinFlow.GraphQL.Execution;

internal interface IWorkItem
{
    OperationExecution Execution { get; }

    void Run();
}

/// <summary>
/// Runs the executions of one request, one piece of work at a time, in waves: everything that can run runs; then every loader that has
/// got keys fetches once; then those who waited go on. No timer decides when a batch is full, but that nobody is left to add to it.
/// </summary>
internal sealed class WorkQueue(IServiceProvider services, RequestLifetime lifetime) : IBatchScheduler, IThreadPoolWorkItem
{
    // Loaders that are used inside of another loader's fetch must not wait for the end of the wave, which waits for them.
    private static readonly AsyncLocal<bool> InsideFetch = new();

    private readonly Lock _lock = new();
    private readonly Queue<Action> _ready = [];
    private List<IPendingBatch> _batches = [];
    private DataLoaderScope? _loaders;
    private TaskCompletionSource? _drained;
    private int _fetching;
    private bool _isRunning;
    private bool _hasTold;
    private List<OperationExecution>? _serial;

    public CancellationToken RequestAborted => lifetime.Token;

    /// <summary>For a response in parts: runs whenever nothing else can, in its turn. Such a queue has no end of its own.</summary>
    public Action? Idle { get; init; }

    /// <summary>Holes that are still to be filled, of all executions together. Only touched by whose turn it is.</summary>
    public int Waiting { get; set; }

    public DataLoaderScope Loaders
    {
        get
        {
            lock (_lock)
            {
                return _loaders ??= new DataLoaderScope(services, this);
            }
        }
    }

    /// <summary>Runs executions to their end.</summary>
    /// <returns>Completed when nothing waits any more; already on return, if nothing had to wait.</returns>
    public Task RunAsync(OperationExecution[] executions, object rootValue)
    {
        _isRunning = true;
        var outer = SynchronizationContext.Current;
        LeaveContext(outer);
        foreach (var execution in executions)
        {
            execution.ExecuteRoot(rootValue);
            if (execution.Serial.Count > 0)
            {
                (_serial ??= []).Add(execution);
            }
        }

        Drain();
        if (outer is not null)
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }

        lock (_lock)
        {
            return _drained?.Task ?? Task.CompletedTask;
        }
    }

    public void Post(IWorkItem item) => Post(item.Run);

    public void Schedule(IPendingBatch batch)
    {
        if (InsideFetch.Value)
        {
            Fetch(batch);
            return;
        }

        lock (_lock)
        {
            _batches.Add(batch);
            if (_isRunning || _fetching > 0)
            {
                return;
            }

            _isRunning = true;
        }

        // The caller is a resolver that has waited for something else; it goes on while the queue looks what there is to do.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute() => Drain();

    public void Post(Action work)
    {
        lock (_lock)
        {
            _ready.Enqueue(work);
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        Drain();
    }

    // Where there is a synchronisation context, tasks do not continue within the call that completes them, and so would come too late for
    // the wave that they belong to.
    private static void LeaveContext(SynchronizationContext? current)
    {
        if (current is not null)
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    private void Drain()
    {
        LeaveContext(SynchronizationContext.Current);
        try
        {
            while (Take() is { } work)
            {
                work();
            }
        }
#pragma warning disable CA1031 // Whoever waits for the response gets the failure; this thread belongs to somebody else.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            lock (_lock)
            {
                (_drained ??= NewPromise()).TrySetException(failure);
            }
        }
    }

    private Action? Take()
    {
        lock (_lock)
        {
            if (_ready.TryDequeue(out var work))
            {
                _hasTold = false;
                return work;
            }

            // What is done is told before the next wave is waited for.
            if (Idle is { } idle && !_hasTold)
            {
                _hasTold = true;
                return idle;
            }

            if (_batches.Count > 0 && _fetching == 0)
            {
                var wave = _batches;
                _batches = [];
                _fetching = wave.Count;
                return () => wave.ForEach(batch => _ = FetchInWaveAsync(batch));
            }
        }

        return Waiting == 0 && Idle is null ? Finish() : StartSerial() ?? Rest();
    }

    // The next root field of a mutation of which nothing else is under way.
    private Action? StartSerial()
    {
        foreach (var execution in _serial ?? Enumerable.Empty<OperationExecution>())
        {
            if (execution.Serial.Count > 0 && execution.Waiting == execution.Serial.Count)
            {
                return execution.Serial.Dequeue().Run;
            }
        }

        return null;
    }

    private Action? Finish()
    {
        lock (_lock)
        {
            // Stays "running": nothing may start any more once the response is taken.
            _drained?.TrySetResult();
            return null;
        }
    }

    private Action? Rest()
    {
        lock (_lock)
        {
            if (_ready.TryDequeue(out var work))
            {
                _hasTold = false;
                return work;
            }

            if (_batches.Count > 0 && _fetching == 0)
            {
                return static () => { };
            }

            _drained ??= NewPromise();
            _isRunning = false;
            return null;
        }
    }

    private static TaskCompletionSource NewPromise() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task FetchInWaveAsync(IPendingBatch batch)
    {
        InsideFetch.Value = true;
        await batch.FetchAsync(RequestAborted);
        // What runs from here on are the resolvers that waited, no fetch.
        InsideFetch.Value = false;
        Post(() =>
        {
            batch.Publish();
            lock (_lock)
            {
                _fetching--;
            }
        });
    }

    private void Fetch(IPendingBatch batch) => _ = FetchNestedAsync(batch);

    private async Task FetchNestedAsync(IPendingBatch batch)
    {
        // The caller may have more keys to add before it waits.
        await Task.Yield();
        await batch.FetchAsync(RequestAborted);
        batch.Publish();
    }
}
