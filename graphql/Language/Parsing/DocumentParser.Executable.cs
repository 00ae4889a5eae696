namespace FinFlow.GraphQL.Language;

internal ref partial struct DocumentParser
{
    /// <summary>https://spec.graphql.org/draft/#Document</summary>
    public DocumentNode ParseDocument()
    {
        Advance();
        var start = _token;
        var first = _pending.Count;
        do
        {
            _pending.Add(ParseDefinition());
        }
        while (!Peek(TokenKind.EndOfFile));

        return new DocumentNode(TakePending<DefinitionNode>(first)) { Location = From(start) };
    }

    private DefinitionNode ParseDefinition()
    {
        if (Peek(TokenKind.BraceLeft))
        {
            return ParseShorthandQuery();
        }

        // Many definitions begin with a description: what they are is said by the token after it.
        var hasDescription = PeekDescription();
        var keyword = hasDescription ? LookAhead() : _token;
        if (hasDescription && keyword.Kind == TokenKind.BraceLeft)
        {
            throw Error(_token, "Unexpected description, descriptions are not supported on shorthand queries.");
        }

        if (keyword.Kind != TokenKind.Name)
        {
            throw Unexpected(keyword);
        }

        switch (_lexer.Text(keyword))
        {
            case "query" or "mutation" or "subscription": return ParseOperationDefinition();
            case "fragment": return ParseFragmentDefinition();
            case "schema": return ParseSchemaDefinition();
            case "scalar": return ParseScalarType(extends: false);
            case "type": return ParseObjectType(extends: false);
            case "interface": return ParseInterfaceType(extends: false);
            case "union": return ParseUnionType(extends: false);
            case "enum": return ParseEnumType(extends: false);
            case "input": return ParseInputObjectType(extends: false);
            case "directive": return ParseDirectiveDefinition();
            case var _ when hasDescription:
                throw Error(_token, "Unexpected description, only GraphQL definitions support descriptions.");
            case "extend": return ParseExtension();
            default: throw Unexpected(keyword);
        }
    }

    private OperationDefinitionNode ParseShorthandQuery()
    {
        var start = _token;
        var selections = ParseSelectionSet();
        return new OperationDefinitionNode { Operation = OperationType.Query, SelectionSet = selections, Location = From(start) };
    }

    /// <summary>https://spec.graphql.org/draft/#OperationDefinition</summary>
    private OperationDefinitionNode ParseOperationDefinition()
    {
        var start = _token;
        return new OperationDefinitionNode
        {
            Description = ParseDescription(),
            Operation = ParseOperationType(),
            Name = Peek(TokenKind.Name) ? ParseName() : null,
            VariableDefinitions = OptionalMany(
                TokenKind.ParenLeft, static (ref parser) => parser.ParseVariableDefinition(), TokenKind.ParenRight),
            Directives = ParseDirectives(isConst: false),
            SelectionSet = ParseSelectionSet(),
            Location = From(start),
        };
    }

    private OperationType ParseOperationType()
    {
        var token = Expect(TokenKind.Name);
        return _lexer.Text(token) switch
        {
            "query" => OperationType.Query,
            "mutation" => OperationType.Mutation,
            "subscription" => OperationType.Subscription,
            _ => throw Unexpected(token),
        };
    }

    private VariableDefinitionNode ParseVariableDefinition()
    {
        var start = _token;
        var description = ParseDescription();
        var variable = ParseVariable();
        Expect(TokenKind.Colon);
        return new VariableDefinitionNode
        {
            Description = description,
            Variable = variable,
            Type = ParseType(),
            DefaultValue = Skip(TokenKind.EqualsSign) ? ParseValue(isConst: true) : null,
            Directives = ParseDirectives(isConst: true),
            Location = From(start),
        };
    }

    /// <summary>https://spec.graphql.org/draft/#SelectionSet</summary>
    private SelectionSetNode ParseSelectionSet()
    {
        var start = _token;
        Descend();
        var selections = Many(TokenKind.BraceLeft, static (ref parser) => parser.ParseSelection(), TokenKind.BraceRight);
        Ascend();
        return new SelectionSetNode(selections) { Location = From(start) };
    }

    public SelectionSetNode ParseBareSelectionSet()
    {
        if (Peek(TokenKind.BraceLeft))
        {
            return ParseSelectionSet();
        }

        var start = _token;
        var first = _pending.Count;
        do
        {
            _pending.Add(ParseSelection());
        }
        while (!Peek(TokenKind.EndOfFile));

        return new SelectionSetNode(TakePending<SelectionNode>(first)) { Location = From(start) };
    }

    private SelectionNode ParseSelection() => Peek(TokenKind.Spread) ? ParseFragment() : ParseField();

    /// <summary>https://spec.graphql.org/draft/#Field</summary>
    private FieldNode ParseField()
    {
        var start = _token;
        var nameOrAlias = ParseName();
        var isAliased = Skip(TokenKind.Colon);
        return new FieldNode
        {
            Alias = isAliased ? nameOrAlias : null,
            Name = isAliased ? ParseName() : nameOrAlias,
            Arguments = ParseArguments(isConst: false),
            Directives = ParseDirectives(isConst: false),
            SelectionSet = Peek(TokenKind.BraceLeft) ? ParseSelectionSet() : null,
            Location = From(start),
        };
    }

    private ArgumentNode[] ParseArguments(bool isConst) => OptionalMany<ArgumentNode>(
        TokenKind.ParenLeft,
        isConst ? static (ref parser) => parser.ParseArgument(isConst: true) : static (ref parser) => parser.ParseArgument(isConst: false),
        TokenKind.ParenRight);

    private ArgumentNode ParseArgument(bool isConst)
    {
        var start = _token;
        var name = ParseName();
        Expect(TokenKind.Colon);
        return new ArgumentNode(name, ParseValue(isConst)) { Location = From(start) };
    }

    /// <summary>A spread or an inline fragment. https://spec.graphql.org/draft/#FragmentSpread</summary>
    private SelectionNode ParseFragment()
    {
        var start = Expect(TokenKind.Spread);
        var hasTypeCondition = SkipKeyword("on");
        if (!hasTypeCondition && Peek(TokenKind.Name))
        {
            return new FragmentSpreadNode { Name = ParseFragmentName(), Directives = ParseDirectives(isConst: false), Location = From(start) };
        }

        return new InlineFragmentNode
        {
            TypeCondition = hasTypeCondition ? ParseNamedType() : null,
            Directives = ParseDirectives(isConst: false),
            SelectionSet = ParseSelectionSet(),
            Location = From(start),
        };
    }

    /// <summary>https://spec.graphql.org/draft/#FragmentDefinition</summary>
    private FragmentDefinitionNode ParseFragmentDefinition()
    {
        var start = _token;
        var description = ParseDescription();
        ExpectKeyword("fragment");
        var name = ParseFragmentName();
        ExpectKeyword("on");
        return new FragmentDefinitionNode
        {
            Description = description,
            Name = name,
            TypeCondition = ParseNamedType(),
            Directives = ParseDirectives(isConst: false),
            SelectionSet = ParseSelectionSet(),
            Location = From(start),
        };
    }

    private NameNode ParseFragmentName() => PeekKeyword("on") ? throw Unexpected() : ParseName();
}
