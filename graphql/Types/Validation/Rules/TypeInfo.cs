using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// Follows a walk through a document and knows the schema's view of the place: null wherever the document leaves the schema.
/// <see cref="Entering"/> goes before all rules and <see cref="Leaving"/> after them, so that a rule sees a node's types on both occasions.
/// </summary>
internal sealed class TypeInfo
{
    private readonly Schema _schema;
    private readonly Stack<NamedType?> _parents = [];
    private readonly Stack<GraphQLType?> _outputs = [];
    private readonly Stack<OutputField?> _fields = [];
    private readonly List<InputPosition> _inputs = [];

    public TypeInfo(Schema schema)
    {
        _schema = schema;
        Entering = new EnteringVisitor(this);
        Leaving = new LeavingVisitor(this);
    }

    public SyntaxVisitor Entering { get; }

    public SyntaxVisitor Leaving { get; }

    /// <summary>The type of the innermost field, fragment or operation.</summary>
    public GraphQLType? Type => _outputs.TryPeek(out var type) ? type : null;

    /// <summary>The composite type whose fields the innermost selection set selects.</summary>
    public NamedType? ParentType => _parents.TryPeek(out var type) ? type : null;

    public OutputField? Field => _fields.TryPeek(out var innermost) ? innermost : null;

    public DirectiveType? Directive { get; private set; }

    public InputValue? Argument { get; private set; }

    /// <summary>What the innermost value has to be.</summary>
    public GraphQLType? InputType => _inputs is [.., var last] ? last.Type : null;

    /// <summary>What the list or input object around that value has to be.</summary>
    public GraphQLType? ParentInputType => _inputs is [.., var parent, _] ? parent.Type : null;

    /// <summary>Whether the argument or input field of the innermost value has a default value.</summary>
    public bool HasDefault => _inputs is [.., { HasDefault: true }];

    private void Enter(SyntaxNode node)
    {
        switch (node)
        {
            case SelectionSetNode:
                _parents.Push(Type?.Named is { IsComposite: true } composite ? composite : null);
                break;
            case FieldNode field:
                var found = ParentType is { } parent ? _schema.FindField(parent, field.Name.Value) : null;
                _fields.Push(found);
                _outputs.Push(found?.Type);
                break;
            case OperationDefinitionNode operation: _outputs.Push(_schema.RootType(operation.Operation)); break;
            case InlineFragmentNode { TypeCondition: null }: _outputs.Push(Type?.Named); break;
            case InlineFragmentNode { TypeCondition: { } condition }: PushCondition(condition); break;
            case FragmentDefinitionNode fragment: PushCondition(fragment.TypeCondition); break;
            case DirectiveNode directive: Directive = _schema.Directives.GetValueOrDefault(directive.Name.Value); break;
            case VariableDefinitionNode variable: Push(_schema.Resolve(variable.Type), hasDefault: false); break;
            case ArgumentNode argument:
                Argument = (Directive?.Arguments ?? Field?.Arguments)?.GetValueOrDefault(argument.Name.Value);
                Push(Argument?.Type, Argument?.DefaultValue is not null);
                break;
            case ListValueNode: Push(InputType?.Nullable is ListType list ? list.OfType : InputType?.Nullable, hasDefault: false); break;
            case ObjectFieldNode field:
                var inputField = (InputType?.Named as InputObjectType)?.Fields.GetValueOrDefault(field.Name.Value);
                Push(inputField?.Type, inputField?.DefaultValue is not null);
                break;
        }
    }

    private void Leave(SyntaxNode node)
    {
        switch (node)
        {
            case SelectionSetNode: _parents.Pop(); break;
            case FieldNode:
                _fields.Pop();
                _outputs.Pop();
                break;
            case OperationDefinitionNode or InlineFragmentNode or FragmentDefinitionNode: _outputs.Pop(); break;
            case DirectiveNode: Directive = null; break;
            case ArgumentNode:
                Argument = null;
                PopInput();
                break;
            case VariableDefinitionNode or ListValueNode or ObjectFieldNode: PopInput(); break;
        }
    }

    private void PushCondition(NamedTypeNode condition) => _outputs.Push(_schema.FindType(condition.Name.Value) is { IsOutputType: true } type ? type : null);

    private void Push(GraphQLType? type, bool hasDefault) => _inputs.Add(new InputPosition(type is { IsInputType: true } ? type : null, hasDefault));

    private void PopInput() => _inputs.RemoveAt(_inputs.Count - 1);

    private readonly record struct InputPosition(GraphQLType? Type, bool HasDefault);

    private sealed class EnteringVisitor(TypeInfo types) : SyntaxVisitor
    {
        protected override VisitAction Enter(SyntaxNode node)
        {
            types.Enter(node);
            return VisitAction.Continue;
        }
    }

    private sealed class LeavingVisitor(TypeInfo types) : SyntaxVisitor
    {
        protected override VisitAction Leave(SyntaxNode node)
        {
            types.Leave(node);
            return VisitAction.Continue;
        }
    }
}
