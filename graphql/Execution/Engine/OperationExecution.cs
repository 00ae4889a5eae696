using System.Security.Claims;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>
/// One run of an operation. Fields are executed in the order of the response and written at once; what has to wait leaves a hole. All
/// of it happens on one thread at a time, which the <see cref="WorkQueue"/> sees to; only errors may come from anywhere.
/// </summary>
internal sealed partial class OperationExecution
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    private readonly ExecutionServices _services;
    private Position[] _positions = new Position[16];
    private int _depth;
    private Hole _fragment;
    private ResolverContext? _spareContext;

    public OperationExecution(
        ExecutableSchema schema, CompiledOperation operation, VariableValues variables, OperationRequest request, ExecutionServices services, WorkQueue queue, ExecutionState? state = null)
    {
        Schema = schema;
        Operation = operation;
        Variables = variables;
        Request = request;
        Queue = queue;
        _services = services;
        Flags = operation.Flags(variables);
        State = state ?? new ExecutionState(services, variables, queue);
        Errors = new ErrorLog(services.Errors, services.Options.ErrorsMax, Flags);
        _fragment = Root = new RootFragment { IsNullable = true };
    }

    public ExecutableSchema Schema { get; }
    public CompiledOperation Operation { get; }
    public VariableValues Variables { get; }
    public OperationRequest Request { get; }
    public WorkQueue Queue { get; }
    public ulong Flags { get; }
    public JsonBuffer Output { get; } = new(2048);
    public RootFragment Root { get; private init; }
    public ClaimsPrincipal User => Request.User ?? Nobody;
    public CancellationToken RequestAborted => Queue.RequestAborted;
    public IReadOnlyDictionary<string, object?> ScopedState { get; set; } = EmptyState;
    public object? EventMessage { get; init; }

    /// <summary>To be told in the response's extensions.</summary>
    public OperationCost? ReportedCost { get; init; }

    /// <summary>What resolvers share.</summary>
    public ExecutionState State { get; }

    public ErrorLog Errors { get; }

    /// <summary>The root fields of a mutation that have not started yet.</summary>
    public Queue<PendingValue> Serial { get; } = [];

    /// <summary>Whatever has left a hole and not yet filled it.</summary>
    public int Waiting { get; private set; }

    public static IReadOnlyDictionary<string, object?> EmptyState { get; } = new Dictionary<string, object?>();

    public Selection CurrentSelection => _positions[_depth - 1].Selection;

    /// <summary>Steps into a field's value.</summary>
    public void Enter(Selection selection) => Push(new Position(selection, -1, Output.Length, !selection.Field.Type.IsNonNull));

    /// <summary>Steps into a list's item.</summary>
    public void Enter(int index, bool isNullable) => Push(new Position(CurrentSelection, index, Output.Length, isNullable));

    /// <summary>Steps out. A value that could not be had is cut away and becomes null here, if null is allowed here.</summary>
    /// <returns>False when the one around must become null.</returns>
    public bool Leave(bool isWritten)
    {
        ref var position = ref _positions[--_depth];
        if (isWritten)
        {
            if (position.Region is { } region)
            {
                region.End = Output.Length;
            }

            return true;
        }

        Output.Truncate(position.Start);
        _fragment.Discard(position.Start);
        if (position.IsNullable)
        {
            Output.WriteNull();
        }

        return position.IsNullable;
    }

    /// <summary>Writes null, or reports that it is not allowed here.</summary>
    public bool WriteNull()
    {
        ref var position = ref _positions[_depth - 1];
        if (!position.IsNullable)
        {
            return Fail(new GraphQLError($"Cannot return null for non-nullable field {position.Selection.ParentType.Name}.{position.Selection.Field.Name}."));
        }

        Output.WriteNull();
        return true;
    }

    /// <summary>Reports why there is no value here.</summary>
    /// <returns>Always false.</returns>
    public bool Fail(Exception exception)
    {
        Errors.Report(exception, CurrentSelection, CurrentPath());
        return false;
    }

    /// <inheritdoc cref="Fail(Exception)"/>
    public bool Fail(GraphQLError error)
    {
        Errors.Report(error, null, CurrentSelection, CurrentPath());
        return false;
    }

    /// <summary>A context for the resolver of the current field; given back by <see cref="Return"/> when nobody keeps it.</summary>
    public ResolverContext Rent(Selection selection, object parent)
    {
        var context = _spareContext ?? new ResolverContext(this);
        _spareContext = null;
        context.Begin(selection, parent);
        return context;
    }

    public void Return(ResolverContext context) => _spareContext = context;

    public PathNode? CurrentPath()
    {
        var path = _fragment.Path;
        for (var i = 0; i < _depth; i++)
        {
            ref var position = ref _positions[i];
            // A fragment's first position is the hole itself, whose path is known; some fields are then entered once more.
            path = position.Path ??= _fragment is PendingValue hole && (i == 0 || (i == 1 && hole.Reenters))
                ? _fragment.Path
                : new PathNode(path, position.Index < 0 ? position.Selection.ResponseName : null, position.Index);
        }

        return path;
    }

    /// <summary>Where a hole at the current position belongs.</summary>
    public HolePlace Place() => new(Output.Length, _fragment, EnclosingRegion(_depth - 1), _positions[_depth - 1].IsNullable, CurrentPath(), CurrentSelection);

    public void Suspend(PendingValue hole)
    {
        _fragment.Add(hole);
        Waiting++;
        Queue.Waiting++;
    }

    /// <summary>Fills a hole: writes its value at the end of the scratch buffer.</summary>
    public void Resume(PendingValue hole)
    {
        Waiting--;
        Queue.Waiting--;
        if (hole.IsLost)
        {
            hole.Drop();
            EndIfNothingWaits();
            return;
        }

        _fragment = hole;
        _depth = 0;
        ScopedState = hole.ScopedState;
        Defers = hole.Defers;
        hole.ContentStart = Output.Length;
        Push(new Position(hole.Selection, -1, Output.Length, hole.IsNullable));
        if (!Leave(hole.Complete(this)))
        {
            hole.Propagate();
        }

        hole.ContentEnd = Output.Length;
        EndIfNothingWaits();
    }

    /// <summary>The root fields in their order: all at once, or for mutations one after the other.</summary>
    public void ExecuteRoot(object rootValue)
    {
        Output.WriteRaw("{\"data\":"u8);
        Root.ContentStart = Output.Length;
        var isSerial = Operation.Definition.Operation == Language.OperationType.Mutation && Operation.Root.Selections.Length > 1;
        if (!(isSerial ? SerialRoot.Write(this, rootValue) : ObjectWriter.Write(this, rootValue, Operation.Root)))
        {
            Output.Truncate(Root.ContentStart);
            Root.Discard(Root.ContentStart);
            Output.WriteNull();
            Root.IsNulled = true;
        }

        Root.ContentEnd = Output.Length;
        EndIfNothingWaits();
    }

    public IServiceProvider RootServices => _services.Root;

    /// <summary>The finished response. Only to be asked for when nothing waits any more.</summary>
    public OperationResult ToResult()
    {
        var body = Root.Marks is null ? Output : Assemble();
        if (!Errors.IsEmpty)
        {
            body.WriteRaw(",\"errors\":"u8);
            Errors.WriteTo(body);
        }

        PendingParts?.Invoke(body);
        if (ReportedCost is { } cost)
        {
            body.WriteRaw(",\"extensions\":{"u8);
            cost.Write(body);
            body.WriteByte((byte)'}');
        }

        body.WriteByte((byte)'}');
        return new OperationResult(body) { HasErrors = !Errors.IsEmpty, HasData = !Root.IsNulled };
    }

    /// <summary>The answer to a subscription that could not be opened.</summary>
    public OperationResult ToResultWithoutData()
    {
        Output.Truncate(0);
        Output.WriteRaw("{\"data\":null"u8);
        Root.IsNulled = true;
        return ToResult();
    }

    private JsonBuffer Assemble()
    {
        var body = new JsonBuffer(Output.Length + 256);
        body.WriteRaw("{\"data\":"u8);
        Root.CopyTo(body, Output);
        Output.Dispose();
        return body;
    }

    private void Push(Position position)
    {
        if (_depth == _positions.Length)
        {
            Array.Resize(ref _positions, _depth * 2);
        }

        _positions[_depth++] = position;
    }

    // Regions are made outermost first, so that marks stay ordered by their offsets.
    private Region? EnclosingRegion(int depth)
    {
        Region? outer = null;
        for (var i = _fragment is RootFragment ? 0 : 1; i < depth; i++)
        {
            ref var position = ref _positions[i];
            if (position.IsNullable)
            {
                if (position.Region is null)
                {
                    position.Region = new Region { Start = position.Start, Outer = outer };
                    _fragment.Add(position.Region);
                }

                outer = position.Region;
            }
        }

        return outer;
    }

    private record struct Position(Selection Selection, int Index, int Start, bool IsNullable)
    {
        public Region? Region { get; set; }
        public PathNode? Path { get; set; }
    }
}

/// <summary>What a hole needs to know of the place where it was left.</summary>
internal readonly record struct HolePlace(int Start, Hole Fragment, Region? Outer, bool IsNullable, PathNode? Path, Selection Selection);
