using System.Text.Json;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Subgraph;

/// <summary>A valid query in which a router asks for `_service` or `_entities`, taken apart.</summary>
internal sealed class FederationOperation
{
    private readonly Dictionary<string, FragmentDefinitionNode> _fragments;
    private readonly List<FieldNode> _rootFields = [];

    public FederationOperation(DocumentNode document, OperationDefinitionNode definition, VariableValues variables)
    {
        (Definition, Variables) = (definition, variables);
        _fragments = document.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(fragment => fragment.Name.Value);
        Collect(definition.SelectionSet);
        Own = new OwnRootFields(this).RewriteNode(definition.SelectionSet);
    }

    public OperationDefinitionNode Definition { get; }

    public VariableValues Variables { get; }

    /// <summary>The fields of the answer in their order; of several that are merged the first.</summary>
    public IReadOnlyList<FieldNode> RootFields => _rootFields;

    /// <summary>What is left for the subgraph's own schema to answer; null for nothing.</summary>
    public SelectionSetNode? Own { get; }

    public static bool IsFederations(FieldNode field) => field.Name.Value is "_entities" or "_service";

    public FragmentDefinitionNode Fragment(FragmentSpreadNode spread) => _fragments[spread.Name.Value];

    /// <summary>A document that selects this and no more, with the fragments and variables that it uses.</summary>
    public (DocumentNode Document, IReadOnlyCollection<string> Variables) Slice(SelectionSetNode selection, params IEnumerable<VariableDefinitionNode> furtherVariables)
    {
        var used = new UsedParts(this);
        used.Visit(selection);
        var definition = new OperationDefinitionNode
        {
            Operation = OperationType.Query,
            Name = Definition.Name,
            VariableDefinitions = [.. Definition.VariableDefinitions.Where(variable => used.Variables.Contains(variable.Variable.Name.Value)), .. furtherVariables],
            SelectionSet = selection,
        };
        return (new DocumentNode([definition, .. used.Fragments]), used.Variables);
    }

    private void Collect(SelectionSetNode selections)
    {
        foreach (var selection in selections.Selections.Where(IsIncluded))
        {
            switch (selection)
            {
                case FieldNode field when _rootFields.All(known => known.ResponseName != field.ResponseName):
                    _rootFields.Add(field);
                    break;
                case InlineFragmentNode fragment:
                    Collect(fragment.SelectionSet);
                    break;
                case FragmentSpreadNode spread:
                    Collect(Fragment(spread).SelectionSet);
                    break;
            }
        }
    }

    private bool IsIncluded(SelectionNode selection)
        => selection.Directives.All(directive => directive is not { Name.Value: "skip" or "include", Arguments: [{ Value: var condition }] }
            || IsTrue(condition) == (directive.Name.Value == "include"));

    private bool IsTrue(ValueNode value)
        => value is BooleanValueNode { Value: true } || (value is VariableNode variable && Variables.TryGet(variable.Name.Value, out var given) && given is true);

    /// <summary>Takes out what the protocol adds; spreads become inline fragments, because the named ones may be used elsewhere.</summary>
    private sealed class OwnRootFields(FederationOperation operation) : SyntaxRewriter
    {
        protected override SyntaxNode? Rewrite(FieldNode field) => IsFederations(field) ? null : field;

        protected override SyntaxNode? Rewrite(FragmentSpreadNode spread)
            => operation.Fragment(spread) is var fragment && RewriteNode(fragment.SelectionSet) is { } selections
                ? new InlineFragmentNode { TypeCondition = fragment.TypeCondition, Directives = spread.Directives, SelectionSet = selections }
                : null;
    }

    private sealed class UsedParts(FederationOperation operation) : SyntaxVisitor
    {
        private readonly Queue<FragmentDefinitionNode> _unvisited = new();
        private readonly OrderedDictionary<string, FragmentDefinitionNode> _fragments = [];

        public IEnumerable<FragmentDefinitionNode> Fragments => _fragments.Values;

        public HashSet<string> Variables { get; } = [];

        public new void Visit(SyntaxNode selection)
        {
            base.Visit(selection);
            while (_unvisited.TryDequeue(out var fragment))
            {
                base.Visit(fragment.SelectionSet);
            }
        }

        protected override VisitAction Enter(VariableNode variable)
        {
            Variables.Add(variable.Name.Value);
            return VisitAction.Continue;
        }

        protected override VisitAction Enter(FragmentSpreadNode spread)
        {
            if (operation.Fragment(spread) is var fragment && _fragments.TryAdd(fragment.Name.Value, fragment))
            {
                _unvisited.Enqueue(fragment);
            }

            return VisitAction.Continue;
        }
    }
}
