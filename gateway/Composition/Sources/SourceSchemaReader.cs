using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>Text → <see cref="SourceSchema"/>. Only syntax can go wrong here; everything else is a rule's business.</summary>
internal static class SourceSchemaReader
{
    // A source schema is written by its owner, not by a client: larger than any request, yet not endless.
    private static readonly ParserOptions Limits = new() { TokensMax = 2_000_000 };

    public static (SourceSchema? Schema, CompositionError? Error) Read(SourceSchemaDocument source)
    {
        try
        {
            return (source.Translation is { } translation
                ? Read(source.Name, translation.Document, translation.Written)
                : Read(source.Name, Parser.Parse(source.Sdl, Limits)), null);
        }
        catch (SyntaxException error)
        {
            return (null, InvalidGraphQL.Error(source.Name, error.Message, error.Location));
        }
    }

    public static SourceSchema Read(string name, DocumentNode document, WrittenNames? written = null)
    {
        var schema = new SourceSchema(name, document, written);
        // Definitions first: an extension may stand before what it extends.
        foreach (var node in document.Definitions.OfType<TypeDefinitionNode>().OrderBy(node => node.IsExtension))
        {
            if (!schema.Types.TryGetValue(node.Name.Value, out var type))
            {
                schema.Types.Add(node.Name.Value, type = new SourceType(schema, node.Name.Value, Kind(node)) { Location = node.Location });
            }

            type.Description ??= node.Description;
            type.Directives.AddRange(node.Directives);
            AddMembers(type, node);
        }

        return schema;
    }

    private static TypeKind Kind(TypeDefinitionNode node) => node switch
    {
        ScalarTypeDefinitionNode => TypeKind.Scalar,
        ObjectTypeDefinitionNode => TypeKind.Object,
        InterfaceTypeDefinitionNode => TypeKind.Interface,
        UnionTypeDefinitionNode => TypeKind.Union,
        EnumTypeDefinitionNode => TypeKind.Enum,
        _ => TypeKind.InputObject,
    };

    // A member that is defined twice keeps its first definition; INVALID_GRAPHQL reports it.
    private static void AddMembers(SourceType type, TypeDefinitionNode node)
    {
        switch (node)
        {
            case ComplexTypeDefinitionNode complex:
                type.Interfaces.AddRange(complex.Interfaces.Select(implemented => implemented.Name.Value).Except(type.Interfaces));
                foreach (var field in complex.Fields)
                {
                    type.Fields.TryAdd(field.Name.Value, ReadField(type, field, node.Directives.Has("shareable")));
                }

                break;
            case UnionTypeDefinitionNode union:
                type.Members.AddRange(union.Types.Select(member => member.Name.Value).Except(type.Members));
                break;
            case EnumTypeDefinitionNode values:
                foreach (var value in values.Values)
                {
                    type.Values.TryAdd(value.Name.Value, value);
                }

                break;
            case InputObjectTypeDefinitionNode input:
                foreach (var field in input.Fields)
                {
                    type.InputFields.TryAdd(field.Name.Value, new SourceInput(type.Schema, null, $"{type.Name}.{field.Name.Value}", field));
                }

                break;
        }
    }

    private static SourceField ReadField(SourceType type, FieldDefinitionNode node, bool isDeclarationShareable)
    {
        var field = new SourceField(type, node) { IsShareable = isDeclarationShareable || node.Directives.Has("shareable") };
        foreach (var argument in node.Arguments)
        {
            field.Arguments.TryAdd(
                argument.Name.Value, new SourceInput(type.Schema, field, $"{field.Coordinate}({argument.Name.Value}:)", argument));
        }

        return field;
    }
}
