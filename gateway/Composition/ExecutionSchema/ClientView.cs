using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>The annotated document without annotations, and without what they hide.</summary>
internal static class ClientView
{
    public static DocumentNode Of(DocumentNode document)
    {
        var hidden = document.Definitions.OfType<TypeDefinitionNode>().Where(type => IsHidden(type.Directives)).Select(type => type.Name.Value).ToHashSet();
        return new DocumentNode([.. document.Definitions.OfType<TypeDefinitionNode>()
            .Where(type => !hidden.Contains(type.Name.Value) && !IsFusion(type.Name.Value)).Select(type => Type(type, hidden))]);
    }

    private static bool IsFusion(string name) => name.StartsWith("fusion__", StringComparison.Ordinal);

    private static bool IsHidden(IReadOnlyList<DirectiveNode> directives) => directives.Has("fusion__inaccessible");

    private static DirectiveNode[] Visible(IReadOnlyList<DirectiveNode> directives) => [.. directives.Where(directive => !IsFusion(directive.Name.Value))];

    private static NamedTypeNode[] Visible(IReadOnlyList<NamedTypeNode> names, HashSet<string> hidden) => [.. names.Where(name => !hidden.Contains(name.Name.Value))];

    private static TypeDefinitionNode Type(TypeDefinitionNode type, HashSet<string> hidden) => type switch
    {
        ObjectTypeDefinitionNode node => new ObjectTypeDefinitionNode
        {
            Name = node.Name, Description = node.Description, Directives = Visible(node.Directives), Interfaces = Visible(node.Interfaces, hidden), Fields = Fields(node.Fields),
        },
        InterfaceTypeDefinitionNode node => new InterfaceTypeDefinitionNode
        {
            Name = node.Name, Description = node.Description, Directives = Visible(node.Directives), Interfaces = Visible(node.Interfaces, hidden), Fields = Fields(node.Fields),
        },
        UnionTypeDefinitionNode node => new UnionTypeDefinitionNode
        {
            Name = node.Name, Description = node.Description, Directives = Visible(node.Directives), Types = Visible(node.Types, hidden),
        },
        EnumTypeDefinitionNode node => new EnumTypeDefinitionNode
        {
            Name = node.Name, Description = node.Description, Directives = Visible(node.Directives),
            Values = [.. node.Values.Where(value => !IsHidden(value.Directives))
                .Select(value => new EnumValueDefinitionNode { Name = value.Name, Description = value.Description, Directives = Visible(value.Directives) })],
        },
        InputObjectTypeDefinitionNode node => new InputObjectTypeDefinitionNode
        {
            Name = node.Name, Description = node.Description, Directives = Visible(node.Directives), Fields = Inputs(node.Fields),
        },
        _ => new ScalarTypeDefinitionNode { Name = type.Name, Description = type.Description, Directives = Visible(type.Directives) },
    };

    private static FieldDefinitionNode[] Fields(IReadOnlyList<FieldDefinitionNode> fields) => [.. fields.Where(field => !IsHidden(field.Directives)).Select(field => new FieldDefinitionNode
    {
        Name = field.Name, Description = field.Description, Type = field.Type, Directives = Visible(field.Directives), Arguments = Inputs(field.Arguments),
    })];

    private static InputValueDefinitionNode[] Inputs(IReadOnlyList<InputValueDefinitionNode> inputs) => [.. inputs.Where(input => !IsHidden(input.Directives)).Select(input => new InputValueDefinitionNode
    {
        Name = input.Name, Description = input.Description, Type = input.Type, DefaultValue = input.DefaultValue, Directives = Visible(input.Directives),
    })];
}
