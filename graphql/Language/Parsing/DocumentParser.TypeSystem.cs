namespace FinFlow.GraphQL.Language;

/// <summary>Definitions of the type system and, with `extend` before the keyword, their extensions.</summary>
internal ref partial struct DocumentParser
{
    private readonly bool PeekDescription() => _token.Kind is TokenKind.String or TokenKind.BlockString;

    private StringValueNode? ParseDescription() => PeekDescription() ? ParseString() : null;

    /// <summary>https://spec.graphql.org/draft/#TypeSystemExtension</summary>
    private TypeSystemDefinitionNode ParseExtension()
    {
        var keyword = LookAhead();
        return (keyword.Kind == TokenKind.Name ? _lexer.Text(keyword) : default) switch
        {
            "schema" => ParseSchemaExtension(),
            "scalar" => ParseScalarType(extends: true),
            "type" => ParseObjectType(extends: true),
            "interface" => ParseInterfaceType(extends: true),
            "union" => ParseUnionType(extends: true),
            "enum" => ParseEnumType(extends: true),
            "input" => ParseInputObjectType(extends: true),
            _ => throw Unexpected(keyword),
        };
    }

    private SchemaDefinitionNode ParseSchemaDefinition()
    {
        var start = _token;
        var description = ParseDescription();
        ExpectKeyword("schema");
        return new SchemaDefinitionNode
        {
            Description = description,
            Directives = ParseDirectives(isConst: true),
            OperationTypes = Many(TokenKind.BraceLeft, static (ref parser) => parser.ParseOperationTypeDefinition(), TokenKind.BraceRight),
            Location = From(start),
        };
    }

    private SchemaDefinitionNode ParseSchemaExtension()
    {
        var start = _token;
        ExpectKeyword("extend");
        ExpectKeyword("schema");
        var directives = ParseDirectives(isConst: true);
        var operationTypes = OptionalMany(
            TokenKind.BraceLeft, static (ref parser) => parser.ParseOperationTypeDefinition(), TokenKind.BraceRight);
        RequireContent(extends: true, directives.Length + operationTypes.Length);
        return new SchemaDefinitionNode
        {
            IsExtension = true, Directives = directives, OperationTypes = operationTypes, Location = From(start),
        };
    }

    private OperationTypeDefinitionNode ParseOperationTypeDefinition()
    {
        var start = _token;
        var operation = ParseOperationType();
        Expect(TokenKind.Colon);
        return new OperationTypeDefinitionNode { Operation = operation, Type = ParseNamedType(), Location = From(start) };
    }

    private ScalarTypeDefinitionNode ParseScalarType(bool extends)
    {
        var start = _token;
        var (description, name) = ParseHead("scalar", extends);
        var directives = ParseDirectives(isConst: true);
        RequireContent(extends, directives.Length);
        return new ScalarTypeDefinitionNode
        {
            IsExtension = extends, Description = description, Name = name, Directives = directives, Location = From(start),
        };
    }

    private ObjectTypeDefinitionNode ParseObjectType(bool extends)
    {
        var start = _token;
        var (description, name) = ParseHead("type", extends);
        var (interfaces, directives, fields) = (ParseInterfaces(), ParseDirectives(isConst: true), ParseFields());
        RequireContent(extends, interfaces.Length + directives.Length + fields.Length);
        return new ObjectTypeDefinitionNode
        {
            IsExtension = extends, Description = description, Name = name,
            Interfaces = interfaces, Directives = directives, Fields = fields, Location = From(start),
        };
    }

    private InterfaceTypeDefinitionNode ParseInterfaceType(bool extends)
    {
        var start = _token;
        var (description, name) = ParseHead("interface", extends);
        var (interfaces, directives, fields) = (ParseInterfaces(), ParseDirectives(isConst: true), ParseFields());
        RequireContent(extends, interfaces.Length + directives.Length + fields.Length);
        return new InterfaceTypeDefinitionNode
        {
            IsExtension = extends, Description = description, Name = name,
            Interfaces = interfaces, Directives = directives, Fields = fields, Location = From(start),
        };
    }

    private UnionTypeDefinitionNode ParseUnionType(bool extends)
    {
        var start = _token;
        var (description, name) = ParseHead("union", extends);
        var directives = ParseDirectives(isConst: true);
        var types = Skip(TokenKind.EqualsSign) ? Delimited(TokenKind.Pipe, static (ref parser) => parser.ParseNamedType()) : [];
        RequireContent(extends, directives.Length + types.Length);
        return new UnionTypeDefinitionNode
        {
            IsExtension = extends, Description = description, Name = name, Directives = directives, Types = types, Location = From(start),
        };
    }

    private EnumTypeDefinitionNode ParseEnumType(bool extends)
    {
        var start = _token;
        var (description, name) = ParseHead("enum", extends);
        var directives = ParseDirectives(isConst: true);
        var values = OptionalMany(TokenKind.BraceLeft, static (ref parser) => parser.ParseEnumValueDefinition(), TokenKind.BraceRight);
        RequireContent(extends, directives.Length + values.Length);
        return new EnumTypeDefinitionNode
        {
            IsExtension = extends, Description = description, Name = name, Directives = directives, Values = values, Location = From(start),
        };
    }

    private EnumValueDefinitionNode ParseEnumValueDefinition()
    {
        var start = _token;
        var description = ParseDescription();
        if (PeekKeyword("true") || PeekKeyword("false") || PeekKeyword("null"))
        {
            throw Error(_token, $"{Describe(_token)} is reserved and cannot be used for an enum value.");
        }

        return new EnumValueDefinitionNode
        {
            Description = description, Name = ParseName(), Directives = ParseDirectives(isConst: true), Location = From(start),
        };
    }

    private InputObjectTypeDefinitionNode ParseInputObjectType(bool extends)
    {
        var start = _token;
        var (description, name) = ParseHead("input", extends);
        var directives = ParseDirectives(isConst: true);
        var fields = OptionalMany(TokenKind.BraceLeft, static (ref parser) => parser.ParseInputValueDefinition(), TokenKind.BraceRight);
        RequireContent(extends, directives.Length + fields.Length);
        return new InputObjectTypeDefinitionNode
        {
            IsExtension = extends, Description = description, Name = name, Directives = directives, Fields = fields, Location = From(start),
        };
    }

    /// <summary>What a type's definition or extension begins with: a description or `extend`, the keyword, the name.</summary>
    private (StringValueNode? Description, NameNode Name) ParseHead(string keyword, bool extends)
    {
        StringValueNode? description = null;
        if (extends)
        {
            ExpectKeyword("extend");
        }
        else
        {
            description = ParseDescription();
        }

        ExpectKeyword(keyword);
        return (description, ParseName());
    }

    // A definition may be empty, an extension must add something.
    private readonly void RequireContent(bool extends, int items)
    {
        if (extends && items == 0)
        {
            throw Unexpected();
        }
    }

    private NamedTypeNode[] ParseInterfaces()
        => SkipKeyword("implements") ? Delimited(TokenKind.Ampersand, static (ref parser) => parser.ParseNamedType()) : [];

    private FieldDefinitionNode[] ParseFields()
        => OptionalMany(TokenKind.BraceLeft, static (ref parser) => parser.ParseFieldDefinition(), TokenKind.BraceRight);

    private FieldDefinitionNode ParseFieldDefinition()
    {
        var start = _token;
        var description = ParseDescription();
        var name = ParseName();
        var arguments = ParseArgumentDefinitions();
        Expect(TokenKind.Colon);
        return new FieldDefinitionNode
        {
            Description = description,
            Name = name,
            Arguments = arguments,
            Type = ParseType(),
            Directives = ParseDirectives(isConst: true),
            Location = From(start),
        };
    }

    private InputValueDefinitionNode[] ParseArgumentDefinitions()
        => OptionalMany(TokenKind.ParenLeft, static (ref parser) => parser.ParseInputValueDefinition(), TokenKind.ParenRight);

    private InputValueDefinitionNode ParseInputValueDefinition()
    {
        var start = _token;
        var description = ParseDescription();
        var name = ParseName();
        Expect(TokenKind.Colon);
        return new InputValueDefinitionNode
        {
            Description = description,
            Name = name,
            Type = ParseType(),
            DefaultValue = Skip(TokenKind.EqualsSign) ? ParseValue(isConst: true) : null,
            Directives = ParseDirectives(isConst: true),
            Location = From(start),
        };
    }

    /// <summary>https://spec.graphql.org/draft/#DirectiveDefinition</summary>
    private DirectiveDefinitionNode ParseDirectiveDefinition()
    {
        var start = _token;
        var description = ParseDescription();
        ExpectKeyword("directive");
        Expect(TokenKind.At);
        var name = ParseName();
        var arguments = ParseArgumentDefinitions();
        var repeatable = SkipKeyword("repeatable");
        ExpectKeyword("on");
        return new DirectiveDefinitionNode
        {
            Description = description,
            Name = name,
            Arguments = arguments,
            Repeatable = repeatable,
            Locations = Delimited(TokenKind.Pipe, static (ref parser) => parser.ParseDirectiveLocation()),
            Location = From(start),
        };
    }

    private NameNode ParseDirectiveLocation()
    {
        var start = _token;
        var name = ParseName();
        return DirectiveLocations.All.Contains(name.Value) ? name : throw Unexpected(start);
    }
}
