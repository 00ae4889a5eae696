using System.Text;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>A field of a compiled operation: all its occurrences at one place of the response, merged.</summary>
internal sealed class Selection
{
    private readonly CompiledOperation _operation;
    private readonly List<(FieldNode Node, Inclusion Inclusion, int Ordinal, DeferUsage? Usage)> _occurrences;
    private (ObjectType Type, SelectionSet Set)? _first;
    private Dictionary<ObjectType, SelectionSet>? _others;
    private FieldArguments? _constantArguments;

    public Selection(CompiledOperation operation, OutputField field, ObjectType parentType, FieldExecutor executor, FieldNode node)
    {
        _operation = operation;
        _occurrences = [];
        Field = field;
        ParentType = parentType;
        Executor = executor;
        Node = node;
        ResponseName = node.ResponseName;
        NameBytes = Encoding.UTF8.GetBytes($"\"{ResponseName}\":");
        HasVariableArguments = node.Arguments.Any(argument => ValueCoercion.HasVariables(argument.Value));
    }

    public OutputField Field { get; }
    public ObjectType ParentType { get; }
    public FieldExecutor Executor { get; }
    /// <summary>The first occurrence, whose arguments count and where errors point.</summary>
    public FieldNode Node { get; }
    public string ResponseName { get; }
    /// <summary>The response name in quotes and its colon.</summary>
    public byte[] NameBytes { get; }
    public bool HasVariableArguments { get; }
    /// <summary>Null when the field is always there.</summary>
    public Inclusion[]? Inclusions { get; private set; }
    /// <summary>The selections of the object on which a loader batches this field's calls, see <see cref="BatchResolvers"/>.</summary>
    public IReadOnlyList<(FieldNode Node, Inclusion Inclusion, int Ordinal, DeferUsage? Usage)> Occurrences => _occurrences;

    /// <summary>The deferred fragments that wait for this field; none when it belongs to the first payload, or is an item's of a stream.</summary>
    public IReadOnlyList<DeferUsage> Usages { get; set; } = [];

    public bool HasNoUsages => _occurrences.TrueForAll(occurrence => occurrence.Usage is null);

    /// <summary>The field's @stream.</summary>
    public StreamUsage? Stream { get; init; }

    /// <summary>The field as its streamed items see it: whichever fragment deferred the list, they are on their own.</summary>
    public Selection ForItems()
    {
        var items = new Selection(_operation, Field, ParentType, Executor, Node);
        _occurrences.ForEach(occurrence => items.Add(occurrence.Node, occurrence.Inclusion, occurrence.Ordinal, null));
        return items;
    }

    /// <summary>Where the field stands in the document, without the places that @skip or @include leave out of this request.</summary>
    public IReadOnlyList<ErrorLocation> Locations(ulong flags)
        => [.. _occurrences.Where(occurrence => occurrence.Inclusion.Matches(flags)).Select(occurrence => occurrence.Node.Location).OfType<Location>().Select(at => new ErrorLocation(at.Line, at.Column))];

    public void Add(FieldNode node, Inclusion inclusion, int ordinal, DeferUsage? usage)
    {
        _occurrences.Add((node, inclusion, ordinal, usage));
        Inclusions = _occurrences.Exists(occurrence => occurrence.Inclusion.IsAlways)
            ? null
            : [.. _occurrences.Select(occurrence => occurrence.Inclusion).Distinct()];
    }

    /// <summary>Whether the field may stand at different places of the response, because its first occurrence is conditional and not its only one.</summary>
    public bool Moves => _occurrences.Count > 1 && !_occurrences[0].Inclusion.IsAlways;

    /// <summary>Where the first occurrence that counts in this request stands among those of the selection set.</summary>
    public int Ordinal(ulong flags) => _occurrences.First(occurrence => occurrence.Inclusion.Matches(flags)).Ordinal;

    public bool IsIncluded(ulong flags)
    {
        if (Inclusions is null)
        {
            return true;
        }

        foreach (var inclusion in Inclusions)
        {
            if (inclusion.Matches(flags))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is selected of this field's value when the value is of this type. Compiled when first needed.</summary>
    public SelectionSet SetFor(ObjectType type)
    {
        if (_first is { } first && ReferenceEquals(first.Type, type))
        {
            return first.Set;
        }

        lock (_occurrences)
        {
            if (_first is null)
            {
                var set = _operation.Compile(this, type);
                _first = (type, set);
                return set;
            }

            if (_first.Value.Type == type)
            {
                return _first.Value.Set;
            }

            _others ??= [];
            if (!_others.TryGetValue(type, out var other))
            {
                _others.Add(type, other = _operation.Compile(this, type));
            }

            return other;
        }
    }

    /// <summary>Arguments without variables are coerced once for all requests.</summary>
    public FieldArguments Arguments(OperationExecution execution)
        => HasVariableArguments ? execution.State.Arguments(this) : _constantArguments ??= FieldArguments.Coerce(this, VariableValues.None);
}

/// <summary>The fields of an object of a certain type, fragments dissolved, in the order of the response.</summary>
internal sealed class SelectionSet(ObjectType type, Selection[] selections)
{
    private readonly bool _moves = Array.Exists(selections, selection => selection.Moves);

    public ObjectType Type { get; } = type;
    public Selection[] Selections { get; } = selections;

    /// <summary>What of the object comes later.</summary>
    public DeferPlan? Deferred { get; init; }

    /// <summary>The fields with those that come later.</summary>
    public IEnumerable<Selection> All => Deferred is null ? Selections : Selections.Concat(Deferred.Groups.SelectMany(group => group.Set.Selections));

    /// <summary>Fields come in the order in which they are first met in this request, and what is left out is not met.</summary>
    public IReadOnlyList<Selection> InOrder(ulong flags) => !_moves ? Selections
        : [.. Selections.Where(selection => selection.IsIncluded(flags)).OrderBy(selection => selection.Ordinal(flags))];

    /// <summary>`"Type"`, for __typename.</summary>
    public byte[] TypeNameBytes { get; } = Encoding.UTF8.GetBytes($"\"{type.Name}\"");
}

/// <summary>When a field is there: these bits of the request's boolean variables are set, and those are not.</summary>
internal readonly record struct Inclusion(ulong Set, ulong Unset, bool Never)
{
    public static Inclusion Always { get; }

    public bool IsAlways => this == Always;

    public bool Matches(ulong flags) => !Never && (flags & Set) == Set && (flags & Unset) == 0;
}

/// <summary>A field's arguments in this request.</summary>
internal sealed class FieldArguments(IReadOnlyDictionary<string, object?> coerced, object?[] bound)
{
    public IReadOnlyDictionary<string, object?> Coerced { get; } = coerced;

    /// <summary>What the resolver's parameters take, in their order.</summary>
    public object?[] Bound { get; } = bound;

    /// <exception cref="GraphQLException">A value does not fit; the message is for the client.</exception>
    public static FieldArguments Coerce(Selection selection, VariableValues variables)
    {
        if (!ValueCoercion.TryCoerceArguments(
            selection.Field.Arguments, selection.Node.Arguments, selection.Node, variables, out var values, out var error))
        {
            throw new GraphQLException(error);
        }

        return new FieldArguments(values, selection.Executor.BindArguments?.Invoke(values) ?? []);
    }
}
