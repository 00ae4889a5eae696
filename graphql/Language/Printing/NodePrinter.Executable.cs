namespace FinFlow.GraphQL.Language;

internal sealed partial class NodePrinter
{
    // Arguments that make a line longer than this, its indentation aside, stand on lines of their own.
    private const int LineLengthMax = 80;

    private void WriteExecutable(SyntaxNode node)
    {
        switch (node)
        {
            case OperationDefinitionNode operation: Write(operation); break;
            case FragmentDefinitionNode fragment: Write(fragment); break;
            case VariableDefinitionNode variable: Write(variable); break;
            case SelectionSetNode selections: Block("{", selections.Selections, "}"); break;
            case FieldNode field: Write(field); break;
            case FragmentSpreadNode spread: Write(spread); break;
            case InlineFragmentNode fragment: Write(fragment); break;
        }
    }

    private void Write(OperationDefinitionNode operation)
    {
        var isShorthand = !_followsOpenEnd && operation is
        {
            Operation: OperationType.Query, Name: null, Description: null, VariableDefinitions.Count: 0, Directives.Count: 0,
        };
        if (!isShorthand)
        {
            Describe(operation.Description);
            layout.Token(Keyword(operation.Operation));
            if (operation is not { Name: null, VariableDefinitions.Count: 0 })
            {
                layout.Space();
            }

            if (operation.Name is not null)
            {
                Write(operation.Name);
            }

            VariableDefinitions(operation.VariableDefinitions);
            Directives(operation.Directives);
            layout.Space();
        }

        Write(operation.SelectionSet);
    }

    private static string Keyword(OperationType operation) => operation switch
    {
        OperationType.Query => "query",
        OperationType.Mutation => "mutation",
        _ => "subscription",
    };

    private void VariableDefinitions(IReadOnlyList<VariableDefinitionNode> definitions)
    {
        if (definitions.Count == 0)
        {
            return;
        }

        var start = layout.Here;
        Enclosed("(", definitions, ")");
        if (layout.HasLineBreakSince(start))
        {
            layout.ReturnTo(start);
            Block("(", definitions, ")");
        }
    }

    private void Write(VariableDefinitionNode definition)
    {
        Describe(definition.Description);
        Write(definition.Variable);
        layout.Token(":");
        layout.Space();
        Write(definition.Type);
        Default(definition.DefaultValue);
        Directives(definition.Directives);
    }

    private void Write(FieldNode field)
    {
        var start = layout.Here;
        if (field.Alias is not null)
        {
            Write(field.Alias);
            layout.Token(":");
            layout.Space();
        }

        Write(field.Name);
        Arguments(field.Arguments, start);
        Directives(field.Directives);
        if (field.SelectionSet is not null)
        {
            layout.Space();
            Write(field.SelectionSet);
        }
    }

    private void Arguments(IReadOnlyList<ArgumentNode> arguments, TextLayout.Mark lineStart)
    {
        if (arguments.Count == 0)
        {
            return;
        }

        var start = layout.Here;
        Enclosed("(", arguments, ")");
        if (!layout.IsCompact && layout.LengthSince(lineStart) > LineLengthMax)
        {
            layout.ReturnTo(start);
            Block("(", arguments, ")");
        }
    }

    private void Write(FragmentSpreadNode spread)
    {
        layout.Token("..." + spread.Name.Value);
        Directives(spread.Directives);
    }

    private void Write(InlineFragmentNode fragment)
    {
        layout.Token("...");
        layout.Space();
        if (fragment.TypeCondition is not null)
        {
            layout.Token("on");
            layout.Space();
            Write(fragment.TypeCondition);
            layout.Space();
        }

        foreach (var directive in fragment.Directives)
        {
            Write(directive);
            layout.Space();
        }

        Write(fragment.SelectionSet);
    }

    private void Write(FragmentDefinitionNode fragment)
    {
        Describe(fragment.Description);
        layout.Token("fragment");
        layout.Space();
        Write(fragment.Name);
        layout.Space();
        layout.Token("on");
        layout.Space();
        Write(fragment.TypeCondition);
        Directives(fragment.Directives);
        layout.Space();
        Write(fragment.SelectionSet);
    }
}
