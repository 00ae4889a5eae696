using System.Collections.Concurrent;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>An operation that is ready to run any number of times: fragments dissolved, fields tied to their resolvers.</summary>
internal sealed class CompiledOperation
{
    // One bit of a machine word for each boolean variable of @skip and @include.
    private const int ConditionVariablesMax = 64;
    private const int IncrementalFormsMax = 16;

    private readonly ExecutableSchema _schema;
    private readonly Dictionary<string, FragmentDefinitionNode> _fragments;
    private readonly List<string> _conditionVariables = [];
    private readonly ulong? _known;
    private readonly ConcurrentDictionary<ulong, CompiledOperation> _incremental = new();
    private int _ordinal;

    /// <param name="schema">The schema, whose resolvers the fields are tied to.</param>
    /// <param name="document">The valid document.</param>
    /// <param name="definition">One of its operations.</param>
    /// <param name="known">The boolean variables of a request in whose answer @defer and @stream count; null where they do not.</param>
    public CompiledOperation(ExecutableSchema schema, DocumentNode document, OperationDefinitionNode definition, ulong? known = null)
    {
        _schema = schema;
        _known = known;
        Document = document;
        Definition = definition;
        _fragments = document.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(fragment => fragment.Name.Value);
        // Every condition gets its bit before the first request, so that the bits can be computed before anything is compiled lazily.
        foreach (var variable in definition.VariableDefinitions.Where(variable => IsBoolean(variable.Type)).Select(variable => variable.Variable.Name.Value))
        {
            _conditionVariables.Add(variable);
        }

        if (_conditionVariables.Count > ConditionVariablesMax)
        {
            throw new GraphQLException($"An operation may have at most {ConditionVariablesMax} boolean variables.");
        }

        var rootType = schema.Schema.RootType(definition.Operation)
            ?? throw new GraphQLException($"The schema has no {definition.Operation.ToString().ToLowerInvariant()} operations.");
        Root = Compile(rootType, [(definition.SelectionSet, Inclusion.Always, null)], []);
        MayBeIncremental = definition.Operation != OperationType.Subscription && schema.Schema.Directives.ContainsKey("defer")
            && IncrementalDirectives.AreIn(definition, _fragments.Values);
    }

    /// <summary>Whether @defer or @stream stand in the document.</summary>
    public bool MayBeIncremental { get; }

    public OperationDefinitionNode Definition { get; }

    public DocumentNode Document { get; }

    public SelectionSet Root { get; }

    /// <summary>The price of an operation whose variables do not change it.</summary>
    public ConstantCost? ConstantCost { get; set; }

    /// <summary>The values of the boolean variables as bits.</summary>
    public ulong Flags(VariableValues variables)
    {
        var flags = 0UL;
        for (var i = 0; i < _conditionVariables.Count; i++)
        {
            if (variables.TryGet(_conditionVariables[i], out var value) && value is true)
            {
                flags |= 1UL << i;
            }
        }

        return flags;
    }

    /// <summary>
    /// The operation in which @defer and @stream count. What is deferred depends on the boolean variables, so there is one for each of
    /// their values; only a few are kept.
    /// </summary>
    public CompiledOperation Incremental(VariableValues variables)
    {
        var flags = Flags(variables);
        for (var i = 0; i < _conditionVariables.Count; i++)
        {
            // A variable that has no value leaves the argument its default value, which is true; @skip and @include have none.
            flags |= variables.Contains(_conditionVariables[i]) ? 0 : 1UL << i;
        }

        if (_incremental.TryGetValue(flags, out var operation))
        {
            return operation;
        }

        operation = new CompiledOperation(_schema, Document, Definition, flags);
        return _incremental.Count < IncrementalFormsMax ? _incremental.GetOrAdd(flags, operation) : operation;
    }

    public SelectionSet Compile(Selection selection, ObjectType type)
    {
        // When all occurrences of the field share one condition, whoever gets here has met it.
        var isUniform = selection.Inclusions is null or { Length: 1 } && selection.Occurrences.All(occurrence => occurrence.Inclusion == selection.Occurrences[0].Inclusion);
        return Compile(type,
        [
            .. selection.Occurrences.Where(occurrence => occurrence.Node.SelectionSet is not null)
                .Select(occurrence => (occurrence.Node.SelectionSet!, isUniform ? Inclusion.Always : occurrence.Inclusion, occurrence.Usage)),
        ], selection.Usages);
    }

    /// <summary>Whether the client selected this field of the selection's value, whatever its type.</summary>
    public bool IsSelected(Selection selection, string fieldName, ulong flags)
    {
        foreach (var type in _schema.Schema.PossibleTypes(selection.Field.Type.Named))
        {
            foreach (var child in selection.SetFor(type).All)
            {
                if (child.Field.Name == fieldName && child.IsIncluded(flags))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsBoolean(TypeNode type) => type switch
    {
        NonNullTypeNode nonNull => IsBoolean(nonNull.Type),
        NamedTypeNode named => named.Name.Value == "Boolean",
        _ => false,
    };

    private SelectionSet Compile(
        ObjectType type, IReadOnlyList<(SelectionSetNode Set, Inclusion Inclusion, DeferUsage? Usage)> sources, IReadOnlyList<DeferUsage> around)
    {
        var fields = new OrderedDictionary<string, Selection>(StringComparer.Ordinal);
        var visited = new VisitedFragments();
        foreach (var (set, inclusion, usage) in sources)
        {
            Collect(type, set, inclusion, usage, fields, _known is null ? new VisitedFragments() : visited);
        }

        return visited.Usages.Count == 0 && fields.Values.All(selection => selection.HasNoUsages)
            ? new SelectionSet(type, [.. fields.Values])
            : DeferPlan.Divide(type, fields.Values, visited.Usages, around);
    }

    /// <summary>https://spec.graphql.org/draft/#CollectFields()</summary>
    private void Collect(
        ObjectType type, SelectionSetNode set, Inclusion outer, DeferUsage? around, OrderedDictionary<string, Selection> fields, VisitedFragments visited)
    {
        foreach (var node in set.Selections)
        {
            var inclusion = Combine(outer, node.Directives);
            if (inclusion.Never)
            {
                continue;
            }

            switch (node)
            {
                case FieldNode field:
                    Add(type, field, inclusion, around, fields);
                    break;
                case InlineFragmentNode inline when inline.TypeCondition is null || Applies(inline.TypeCondition, type):
                    Collect(type, inline.SelectionSet, inclusion, visited.Enter(Usage(inline, around), around), fields, visited);
                    break;
                case FragmentSpreadNode spread when _fragments.TryGetValue(spread.Name.Value, out var fragment) && Applies(fragment.TypeCondition, type):
                    var usage = Usage(spread, around);
                    if (visited.Add(spread.Name.Value, inclusion, usage))
                    {
                        Collect(type, fragment.SelectionSet, inclusion, visited.Enter(usage, around), fields, visited);
                    }

                    break;
            }
        }
    }

    private DeferUsage? Usage(SelectionNode fragment, DeferUsage? around)
        => IsActive(fragment, "defer") is { } directive ? new DeferUsage(directive, around) : around;

    /// <summary>The directive, when it counts: `if` is not false.</summary>
    private DirectiveNode? IsActive(SelectionNode node, string name)
        => _known is not null && node.Directives.FirstOrDefault(directive => directive.Name.Value == name) is { } found
            && (found.Arguments.FirstOrDefault(argument => argument.Name.Value == "if") is not { } condition
                || !Combine(Inclusion.Always, condition.Value, wanted: true).Never)
            ? found : null;

    private void Add(ObjectType type, FieldNode node, Inclusion inclusion, DeferUsage? around, OrderedDictionary<string, Selection> fields)
    {
        if (!fields.TryGetValue(node.ResponseName, out var selection))
        {
            var field = _schema.Schema.FindField(type, node.Name.Value)
                ?? throw new GraphQLException($"Cannot query field \"{node.Name.Value}\" on type \"{type.Name}\".");
            fields.Add(node.ResponseName, selection = new Selection(this, field, type, _schema.Executor(type, field), node)
            {
                Stream = IsActive(node, "stream") is { } stream ? new StreamUsage(stream) : null,
            });
        }

        selection.Add(node, inclusion, _ordinal++, around);
    }

    private bool Applies(NamedTypeNode condition, ObjectType type)
        => _schema.Schema.FindType(condition.Name.Value) is { } named && (ReferenceEquals(named, type) || Schema.IsSubType(type, named));

    private Inclusion Combine(Inclusion outer, IReadOnlyList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            if (directive.Name.Value is "skip" or "include" && directive.Arguments.FirstOrDefault(argument => argument.Name.Value == "if") is { } condition)
            {
                outer = Combine(outer, condition.Value, wanted: directive.Name.Value == "include");
            }
        }

        return outer;
    }

    private Inclusion Combine(Inclusion outer, ValueNode condition, bool wanted)
    {
        if (condition is not VariableNode variable)
        {
            return condition is BooleanValueNode constant && constant.Value == wanted ? outer : outer with { Never = true };
        }

        var index = _conditionVariables.IndexOf(variable.Name.Value);
        if (index < 0)
        {
            return outer with { Never = wanted };
        }

        var bit = 1UL << index;
        if (_known is { } flags)
        {
            return ((flags & bit) != 0) == wanted ? outer : outer with { Never = true };
        }

        var combined = wanted ? outer with { Set = outer.Set | bit } : outer with { Unset = outer.Unset | bit };
        return (combined.Set & combined.Unset) == 0 ? combined : combined with { Never = true };
    }
}
