namespace FinFlow.GraphQL.Language;

public abstract partial class SyntaxRewriter
{
    protected virtual SyntaxNode? Rewrite(DocumentNode document)
    {
        var definitions = Each(document.Definitions);
        return ReferenceEquals(definitions, document.Definitions) ? document : new DocumentNode(definitions) { Location = document.Location };
    }

    protected virtual SyntaxNode? Rewrite(OperationDefinitionNode operation)
    {
        var (variables, directives) = (Each(operation.VariableDefinitions), Each(operation.Directives));
        var selections = Optional(operation.SelectionSet);
        if (selections is null)
        {
            return null;
        }

        return Unchanged((operation.VariableDefinitions, variables), (operation.Directives, directives), (operation.SelectionSet, selections))
            ? operation
            : new OperationDefinitionNode
            {
                Location = operation.Location,
                Description = operation.Description,
                Operation = operation.Operation,
                Name = operation.Name,
                VariableDefinitions = variables,
                Directives = directives,
                SelectionSet = selections,
            };
    }

    protected virtual SyntaxNode? Rewrite(FragmentDefinitionNode fragment)
    {
        var (condition, directives) = (Required(fragment.TypeCondition), Each(fragment.Directives));
        var selections = Optional(fragment.SelectionSet);
        if (selections is null)
        {
            return null;
        }

        return Unchanged((fragment.TypeCondition, condition), (fragment.Directives, directives), (fragment.SelectionSet, selections))
            ? fragment
            : new FragmentDefinitionNode
            {
                Location = fragment.Location,
                Description = fragment.Description,
                Name = fragment.Name,
                TypeCondition = condition,
                Directives = directives,
                SelectionSet = selections,
            };
    }

    protected virtual SyntaxNode? Rewrite(VariableDefinitionNode definition)
    {
        var (variable, type) = (Required(definition.Variable), Required(definition.Type));
        var (value, directives) = (Optional(definition.DefaultValue), Each(definition.Directives));
        return Unchanged(
            (definition.Variable, variable), (definition.Type, type), (definition.DefaultValue, value), (definition.Directives, directives))
            ? definition
            : new VariableDefinitionNode
            {
                Location = definition.Location,
                Description = definition.Description,
                Variable = variable,
                Type = type,
                DefaultValue = value,
                Directives = directives,
            };
    }

    protected virtual SyntaxNode? Rewrite(SelectionSetNode selectionSet)
    {
        var selections = Each(selectionSet.Selections);
        return ReferenceEquals(selections, selectionSet.Selections) ? selectionSet
            : selections.Count == 0 ? null
            : new SelectionSetNode(selections) { Location = selectionSet.Location };
    }

    protected virtual SyntaxNode? Rewrite(FieldNode field)
    {
        var (arguments, directives) = (Each(field.Arguments), Each(field.Directives));
        var selections = Optional(field.SelectionSet);
        if (field.SelectionSet is not null && selections is null)
        {
            return null;
        }

        return Unchanged((field.Arguments, arguments), (field.Directives, directives), (field.SelectionSet, selections))
            ? field
            : new FieldNode
            {
                Location = field.Location,
                Alias = field.Alias,
                Name = field.Name,
                Arguments = arguments,
                Directives = directives,
                SelectionSet = selections,
            };
    }

    protected virtual SyntaxNode? Rewrite(FragmentSpreadNode spread)
    {
        var directives = Each(spread.Directives);
        return ReferenceEquals(directives, spread.Directives)
            ? spread
            : new FragmentSpreadNode { Location = spread.Location, Name = spread.Name, Directives = directives };
    }

    protected virtual SyntaxNode? Rewrite(InlineFragmentNode fragment)
    {
        var (condition, directives) = (Optional(fragment.TypeCondition), Each(fragment.Directives));
        var selections = Optional(fragment.SelectionSet);
        if (selections is null)
        {
            return null;
        }

        return Unchanged((fragment.TypeCondition, condition), (fragment.Directives, directives), (fragment.SelectionSet, selections))
            ? fragment
            : new InlineFragmentNode
            {
                Location = fragment.Location, TypeCondition = condition, Directives = directives, SelectionSet = selections,
            };
    }

    protected virtual SyntaxNode? Rewrite(ArgumentNode argument)
    {
        var value = Optional(argument.Value);
        return ReferenceEquals(value, argument.Value) ? argument
            : value is null ? null
            : new ArgumentNode(argument.Name, value) { Location = argument.Location };
    }

    protected virtual SyntaxNode? Rewrite(DirectiveNode directive)
    {
        var arguments = Each(directive.Arguments);
        return ReferenceEquals(arguments, directive.Arguments)
            ? directive
            : new DirectiveNode { Location = directive.Location, Name = directive.Name, Arguments = arguments };
    }

    protected virtual SyntaxNode? Rewrite(ValueNode value) => value switch
    {
        ListValueNode list => Each(list.Items) is var items && ReferenceEquals(items, list.Items)
            ? list
            : new ListValueNode(items) { Location = list.Location },
        ObjectValueNode node => Each(node.Fields) is var fields && ReferenceEquals(fields, node.Fields)
            ? node
            : new ObjectValueNode(fields) { Location = node.Location },
        VariableNode variable => Rewrite(variable),
        _ => value,
    };

    protected virtual SyntaxNode? Rewrite(VariableNode variable) => variable;

    protected virtual SyntaxNode? Rewrite(ObjectFieldNode field)
    {
        var value = Optional(field.Value);
        return ReferenceEquals(value, field.Value) ? field
            : value is null ? null
            : new ObjectFieldNode(field.Name, value) { Location = field.Location };
    }

    protected virtual SyntaxNode? Rewrite(TypeNode type) => type switch
    {
        ListTypeNode list => Required(list.Type) is var item && ReferenceEquals(item, list.Type)
            ? list
            : new ListTypeNode(item) { Location = list.Location },
        NonNullTypeNode nonNull => Required(nonNull.Type) is var item && ReferenceEquals(item, nonNull.Type)
            ? nonNull
            : new NonNullTypeNode(item) { Location = nonNull.Location },
        NamedTypeNode named => Rewrite(named),
        _ => type,
    };

    protected virtual SyntaxNode? Rewrite(NamedTypeNode type) => type;
}
