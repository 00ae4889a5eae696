namespace FinFlow.GraphQL.Language;

/// <summary>Walks a tree and hands its tokens to a layout. This part holds what several kinds of nodes share, and values.</summary>
internal sealed partial class NodePrinter(TextLayout layout)
{
    // A query's bare `{ … }` after `type T` would be taken for the type's fields.
    private bool _followsOpenEnd;

    public override string ToString() => layout.ToString();

    public void Write(SyntaxNode node)
    {
        switch (node)
        {
            case DocumentNode document: Write(document); break;
            case ExecutableDefinitionNode or VariableDefinitionNode or SelectionSetNode or SelectionNode: WriteExecutable(node); break;
            case ArgumentNode argument: Pair(argument.Name, argument.Value); break;
            case DirectiveNode directive: Write(directive); break;
            case NameNode name: layout.Token(name.Value); break;
            case ValueNode or ObjectFieldNode: WriteValue(node); break;
            case TypeNode type: WriteType(type); break;
            default: WriteTypeSystem(node); break;
        }
    }

    private void Write(DocumentNode document)
    {
        for (var i = 0; i < document.Definitions.Count; i++)
        {
            if (i > 0)
            {
                _followsOpenEnd = layout.Last != '}';
                layout.BlankLine();
            }

            Write(document.Definitions[i]);
        }
    }

    private void WriteValue(SyntaxNode node)
    {
        switch (node)
        {
            case VariableNode variable: layout.Token("$" + variable.Name.Value); break;
            case IntValueNode number: layout.Token(number.Value); break;
            case FloatValueNode number: layout.Token(number.Value); break;
            case StringValueNode text: Write(text); break;
            case BooleanValueNode boolean: layout.Token(boolean.Value ? "true" : "false"); break;
            case NullValueNode: layout.Token("null"); break;
            case EnumValueNode value: layout.Token(value.Value); break;
            case ListValueNode list: Enclosed("[", list.Items, "]"); break;
            case ObjectValueNode value: Enclosed("{", value.Fields, "}"); break;
            case ObjectFieldNode field: Pair(field.Name, field.Value); break;
        }
    }

    private void Write(StringValueNode node)
    {
        // A value that block strings cannot say, and a document of one line, need the quoted form: the value counts, not its dress.
        if (node.Block && !layout.IsCompact && BlockString.CanHold(node.Value))
        {
            layout.Lines(BlockString.Print(node.Value));
        }
        else
        {
            layout.Token(QuotedString.Print(node.Value));
        }
    }

    private void WriteType(TypeNode node)
    {
        switch (node)
        {
            case NamedTypeNode named:
                Write(named.Name);
                break;
            case ListTypeNode list:
                layout.Token("[");
                WriteType(list.Type);
                layout.Token("]");
                break;
            case NonNullTypeNode nonNull:
                WriteType(nonNull.Type);
                layout.Token("!");
                break;
        }
    }

    private void Write(DirectiveNode directive)
    {
        layout.Token("@" + directive.Name.Value);
        if (directive.Arguments.Count > 0)
        {
            Enclosed("(", directive.Arguments, ")");
        }
    }

    private void Pair(NameNode name, SyntaxNode value)
    {
        Write(name);
        layout.Token(":");
        layout.Space();
        Write(value);
    }

    private void Describe(StringValueNode? description)
    {
        if (description is not null)
        {
            Write(description);
            layout.Line();
        }
    }

    private void Directives(IReadOnlyList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            layout.Space();
            Write(directive);
        }
    }

    private void Default(ValueNode? value)
    {
        if (value is not null)
        {
            layout.Space();
            layout.Token("=");
            layout.Space();
            Write(value);
        }
    }

    private void Enclosed(string open, IReadOnlyList<SyntaxNode> items, string close)
    {
        layout.Token(open);
        Each(items, layout.Comma);
        layout.Token(close);
    }

    /// <summary>Items on lines of their own.</summary>
    private void Block(string open, IReadOnlyList<SyntaxNode> items, string close)
    {
        layout.Token(open);
        layout.Indent();
        layout.Line();
        Each(items, layout.Line);
        layout.Dedent();
        layout.Line();
        layout.Token(close);
    }

    /// <summary>A block after a space; nothing at all if it would be empty.</summary>
    private void OptionalBlock(IReadOnlyList<SyntaxNode> items)
    {
        if (items.Count > 0)
        {
            layout.Space();
            Block("{", items, "}");
        }
    }

    private void Each(IReadOnlyList<SyntaxNode> items, Action separate)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                separate();
            }

            Write(items[i]);
        }
    }
}
