using System.Collections.Concurrent;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Execution;

/// <summary>What the resolvers of one execution share. They may ask from any thread.</summary>
internal sealed class ExecutionState(ExecutionServices services, VariableValues variables, WorkQueue queue) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private Dictionary<Selection, FieldArguments>? _arguments;
    private Dictionary<Selection, IDataLoader>? _batchLoaders;
    private Dictionary<(Selection, object), object>? _shared;
    private Dictionary<string, ValueTask<bool>>? _policies;
    private ConcurrentDictionary<string, object?>? _values;
    private AsyncServiceScope? _mutationScope;

    /// <summary>Values of the request, by any key that resolvers agree on.</summary>
    public IDictionary<string, object?> Values
    {
        get
        {
            lock (_lock)
            {
                return _values ??= new(StringComparer.Ordinal);
            }
        }
    }

    /// <summary>The one scope of a mutation's root fields, so that what one of them tracks the next one sees.</summary>
    public IServiceProvider MutationServices
    {
        get
        {
            lock (_lock)
            {
                return (_mutationScope ??= CreateScope()).ServiceProvider;
            }
        }
    }

    /// <summary>Arguments in which variables stand are coerced once, however many parents the field has.</summary>
    public FieldArguments Arguments(Selection selection)
    {
        lock (_lock)
        {
            _arguments ??= [];
            if (!_arguments.TryGetValue(selection, out var arguments))
            {
                _arguments.Add(selection, arguments = FieldArguments.Coerce(selection, variables));
            }

            return arguments;
        }
    }

    public IDataLoader BatchLoader(Selection selection, Func<IDataLoader> create)
    {
        lock (_lock)
        {
            _batchLoaders ??= [];
            if (!_batchLoaders.TryGetValue(selection, out var loader))
            {
                _batchLoaders.Add(selection, loader = create());
            }

            return loader;
        }
    }

    /// <summary>A value that is the same for all parents of a field.</summary>
    public object Shared(Selection selection, object owner, Func<object> create)
    {
        lock (_lock)
        {
            _shared ??= [];
            if (!_shared.TryGetValue((selection, owner), out var value))
            {
                _shared.Add((selection, owner), value = create());
            }

            return value;
        }
    }

    /// <summary>Asks the evaluator once for each policy.</summary>
    public ValueTask<bool> IsAllowedAsync(System.Security.Claims.ClaimsPrincipal user, string policy)
    {
        lock (_lock)
        {
            _policies ??= new(StringComparer.Ordinal);
            if (!_policies.TryGetValue(policy, out var isAllowed))
            {
                _policies.Add(policy, isAllowed = services.Authorization!.IsAllowedAsync(user, policy, queue.RequestAborted).Preserve());
            }

            return isAllowed;
        }
    }

    /// <summary>A scope of services whose loaders are this request's.</summary>
    public AsyncServiceScope CreateScope()
    {
        var scope = services.Scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataLoaderScopeAccessor>().Scope = queue.Loaders;
        return scope;
    }

    public ValueTask DisposeAsync() => _mutationScope?.DisposeAsync() ?? ValueTask.CompletedTask;
}
