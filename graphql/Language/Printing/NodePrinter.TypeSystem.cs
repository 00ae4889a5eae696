namespace FinFlow.GraphQL.Language;

internal sealed partial class NodePrinter
{
    private void WriteTypeSystem(SyntaxNode node)
    {
        switch (node)
        {
            case SchemaDefinitionNode schema: Write(schema); break;
            case OperationTypeDefinitionNode operationType: Write(operationType); break;
            case ScalarTypeDefinitionNode type: Head(type, "scalar"); Directives(type.Directives); break;
            case ObjectTypeDefinitionNode type: Write(type, "type"); break;
            case InterfaceTypeDefinitionNode type: Write(type, "interface"); break;
            case UnionTypeDefinitionNode type: Write(type); break;
            case EnumTypeDefinitionNode type: Head(type, "enum"); Directives(type.Directives); OptionalBlock(type.Values); break;
            case InputObjectTypeDefinitionNode type: Head(type, "input"); Directives(type.Directives); OptionalBlock(type.Fields); break;
            case FieldDefinitionNode field: Write(field); break;
            case InputValueDefinitionNode value: Write(value); break;
            case EnumValueDefinitionNode value: Describe(value.Description); Write(value.Name); Directives(value.Directives); break;
            case DirectiveDefinitionNode directive: Write(directive); break;
        }
    }

    /// <summary>The description, `extend`, the keyword and the name.</summary>
    private void Head(TypeDefinitionNode type, string keyword)
    {
        Opening(type.Description, type.IsExtension, keyword);
        layout.Space();
        Write(type.Name);
    }

    private void Opening(StringValueNode? description, bool isExtension, string keyword)
    {
        if (isExtension)
        {
            layout.Token("extend");
            layout.Space();
        }
        else
        {
            Describe(description);
        }

        layout.Token(keyword);
    }

    private void Write(SchemaDefinitionNode schema)
    {
        Opening(schema.Description, schema.IsExtension, "schema");
        Directives(schema.Directives);
        OptionalBlock(schema.OperationTypes);
    }

    private void Write(OperationTypeDefinitionNode operationType)
    {
        layout.Token(Keyword(operationType.Operation));
        layout.Token(":");
        layout.Space();
        Write(operationType.Type);
    }

    private void Write(ComplexTypeDefinitionNode type, string keyword)
    {
        Head(type, keyword);
        Alternatives("implements", type.Interfaces, "&");
        Directives(type.Directives);
        OptionalBlock(type.Fields);
    }

    private void Write(UnionTypeDefinitionNode type)
    {
        Head(type, "union");
        Directives(type.Directives);
        Alternatives("=", type.Types, "|");
    }

    /// <summary>Names after an introduction, with a delimiter between them; nothing at all if there are none.</summary>
    private void Alternatives(string introduction, IReadOnlyList<SyntaxNode> names, string delimiter)
    {
        for (var i = 0; i < names.Count; i++)
        {
            layout.Space();
            layout.Token(i == 0 ? introduction : delimiter);
            layout.Space();
            Write(names[i]);
        }
    }

    private void Write(FieldDefinitionNode field)
    {
        Describe(field.Description);
        Write(field.Name);
        ArgumentDefinitions(field.Arguments);
        layout.Token(":");
        layout.Space();
        Write(field.Type);
        Directives(field.Directives);
    }

    private void ArgumentDefinitions(IReadOnlyList<InputValueDefinitionNode> arguments)
    {
        if (arguments.Count == 0)
        {
            return;
        }

        // Descriptions and block strings break lines; then every argument deserves one of its own.
        var start = layout.Here;
        Enclosed("(", arguments, ")");
        if (layout.HasLineBreakSince(start))
        {
            layout.ReturnTo(start);
            Block("(", arguments, ")");
        }
    }

    private void Write(InputValueDefinitionNode value)
    {
        Describe(value.Description);
        Write(value.Name);
        layout.Token(":");
        layout.Space();
        Write(value.Type);
        Default(value.DefaultValue);
        Directives(value.Directives);
    }

    private void Write(DirectiveDefinitionNode directive)
    {
        Describe(directive.Description);
        layout.Token("directive");
        layout.Space();
        layout.Token("@" + directive.Name.Value);
        ArgumentDefinitions(directive.Arguments);
        if (directive.Repeatable)
        {
            layout.Space();
            layout.Token("repeatable");
        }

        Alternatives("on", directive.Locations, "|");
    }
}
