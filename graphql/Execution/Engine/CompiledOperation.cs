using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>An operation that is ready to run any number of times: fragments dissolved, fields tied to their resolvers.</summary>
internal sealed class CompiledOperation
{
    // One bit of a machine word for each boolean variable of @skip and @include.
    private const int ConditionVariablesMax = 64;

    private readonly ExecutableSchema _schema;
    private readonly Dictionary<string, FragmentDefinitionNode> _fragments;
    private readonly List<string> _conditionVariables = [];
    private int _ordinal;

    public CompiledOperation(ExecutableSchema schema, DocumentNode document, OperationDefinitionNode definition)
    {
        _schema = schema;
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
        Root = Compile(rootType, [(definition.SelectionSet, Inclusion.Always)]);
    }

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

    public SelectionSet Compile(Selection selection, ObjectType type)
    {
        // When all occurrences of the field share one condition, whoever gets here has met it.
        var isUniform = selection.Inclusions is null or { Length: 1 } && selection.Occurrences.All(occurrence => occurrence.Inclusion == selection.Occurrences[0].Inclusion);
        return Compile(type,
        [
            .. selection.Occurrences.Where(occurrence => occurrence.Node.SelectionSet is not null)
                .Select(occurrence => (occurrence.Node.SelectionSet!, isUniform ? Inclusion.Always : occurrence.Inclusion)),
        ]);
    }

    /// <summary>Whether the client selected this field of the selection's value, whatever its type.</summary>
    public bool IsSelected(Selection selection, string fieldName, ulong flags)
    {
        foreach (var type in _schema.Schema.PossibleTypes(selection.Field.Type.Named))
        {
            foreach (var child in selection.SetFor(type).Selections)
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

    private SelectionSet Compile(ObjectType type, IReadOnlyList<(SelectionSetNode Set, Inclusion Inclusion)> sources)
    {
        var fields = new OrderedDictionary<string, Selection>(StringComparer.Ordinal);
        foreach (var (set, inclusion) in sources)
        {
            Collect(type, set, inclusion, fields, []);
        }

        return new SelectionSet(type, [.. fields.Values]);
    }

    /// <summary>https://spec.graphql.org/draft/#CollectFields()</summary>
    private void Collect(ObjectType type, SelectionSetNode set, Inclusion outer, OrderedDictionary<string, Selection> fields, HashSet<(string, Inclusion)> visited)
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
                    Add(type, field, inclusion, fields);
                    break;
                case InlineFragmentNode inline when inline.TypeCondition is null || Applies(inline.TypeCondition, type):
                    Collect(type, inline.SelectionSet, inclusion, fields, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add((spread.Name.Value, inclusion))
                    && _fragments.TryGetValue(spread.Name.Value, out var fragment) && Applies(fragment.TypeCondition, type):
                    Collect(type, fragment.SelectionSet, inclusion, fields, visited);
                    break;
            }
        }
    }

    private void Add(ObjectType type, FieldNode node, Inclusion inclusion, OrderedDictionary<string, Selection> fields)
    {
        if (!fields.TryGetValue(node.ResponseName, out var selection))
        {
            var field = _schema.Schema.FindField(type, node.Name.Value)
                ?? throw new GraphQLException($"Cannot query field \"{node.Name.Value}\" on type \"{type.Name}\".");
            fields.Add(node.ResponseName, selection = new Selection(this, field, type, _schema.Executor(type, field), node));
        }

        selection.Add(node, inclusion, _ordinal++);
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
        var combined = wanted ? outer with { Set = outer.Set | bit } : outer with { Unset = outer.Unset | bit };
        return (combined.Set & combined.Unset) == 0 ? combined : combined with { Never = true };
    }
}
