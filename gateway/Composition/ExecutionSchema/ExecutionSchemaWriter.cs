using FinFlow.GraphQL.Language;
using static FinFlow.Gateway.Composition.FusionDirectives;

namespace FinFlow.Gateway.Composition;

/// <summary><see cref="MergedSchema"/> → the annotated document that the gateway reads.</summary>
internal static class ExecutionSchemaWriter
{
    public static DocumentNode Write(MergedSchema schema)
    {
        TypeDefinitionNode[] types = [.. schema.Types.Values.Select(type => WriteType(type, schema))];
        return new([.. types, WriteSchemaEnum(schema), .. Costs.DefinitionsFor(types), .. Parser.Parse(Definitions).Definitions]);
    }

    private static EnumTypeDefinitionNode WriteSchemaEnum(MergedSchema schema) => new()
    {
        Name = new NameNode("fusion__Schema"),
        Values = [.. schema.Sources.All.Select(source => new EnumValueDefinitionNode
        {
            Name = new NameNode(EnumName(source.Name)),
            Directives = [Directive("fusion__schema_metadata", ("name", Text(source.Name)))],
        })],
    };

    private static TypeDefinitionNode WriteType(MergedType type, MergedSchema schema)
    {
        var name = new NameNode(type.Name);
        List<DirectiveNode> directives = [.. Annotations.OfType(type, schema)];
        return type.Kind switch
        {
            TypeKind.Scalar => new ScalarTypeDefinitionNode { Name = name, Description = type.Description, Directives = directives },
            TypeKind.Object => new ObjectTypeDefinitionNode
            {
                Name = name, Description = type.Description, Directives = directives, Interfaces = Names(type.Interfaces), Fields = WriteFields(type),
            },
            TypeKind.Interface => new InterfaceTypeDefinitionNode
            {
                Name = name, Description = type.Description, Directives = directives, Interfaces = Names(type.Interfaces), Fields = WriteFields(type),
            },
            TypeKind.Union => new UnionTypeDefinitionNode
            {
                Name = name, Description = type.Description, Directives = directives, Types = Names(type.Members),
            },
            TypeKind.Enum => new EnumTypeDefinitionNode
            {
                Name = name, Description = type.Description, Directives = directives, Values = [.. type.Values.Select(WriteValue)],
            },
            _ => new InputObjectTypeDefinitionNode
            {
                Name = name, Description = type.Description, Directives = directives,
                Fields = [.. type.InputFields.Values.Select(field => WriteInput(field, "fusion__inputField"))],
            },
        };
    }

    private static NamedTypeNode[] Names(IEnumerable<string> names) => [.. names.Select(name => new NamedTypeNode(new NameNode(name)))];

    private static FieldDefinitionNode[] WriteFields(MergedType type) => [.. type.Fields.Values.Select(field => new FieldDefinitionNode
    {
        Name = new NameNode(field.Name),
        Description = field.Description,
        Type = field.Type,
        Arguments = [.. field.Arguments.Values.Select(argument => WriteInput(argument, "fusion__argument"))],
        Directives = [.. Annotations.OfField(field)],
    })];

    private static InputValueDefinitionNode WriteInput(MergedInput input, string annotation) => new()
    {
        Name = new NameNode(input.Name),
        Description = input.Description,
        Type = input.Type,
        DefaultValue = input.DefaultValue,
        Directives = [.. Annotations.OfInput(input, annotation)],
    };

    private static EnumValueDefinitionNode WriteValue(MergedEnumValue value) => new()
    {
        Name = new NameNode(value.Name),
        Description = value.Description,
        Directives = [.. Annotations.OfEnumValue(value)],
    };
}
