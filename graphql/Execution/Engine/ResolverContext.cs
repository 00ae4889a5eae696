using System.Reflection;
using System.Security.Claims;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Execution;

/// <summary>What compiled resolvers read: parent, arguments, services. Used again for the next field when nobody has kept it.</summary>
internal sealed class ResolverContext(OperationExecution execution) : IResolverContext
{
    private Selection _selection = null!;
    private FieldArguments? _arguments;
    private object?[]? _bound;
    private AsyncServiceScope? _scope;
    private PathNode? _path;
    private bool _isWaiting;

    public Selection Selection => _selection;
    public IReadOnlyDictionary<string, object?> CoercedArguments => Arguments.Coerced;
    public object ParentValue { get; private set; } = null!;
    public Schema Schema => execution.Schema.Schema;
    public OutputField Field => _selection.Field;
    public string ResponseName => _selection.ResponseName;
    public IReadOnlyList<object> Path => PathNode?.ToArray() ?? [];
    public ClaimsPrincipal User => execution.User;
    public OperationRequest Request => execution.Request;
    public CancellationToken RequestAborted => execution.RequestAborted;
    public IDictionary<string, object?> RequestState => execution.State.Values;
    public IReadOnlyDictionary<string, object?> ScopedState { get; private set; } = OperationExecution.EmptyState;
    public object? EventMessage => execution.EventMessage;

    public IServiceProvider Services => _selection.ParentType == Schema.MutationType
        ? execution.State.MutationServices
        : (_scope ??= execution.State.CreateScope()).ServiceProvider;

    private PathNode? PathNode => _isWaiting ? _path : execution.CurrentPath();

    private FieldArguments Arguments => _arguments ??= _selection.Arguments(execution);

    public void Begin(Selection selection, object parent)
    {
        _selection = selection;
        _arguments = null;
        _bound = null;
        _scope = null;
        _isWaiting = false;
        ParentValue = parent;
        ScopedState = execution.ScopedState;
    }

    /// <summary>The resolver goes on while the execution is elsewhere, so the path is kept.</summary>
    public void Wait(PathNode? path)
    {
        _path = path;
        _isWaiting = true;
    }

    public void Bind(ArgumentBinder? binder) => _bound = binder?.Invoke(Arguments.Coerced) ?? [];

    public void Bind(object?[] arguments) => _bound = arguments;

    public T Argument<T>(int index) => (_bound ?? Arguments.Bound)[index] is { } value ? (T)value : default!;

    public T Parent<T>() => (T)ParentValue;

    public T ArgumentValue<T>(string name)
    {
        if (!Field.Arguments.ContainsKey(name))
        {
            throw new ArgumentException($"{Field.Coordinate} has no argument {name}.", nameof(name));
        }

        var value = Arguments.Coerced.GetValueOrDefault(name);
        return (typeof(T) == typeof(object) ? value : execution.Schema.Converter.For(typeof(T))(value)) is { } converted ? (T)converted : default!;
    }

    public Func<object?, object?> InputConverter(Type type, ICustomAttributeProvider? member = null) => execution.Schema.Converter.For(type, member);

    public T Service<T>() where T : notnull
        => typeof(T) == typeof(IServiceProvider) ? (T)Services
            : execution.Schema.IsSingleton(typeof(T)) ? execution.RootServices.GetRequiredService<T>()
            : Services.GetRequiredService<T>();

    public T KeyedService<T>(string key) where T : notnull => Services.GetRequiredKeyedService<T>(key);

    public T DataLoader<T>() where T : IDataLoader => (T)execution.Queue.Loaders.Get(typeof(T));

    /// <summary>The one loader that collects the parents of the current field.</summary>
    public IDataLoader<object, TValue> Batch<TValue>(Func<OperationExecution, IDataLoader<object, TValue>> create)
        => (IDataLoader<object, TValue>)execution.State.BatchLoader(_selection, () => create(execution));

    public T State<T>(string key)
        => ScopedState.TryGetValue(key, out var value) || RequestState.TryGetValue(key, out value) ? (T)value! : default!;

    public bool IsSelected(string fieldName) => execution.Operation.IsSelected(_selection, fieldName, execution.Flags);

    public IReadOnlySet<string>? RequiredProperties<T>() => new RequiredProperties(execution, typeof(T)).Below(_selection);

    public T Shared<T>(object owner, Func<T> create) where T : class => (T)execution.State.Shared(_selection, owner, create);

    public void SetScopedState(string key, object? value)
        => ScopedState = new Dictionary<string, object?>(ScopedState, StringComparer.Ordinal) { [key] = value };

    public void ReportError(string message) => ReportError(new GraphQLError(message));

    public void ReportError(GraphQLError error) => execution.Errors.Report(error, null, _selection, PathNode);

    /// <summary>A scope that is opened when a service is asked for, and ends with the resolver.</summary>
    public ResolverScope OpenScope() => new(this);

    internal readonly struct ResolverScope(ResolverContext context) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            if (context._scope is not { } scope)
            {
                return ValueTask.CompletedTask;
            }

            context._scope = null;
            return scope.DisposeAsync();
        }
    }
}
