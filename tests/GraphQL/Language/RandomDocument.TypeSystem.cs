using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Tests;

internal sealed partial class RandomDocument
{
    // An extension must add something; a directive is what all kinds can bear.
    private DefinitionNode TypeSystemDefinition()
    {
        var extends = _random.Next(3) == 0;
        var description = extends ? null : Perhaps(Text);
        DirectiveNode[] directives = extends ? [ConstDirective()] : Some(ConstDirective);
        return _random.Next(8) switch
        {
            0 => new SchemaDefinitionNode
            {
                IsExtension = extends, Description = description, Directives = directives, OperationTypes = Some(OperationTypeDefinition, atLeast: 1),
            },
            1 => new ScalarTypeDefinitionNode { IsExtension = extends, Description = description, Name = Name(), Directives = directives },
            2 => new ObjectTypeDefinitionNode
            {
                IsExtension = extends, Description = description, Name = Name(), Directives = directives, Interfaces = Some(Named), Fields = Some(Field),
            },
            3 => new InterfaceTypeDefinitionNode
            {
                IsExtension = extends, Description = description, Name = Name(), Directives = directives, Interfaces = Some(Named), Fields = Some(Field),
            },
            4 => new UnionTypeDefinitionNode
            {
                IsExtension = extends, Description = description, Name = Name(), Directives = directives, Types = Some(Named),
            },
            5 => new EnumTypeDefinitionNode
            {
                IsExtension = extends, Description = description, Name = Name(), Directives = directives, Values = Some(EnumValue),
            },
            6 => new InputObjectTypeDefinitionNode
            {
                IsExtension = extends, Description = description, Name = Name(), Directives = directives, Fields = Some(InputValue),
            },
            _ => new DirectiveDefinitionNode
            {
                Description = Perhaps(Text), Name = Name(), Arguments = Some(InputValue), Repeatable = _random.Next(2) == 0,
                Locations = Some(() => new NameNode(Pick([.. DirectiveLocations.All.Order(StringComparer.Ordinal)])), atLeast: 1),
            },
        };
    }

    private OperationTypeDefinitionNode OperationTypeDefinition() => new() { Operation = (OperationType)_random.Next(3), Type = Named() };

    private FieldDefinitionNode Field() => new()
    {
        Description = Perhaps(Text), Name = Name(), Arguments = Some(InputValue), Type = Type(), Directives = Some(ConstDirective),
    };

    private InputValueDefinitionNode InputValue() => new()
    {
        Description = Perhaps(Text), Name = Name(), Type = Type(), DefaultValue = Perhaps(ConstValue), Directives = Some(ConstDirective),
    };

    private EnumValueDefinitionNode EnumValue() => new() { Description = Perhaps(Text), Name = Name(), Directives = Some(ConstDirective) };
}
