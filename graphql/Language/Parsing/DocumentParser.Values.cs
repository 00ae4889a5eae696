namespace FinFlow.GraphQL.Language;

internal ref partial struct DocumentParser
{
    private NameNode ParseName()
    {
        var token = Expect(TokenKind.Name);
        return new NameNode(NameTable.Get(_lexer.Text(token))) { Location = From(token) };
    }

    /// <summary>https://spec.graphql.org/draft/#Value</summary>
    public ValueNode ParseValue(bool isConst)
    {
        var start = _token;
        switch (start.Kind)
        {
            case TokenKind.BracketLeft: return ParseList(isConst);
            case TokenKind.BraceLeft: return ParseObject(isConst);
            case TokenKind.Int:
                Advance();
                return new IntValueNode(_lexer.Text(start).ToString()) { Location = From(start) };
            case TokenKind.Float:
                Advance();
                return new FloatValueNode(_lexer.Text(start).ToString()) { Location = From(start) };
            case TokenKind.String or TokenKind.BlockString: return ParseString();
            case TokenKind.Name: return ParseNamedValue();
            case TokenKind.Dollar when isConst: throw VariableInConstant();
            case TokenKind.Dollar: return ParseVariable();
            default: throw Unexpected();
        }
    }

    private SyntaxException VariableInConstant()
    {
        var start = Expect(TokenKind.Dollar);
        return Peek(TokenKind.Name)
            ? Error(start, $"Unexpected variable \"${_lexer.Text(_token)}\" in constant value.")
            : Unexpected(start);
    }

    private ListValueNode ParseList(bool isConst)
    {
        var start = _token;
        Descend();
        var items = Any<ValueNode>(
            TokenKind.BracketLeft,
            isConst ? static (ref parser) => parser.ParseValue(isConst: true) : static (ref parser) => parser.ParseValue(isConst: false),
            TokenKind.BracketRight);
        Ascend();
        return new ListValueNode(items) { Location = From(start) };
    }

    private ObjectValueNode ParseObject(bool isConst)
    {
        var start = _token;
        Descend();
        var fields = Any<ObjectFieldNode>(
            TokenKind.BraceLeft,
            isConst ? static (ref parser) => parser.ParseObjectField(isConst: true) : static (ref parser) => parser.ParseObjectField(isConst: false),
            TokenKind.BraceRight);
        Ascend();
        return new ObjectValueNode(fields) { Location = From(start) };
    }

    private ObjectFieldNode ParseObjectField(bool isConst)
    {
        var start = _token;
        var name = ParseName();
        Expect(TokenKind.Colon);
        return new ObjectFieldNode(name, ParseValue(isConst)) { Location = From(start) };
    }

    private StringValueNode ParseString()
    {
        var start = _token;
        Advance();
        return new StringValueNode(start.StringValue!, start.Kind == TokenKind.BlockString) { Location = From(start) };
    }

    private ValueNode ParseNamedValue()
    {
        var start = _token;
        Advance();
        return _lexer.Text(start) switch
        {
            "true" => new BooleanValueNode(true) { Location = From(start) },
            "false" => new BooleanValueNode(false) { Location = From(start) },
            "null" => new NullValueNode { Location = From(start) },
            var name => new EnumValueNode(NameTable.Get(name)) { Location = From(start) },
        };
    }

    private VariableNode ParseVariable()
    {
        var start = Expect(TokenKind.Dollar);
        return new VariableNode(ParseName()) { Location = From(start) };
    }

    /// <summary>https://spec.graphql.org/draft/#Directives</summary>
    private DirectiveNode[] ParseDirectives(bool isConst)
    {
        if (!Peek(TokenKind.At))
        {
            return [];
        }

        var first = _pending.Count;
        while (Peek(TokenKind.At))
        {
            var start = Expect(TokenKind.At);
            _pending.Add(new DirectiveNode { Name = ParseName(), Arguments = ParseArguments(isConst), Location = From(start) });
        }

        return TakePending<DirectiveNode>(first);
    }

    /// <summary>https://spec.graphql.org/draft/#Type</summary>
    public TypeNode ParseType()
    {
        var start = _token;
        TypeNode type = Peek(TokenKind.BracketLeft) ? ParseListType() : ParseNamedType();
        return Skip(TokenKind.Bang) ? new NonNullTypeNode(type) { Location = From(start) } : type;
    }

    private ListTypeNode ParseListType()
    {
        var start = _token;
        Descend();
        Expect(TokenKind.BracketLeft);
        var item = ParseType();
        Expect(TokenKind.BracketRight);
        Ascend();
        return new ListTypeNode(item) { Location = From(start) };
    }

    private NamedTypeNode ParseNamedType()
    {
        var start = _token;
        return new NamedTypeNode(ParseName()) { Location = From(start) };
    }
}
