using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Fusion;

/// <summary>Takes the gateway's own definitions and directives out of a composed schema, and what clients may not see.</summary>
internal static class ClientView
{
    private const string Prefix = "fusion__";

    public static DocumentNode Of(DocumentNode document, bool withInaccessible)
    {
        var hidden = withInaccessible
            ? []
            : document.Definitions.OfType<TypeDefinitionNode>().Where(type => IsHidden(type.Directives)).Select(type => type.Name.Value).ToHashSet();
        return new View(withInaccessible, hidden).Apply(document);
    }

    private static bool IsHidden(IReadOnlyList<DirectiveNode> directives)
        => directives.Any(directive => directive.Name.Value == Prefix + "inaccessible");

    private static bool IsOurs(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    private sealed class View(bool withInaccessible, HashSet<string> hiddenTypes)
    {
        public DocumentNode Apply(DocumentNode document)
            => new([.. document.Definitions.Select(Apply).OfType<DefinitionNode>()]);

        private DefinitionNode? Apply(DefinitionNode definition) => definition switch
        {
            TypeDefinitionNode type when IsOurs(type.Name.Value) || hiddenTypes.Contains(type.Name.Value) => null,
            DirectiveDefinitionNode directive when IsOurs(directive.Name.Value) => null,
            ScalarTypeDefinitionNode n => new ScalarTypeDefinitionNode
            {
                Name = n.Name, Description = n.Description, IsExtension = n.IsExtension, Location = n.Location, Directives = Clean(n.Directives),
            },
            ObjectTypeDefinitionNode n => new ObjectTypeDefinitionNode
            {
                Name = n.Name, Description = n.Description, IsExtension = n.IsExtension, Location = n.Location, Directives = Clean(n.Directives),
                Interfaces = Visible(n.Interfaces), Fields = Apply(n.Fields),
            },
            InterfaceTypeDefinitionNode n => new InterfaceTypeDefinitionNode
            {
                Name = n.Name, Description = n.Description, IsExtension = n.IsExtension, Location = n.Location, Directives = Clean(n.Directives),
                Interfaces = Visible(n.Interfaces), Fields = Apply(n.Fields),
            },
            UnionTypeDefinitionNode n => new UnionTypeDefinitionNode
            {
                Name = n.Name, Description = n.Description, IsExtension = n.IsExtension, Location = n.Location, Directives = Clean(n.Directives),
                Types = Visible(n.Types),
            },
            EnumTypeDefinitionNode n => new EnumTypeDefinitionNode
            {
                Name = n.Name, Description = n.Description, IsExtension = n.IsExtension, Location = n.Location, Directives = Clean(n.Directives),
                Values = [.. n.Values.Where(value => Shows(value.Directives)).Select(Apply)],
            },
            InputObjectTypeDefinitionNode n => new InputObjectTypeDefinitionNode
            {
                Name = n.Name, Description = n.Description, IsExtension = n.IsExtension, Location = n.Location, Directives = Clean(n.Directives),
                Fields = Apply(n.Fields),
            },
            SchemaDefinitionNode n => new SchemaDefinitionNode
            {
                Description = n.Description, IsExtension = n.IsExtension, Location = n.Location, Directives = Clean(n.Directives),
                OperationTypes = n.OperationTypes,
            },
            _ => definition,
        };

        private IReadOnlyList<FieldDefinitionNode> Apply(IReadOnlyList<FieldDefinitionNode> fields) =>
        [
            .. fields.Where(field => Shows(field.Directives)).Select(field => new FieldDefinitionNode
            {
                Name = field.Name, Description = field.Description, Type = field.Type, Location = field.Location,
                Arguments = Apply(field.Arguments), Directives = Clean(field.Directives),
            }),
        ];

        private IReadOnlyList<InputValueDefinitionNode> Apply(IReadOnlyList<InputValueDefinitionNode> values) =>
        [
            .. values.Where(value => Shows(value.Directives)).Select(value => new InputValueDefinitionNode
            {
                Name = value.Name, Description = value.Description, Type = value.Type, DefaultValue = value.DefaultValue,
                Location = value.Location, Directives = Clean(value.Directives),
            }),
        ];

        private static EnumValueDefinitionNode Apply(EnumValueDefinitionNode value) => new()
        {
            Name = value.Name, Description = value.Description, Location = value.Location, Directives = Clean(value.Directives),
        };

        private bool Shows(IReadOnlyList<DirectiveNode> directives) => withInaccessible || !IsHidden(directives);

        private IReadOnlyList<NamedTypeNode> Visible(IReadOnlyList<NamedTypeNode> types)
            => [.. types.Where(type => !hiddenTypes.Contains(type.Name.Value))];

        private static IReadOnlyList<DirectiveNode> Clean(IReadOnlyList<DirectiveNode> directives)
            => [.. directives.Where(directive => !IsOurs(directive.Name.Value))];
    }
}
