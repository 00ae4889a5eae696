namespace FinFlow.GraphQL.Execution;

/// <summary>What all loaders share: a promise for each key, and one open batch at a time. Safe to use from several threads.</summary>
public abstract class DataLoaderBase<TKey, TValue>(IBatchScheduler scheduler) : IDataLoader<TKey, TValue> where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Task<TValue?>> _promises = [];
    private Dictionary<object, DataLoaderBase<TKey, TValue>>? _branches;
    private Batch? _open;

    protected IBatchScheduler Scheduler { get; } = scheduler;

    /// <summary>What <see cref="Branch"/> has added on the way to this loader, outermost first.</summary>
    protected IReadOnlyList<object> States { get; private set; } = [];

    /// <summary>Keys fetched by one call at most; more keys make more calls. It bounds the statement's parameters.</summary>
    protected virtual int BatchSizeMax => 1000;

    public Task<TValue?> LoadAsync(TKey key, CancellationToken cancellationToken)
    {
        Batch? opened = null;
        Task<TValue?> promise;
        lock (_lock)
        {
            promise = Promise(key, ref opened);
        }

        if (opened is not null)
        {
            Scheduler.Schedule(opened);
        }

        return promise;
    }

    public async Task<IReadOnlyList<TValue?>> LoadManyAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken)
    {
        var opened = new List<Batch>();
        var promises = new List<Task<TValue?>>(keys.Count);
        lock (_lock)
        {
            foreach (var key in keys)
            {
                Batch? batch = null;
                promises.Add(Promise(key, ref batch));
                if (batch is not null)
                {
                    opened.Add(batch);
                }
            }
        }

        opened.ForEach(Scheduler.Schedule);
        return await Task.WhenAll(promises);
    }

    private Task<TValue?> Promise(TKey key, ref Batch? opened)
    {
        if (_promises.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_open is null || _open.Count >= BatchSizeMax)
        {
            _open = opened = new Batch(this);
        }

        return _promises[key] = _open.Add(key);
    }

    public void Set(TKey key, TValue? value)
    {
        lock (_lock)
        {
            _promises.TryAdd(key, Task.FromResult(value));
        }
    }

    public IDataLoader<TKey, TValue> Branch(object state)
    {
        lock (_lock)
        {
            _branches ??= [];
            if (!_branches.TryGetValue(state, out var branch))
            {
                branch = CreateBranch();
                branch.States = [.. States, state];
                _branches.Add(state, branch);
            }

            return branch;
        }
    }

    /// <summary>The state of this type that the caller gave by <see cref="Branch"/>, or null.</summary>
    protected TState? State<TState>() where TState : class => States.OfType<TState>().LastOrDefault();

    /// <summary>A new loader of the same kind, with nothing loaded.</summary>
    protected abstract DataLoaderBase<TKey, TValue> CreateBranch();

    /// <summary>Fetches the keys, which are distinct. A key without a value is missing in the answer.</summary>
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> FetchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    /// <summary>The value of a key that <see cref="FetchAsync"/> did not answer.</summary>
    protected virtual TValue? Missing => default;

    private sealed class Batch(DataLoaderBase<TKey, TValue> loader) : IPendingBatch
    {
        private readonly List<TKey> _keys = [];
        // Continuations run within Publish: the scheduler knows then that nobody who waited for this batch is still to run.
        private readonly List<TaskCompletionSource<TValue?>> _promises = [];
        private IReadOnlyDictionary<TKey, TValue>? _values;
        private Exception? _failure;

        public int Count => _keys.Count;

        public Task<TValue?> Add(TKey key)
        {
            var promise = new TaskCompletionSource<TValue?>();
            _keys.Add(key);
            _promises.Add(promise);
            return promise.Task;
        }

        public async Task FetchAsync(CancellationToken cancellationToken)
        {
            lock (loader._lock)
            {
                if (loader._open == this)
                {
                    loader._open = null;
                }
            }

            using var activity = GraphQLTelemetry.StartFetch(loader.GetType(), _keys.Count);
            try
            {
                _values = await loader.FetchAsync(_keys, cancellationToken);
            }
#pragma warning disable CA1031 // Whatever the fetch throws belongs to those who wait for its keys.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _failure = failure;
            }
        }

        public void Publish()
        {
            for (var i = 0; i < _keys.Count; i++)
            {
                if (_failure is not null)
                {
                    _promises[i].SetException(_failure);
                }
                else
                {
                    _promises[i].SetResult(_values!.TryGetValue(_keys[i], out var value) ? value : loader.Missing);
                }
            }
        }
    }
}
