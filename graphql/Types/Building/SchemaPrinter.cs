using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>How a schema is printed.</summary>
public sealed record SchemaPrinterOptions
{
    public static SchemaPrinterOptions Default { get; } = new();

    /// <summary>Types, directives, fields, arguments, enum values, members and interfaces by name instead of in the order of their definitions.</summary>
    public bool Sorted { get; init; }

    /// <summary>
    /// Whether applied directives of any name are printed. Otherwise only @deprecated, @specifiedBy and @oneOf are, which is what clients
    /// learn from introspection, and directive definitions that only the schema's authors can use are left out.
    /// </summary>
    public bool AppliedDirectives { get; init; } = true;
}

/// <summary>A schema as SDL, extensions merged, applied directives included; built-in definitions are left out.</summary>
public static class SchemaPrinter
{
    private static readonly string[] ClientDirectives = ["deprecated", "specifiedBy", "oneOf"];

    public static string Print(Schema schema, SchemaPrinterOptions? options = null) => SyntaxPrinter.Print(ToDocument(schema, options)) + "\n";

    public static DocumentNode ToDocument(Schema schema, SchemaPrinterOptions? options = null) => new Printing(options ?? SchemaPrinterOptions.Default).Print(schema);

    private sealed class Printing(SchemaPrinterOptions options)
    {
        public DocumentNode Print(Schema schema) => new(
        [
            .. SchemaDefinition(schema),
            .. Ordered(schema.Directives.Values.Where(IsPrinted), directive => directive.Name).Select(DirectiveDefinition),
            .. Ordered(schema.Types.Values.Where(type => !type.IsBuiltIn), type => type.Name).Select(TypeDefinition),
        ]);

        /// <summary>Left out when it says nothing that the default names do not say. https://spec.graphql.org/draft/#sec-Root-Operation-Types.Default-Root-Operation-Type-Names</summary>
        private IEnumerable<DefinitionNode> SchemaDefinition(Schema schema)
        {
            var operations = Enum.GetValues<OperationType>();
            var directives = Applied(schema.SchemaDirectives);
            var isDefault = operations.All(operation => schema.RootType(operation) is { } root
                ? root.Name == operation.ToString()
                : schema.FindType(operation.ToString()) is not ObjectType);
            if (isDefault && schema.Description is null && directives.Count == 0)
            {
                yield break;
            }

            // A schema of extensions only, as a source schema may be, has no root type to define.
            yield return new SchemaDefinitionNode
            {
                IsExtension = schema.QueryType is null && schema.MutationType is null && schema.SubscriptionType is null,
                Description = Description(schema.Description),
                Directives = directives,
                OperationTypes = [.. from operation in operations
                                     let root = schema.RootType(operation)
                                     where root is not null
                                     select new OperationTypeDefinitionNode { Operation = operation, Type = Reference(root) }],
            };
        }

        private bool IsPrinted(DirectiveType directive)
            => !directive.IsBuiltIn && (options.AppliedDirectives || directive.Locations.Any(DirectiveLocations.Executable.Contains));

        private DirectiveDefinitionNode DirectiveDefinition(DirectiveType directive) => new()
        {
            Name = new(directive.Name),
            Description = Description(directive.Description),
            Arguments = InputValues(directive.Arguments.Values),
            Repeatable = directive.Repeatable,
            Locations = [.. directive.Locations.Select(location => new NameNode(location))],
        };

        private TypeDefinitionNode TypeDefinition(NamedType type)
        {
            var (name, description, directives) = (new NameNode(type.Name), Description(type.Description), Applied(type.Directives));
            return type switch
            {
                ScalarType => new ScalarTypeDefinitionNode { Name = name, Description = description, Directives = directives },
                ObjectType complex => new ObjectTypeDefinitionNode
                {
                    Name = name, Description = description, Directives = directives, Interfaces = References(complex.Interfaces), Fields = Fields(complex),
                },
                InterfaceType complex => new InterfaceTypeDefinitionNode
                {
                    Name = name, Description = description, Directives = directives, Interfaces = References(complex.Interfaces), Fields = Fields(complex),
                },
                UnionType union => new UnionTypeDefinitionNode { Name = name, Description = description, Directives = directives, Types = References(union.Types) },
                EnumType enumType => new EnumTypeDefinitionNode
                {
                    Name = name, Description = description, Directives = directives,
                    Values = [.. Ordered(enumType.Values, value => value.Name).Select(EnumValueDefinition)],
                },
                InputObjectType input => new InputObjectTypeDefinitionNode
                {
                    Name = name, Description = description, Directives = directives, Fields = InputValues(input.Fields.Values),
                },
                _ => throw new InvalidOperationException($"{type.GetType()} is no kind of named type."),
            };
        }

        private FieldDefinitionNode[] Fields(ComplexType type)
            => [.. Ordered(type.Fields.Values, field => field.Name).Select(field => new FieldDefinitionNode
            {
                Name = new(field.Name),
                Description = Description(field.Description),
                Arguments = InputValues(field.Arguments.Values),
                Type = TypeReference(field.Type),
                Directives = Applied(field.Directives),
            })];

        private InputValueDefinitionNode[] InputValues(IEnumerable<InputValue> values)
            => [.. Ordered(values, value => value.Name).Select(value => new InputValueDefinitionNode
            {
                Name = new(value.Name),
                Description = Description(value.Description),
                Type = TypeReference(value.Type),
                DefaultValue = value.DefaultValue,
                Directives = Applied(value.Directives),
            })];

        private EnumValueDefinitionNode EnumValueDefinition(EnumValue value)
            => new() { Name = new(value.Name), Description = Description(value.Description), Directives = Applied(value.Directives) };

        private IReadOnlyList<DirectiveNode> Applied(IReadOnlyList<DirectiveNode> directives)
            => options.AppliedDirectives ? directives : [.. directives.Where(directive => ClientDirectives.Contains(directive.Name.Value))];

        private NamedTypeNode[] References(IEnumerable<NamedType> types) => [.. Ordered(types, type => type.Name).Select(Reference)];

        private IEnumerable<T> Ordered<T>(IEnumerable<T> items, Func<T, string> name)
            => options.Sorted ? items.OrderBy(name, StringComparer.Ordinal) : items;
    }

    private static StringValueNode? Description(string? text) => text is null ? null : new StringValueNode(text, block: true);

    private static NamedTypeNode Reference(NamedType type) => new(new NameNode(type.Name));

    private static TypeNode TypeReference(GraphQLType type) => type switch
    {
        NonNullType nonNull => new NonNullTypeNode(TypeReference(nonNull.OfType)),
        ListType list => new ListTypeNode(TypeReference(list.OfType)),
        _ => Reference(type.Named),
    };
}
