namespace FinFlow.GraphQL.Language;

public abstract partial class SyntaxRewriter
{
    protected virtual SyntaxNode? Rewrite(SchemaDefinitionNode schema)
    {
        var (directives, types) = (Each(schema.Directives), Each(schema.OperationTypes));
        return Unchanged((schema.Directives, directives), (schema.OperationTypes, types))
            ? schema
            : new SchemaDefinitionNode
            {
                Location = schema.Location,
                Description = schema.Description,
                IsExtension = schema.IsExtension,
                Directives = directives,
                OperationTypes = types,
            };
    }

    protected virtual SyntaxNode? Rewrite(OperationTypeDefinitionNode operationType)
    {
        var type = Optional(operationType.Type);
        return ReferenceEquals(type, operationType.Type) ? operationType
            : type is null ? null
            : new OperationTypeDefinitionNode { Location = operationType.Location, Operation = operationType.Operation, Type = type };
    }

    protected virtual SyntaxNode? Rewrite(TypeDefinitionNode type) => type switch
    {
        ScalarTypeDefinitionNode scalar => Rewrite(scalar),
        ObjectTypeDefinitionNode complex => Rewrite(complex),
        InterfaceTypeDefinitionNode complex => Rewrite(complex),
        UnionTypeDefinitionNode union => Rewrite(union),
        EnumTypeDefinitionNode enumeration => Rewrite(enumeration),
        InputObjectTypeDefinitionNode input => Rewrite(input),
        _ => type,
    };

    protected virtual SyntaxNode? Rewrite(ScalarTypeDefinitionNode type)
    {
        var directives = Each(type.Directives);
        return ReferenceEquals(type.Directives, directives)
            ? type
            : new ScalarTypeDefinitionNode
            {
                Location = type.Location, Description = type.Description, IsExtension = type.IsExtension, Name = type.Name,
                Directives = directives,
            };
    }

    protected virtual SyntaxNode? Rewrite(ObjectTypeDefinitionNode type)
    {
        var (interfaces, directives, fields) = (Each(type.Interfaces), Each(type.Directives), Each(type.Fields));
        return Unchanged((type.Interfaces, interfaces), (type.Directives, directives), (type.Fields, fields))
            ? type
            : new ObjectTypeDefinitionNode
            {
                Location = type.Location, Description = type.Description, IsExtension = type.IsExtension, Name = type.Name,
                Interfaces = interfaces, Directives = directives, Fields = fields,
            };
    }

    protected virtual SyntaxNode? Rewrite(InterfaceTypeDefinitionNode type)
    {
        var (interfaces, directives, fields) = (Each(type.Interfaces), Each(type.Directives), Each(type.Fields));
        return Unchanged((type.Interfaces, interfaces), (type.Directives, directives), (type.Fields, fields))
            ? type
            : new InterfaceTypeDefinitionNode
            {
                Location = type.Location, Description = type.Description, IsExtension = type.IsExtension, Name = type.Name,
                Interfaces = interfaces, Directives = directives, Fields = fields,
            };
    }

    protected virtual SyntaxNode? Rewrite(UnionTypeDefinitionNode type)
    {
        var (directives, types) = (Each(type.Directives), Each(type.Types));
        return Unchanged((type.Directives, directives), (type.Types, types))
            ? type
            : new UnionTypeDefinitionNode
            {
                Location = type.Location, Description = type.Description, IsExtension = type.IsExtension, Name = type.Name,
                Directives = directives, Types = types,
            };
    }

    protected virtual SyntaxNode? Rewrite(EnumTypeDefinitionNode type)
    {
        var (directives, values) = (Each(type.Directives), Each(type.Values));
        return Unchanged((type.Directives, directives), (type.Values, values))
            ? type
            : new EnumTypeDefinitionNode
            {
                Location = type.Location, Description = type.Description, IsExtension = type.IsExtension, Name = type.Name,
                Directives = directives, Values = values,
            };
    }

    protected virtual SyntaxNode? Rewrite(EnumValueDefinitionNode value)
    {
        var directives = Each(value.Directives);
        return ReferenceEquals(directives, value.Directives)
            ? value
            : new EnumValueDefinitionNode
            {
                Location = value.Location, Description = value.Description, Name = value.Name, Directives = directives,
            };
    }

    protected virtual SyntaxNode? Rewrite(InputObjectTypeDefinitionNode type)
    {
        var (directives, fields) = (Each(type.Directives), Each(type.Fields));
        return Unchanged((type.Directives, directives), (type.Fields, fields))
            ? type
            : new InputObjectTypeDefinitionNode
            {
                Location = type.Location, Description = type.Description, IsExtension = type.IsExtension, Name = type.Name,
                Directives = directives, Fields = fields,
            };
    }

    protected virtual SyntaxNode? Rewrite(FieldDefinitionNode field)
    {
        var (arguments, type, directives) = (Each(field.Arguments), Required(field.Type), Each(field.Directives));
        return Unchanged((field.Arguments, arguments), (field.Type, type), (field.Directives, directives))
            ? field
            : new FieldDefinitionNode
            {
                Location = field.Location, Description = field.Description, Name = field.Name,
                Arguments = arguments, Type = type, Directives = directives,
            };
    }

    protected virtual SyntaxNode? Rewrite(InputValueDefinitionNode value)
    {
        var (type, defaultValue, directives) = (Required(value.Type), Optional(value.DefaultValue), Each(value.Directives));
        return Unchanged((value.Type, type), (value.DefaultValue, defaultValue), (value.Directives, directives))
            ? value
            : new InputValueDefinitionNode
            {
                Location = value.Location, Description = value.Description, Name = value.Name,
                Type = type, DefaultValue = defaultValue, Directives = directives,
            };
    }

    protected virtual SyntaxNode? Rewrite(DirectiveDefinitionNode directive)
    {
        var arguments = Each(directive.Arguments);
        return ReferenceEquals(arguments, directive.Arguments)
            ? directive
            : new DirectiveDefinitionNode
            {
                Location = directive.Location, Description = directive.Description, Name = directive.Name,
                Arguments = arguments, Repeatable = directive.Repeatable, Locations = directive.Locations,
            };
    }
}
