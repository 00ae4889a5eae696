using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A variable in a value, and what that place expects.</summary>
/// <param name="Type">Null where the document itself is wrong about the place.</param>
/// <param name="HasDefault">Whether the argument or input field has a default value.</param>
/// <param name="InputObject">The input object of which the variable is a field's whole value; otherwise null.</param>
internal sealed record VariableUsage(VariableNode Node, GraphQLType? Type, bool HasDefault, InputObjectType? InputObject);

/// <summary>Collects the uses of variables while the rules walk, by the operation or fragment in whose text they stand.</summary>
internal sealed class VariableUsages(TypeInfo types) : SyntaxVisitor
{
    private readonly Dictionary<ExecutableDefinitionNode, List<VariableUsage>> _usages = [];
    private List<VariableUsage> _current = [];

    public IReadOnlyList<VariableUsage> In(ExecutableDefinitionNode definition) => _usages.GetValueOrDefault(definition) ?? [];

    protected override VisitAction Enter(OperationDefinitionNode node) => Begin(node);

    protected override VisitAction Enter(FragmentDefinitionNode node) => Begin(node);

    /// <summary>Here variables are made, not used.</summary>
    protected override VisitAction Enter(VariableDefinitionNode node) => VisitAction.SkipChildren;

    protected override VisitAction Enter(VariableNode node)
    {
        var inputObject = Parent is ObjectFieldNode ? types.ParentInputType?.Named as InputObjectType : null;
        _current.Add(new VariableUsage(node, types.InputType, types.HasDefault, inputObject));
        return VisitAction.SkipChildren;
    }

    private VisitAction Begin(ExecutableDefinitionNode definition)
    {
        _usages[definition] = _current = [];
        return VisitAction.Continue;
    }
}
