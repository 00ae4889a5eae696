using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A document under examination: what the rules share, and what they found.</summary>
internal sealed class ValidationContext
{
    private readonly List<GraphQLError> _errors = [];
    private readonly Dictionary<OperationDefinitionNode, IReadOnlyList<FragmentDefinitionNode>> _referenced = [];

    public ValidationContext(Schema schema, DocumentNode document, ValidationLimits limits)
    {
        Schema = schema;
        Document = document;
        Limits = limits;
        Types = new TypeInfo(schema);
        Spreads = new FragmentSpreads();
        Usages = new VariableUsages(Types);
        foreach (var fragment in document.Definitions.OfType<FragmentDefinitionNode>())
        {
            Fragments[fragment.Name.Value] = fragment;
        }
    }

    public Schema Schema { get; }

    public DocumentNode Document { get; }

    public ValidationLimits Limits { get; }

    /// <summary>The types at the place that the walk has reached.</summary>
    public TypeInfo Types { get; }

    public FragmentSpreads Spreads { get; }

    /// <summary>Complete once the walk leaves the document.</summary>
    public VariableUsages Usages { get; }

    /// <summary>By name; where names are repeated, the last one.</summary>
    public Dictionary<string, FragmentDefinitionNode> Fragments { get; } = new(StringComparer.Ordinal);

    public IEnumerable<OperationDefinitionNode> Operations => Document.Definitions.OfType<OperationDefinitionNode>();

    /// <summary>Whether some fragment spreads itself: then a rule that follows spreads would not end.</summary>
    public bool HasFragmentCycles { get; set; }

    public IReadOnlyList<GraphQLError> Errors => _errors;

    /// <summary>Whether as many errors were found as anybody will read.</summary>
    public bool IsFull { get; private set; }

    public void Report(string message, params IEnumerable<SyntaxNode?> nodes) => Report(GraphQLError.At(message, nodes));

    public void Report(GraphQLError error)
    {
        if (IsFull)
        {
            return;
        }

        IsFull = _errors.Count >= Limits.ErrorsMax;
        _errors.Add(IsFull
            ? new GraphQLError("Too many validation errors, error limit reached. Validation aborted.") { Code = "LIMIT_ERRORS_EXCEEDED" }
            : error);
    }

    /// <summary>The composite type that a fragment is on; null if its name is unknown or means another kind of type.</summary>
    public NamedType? FindCompositeType(NamedTypeNode condition)
        => Schema.FindType(condition.Name.Value) is { IsComposite: true } composite ? composite : null;

    /// <summary>The fragments that an operation spreads, directly or through others, each once.</summary>
    public IReadOnlyList<FragmentDefinitionNode> ReferencedFragments(OperationDefinitionNode operation)
    {
        if (_referenced.TryGetValue(operation, out var known))
        {
            return known;
        }

        var found = new List<FragmentDefinitionNode>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<SelectionSetNode>([operation.SelectionSet]);
        while (open.TryPop(out var selections))
        {
            foreach (var spread in Spreads.In(selections))
            {
                if (names.Add(spread.Name.Value) && Fragments.TryGetValue(spread.Name.Value, out var fragment))
                {
                    found.Add(fragment);
                    open.Push(fragment.SelectionSet);
                }
            }
        }

        return _referenced[operation] = found;
    }

    /// <summary>Where an operation uses variables, in its own text and in the fragments that it spreads.</summary>
    public IEnumerable<VariableUsage> RecursiveUsages(OperationDefinitionNode operation)
        => Usages.In(operation).Concat(ReferencedFragments(operation).SelectMany(Usages.In));
}
