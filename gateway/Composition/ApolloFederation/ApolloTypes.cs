using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// The types of an Apollo Federation subgraph as it means them: under the specified names of its directives, extensions folded in, root
/// types named as usual, and without what the protocol itself adds.
/// </summary>
internal sealed class ApolloTypes
{
    private static readonly string[] OfTheProtocol = ["_Any", "_Entity", "_Service", "FieldSet", "_FieldSet"];

    private readonly Dictionary<string, string> _directives;
    private readonly Dictionary<string, string> _roots;

    public ApolloTypes(DocumentNode document)
    {
        var link = LinkOf(document);
        IsVersion2 = link is not null;
        _directives = link is null ? [] : Imports(link);
        _roots = document.Definitions.OfType<SchemaDefinitionNode>().SelectMany(schema => schema.OperationTypes)
            .GroupBy(root => root.Type.Name.Value).ToDictionary(root => root.Key, root => $"{root.First().Operation}");
        All = [.. document.Definitions.OfType<TypeDefinitionNode>()
            .Where(type => !OfTheProtocol.Contains(type.Name.Value) && !type.Name.Value.Contains("__", StringComparison.Ordinal))
            .Select(type => new Renaming(this).RewriteNode(type)!)
            .GroupBy(type => TypeName(type.Name.Value))
            .Select(parts => Fold(parts.Key, [.. parts.OrderBy(part => part.IsExtension)]))];
    }

    /// <summary>Without the mark of version 2, values of several subgraphs need no `@shareable`.</summary>
    public bool IsVersion2 { get; }

    public IReadOnlyList<TypeDefinitionNode> All { get; }

    /// <summary>The `@link` to the federation specification, which only version 2 has.</summary>
    public static DirectiveNode? LinkOf(DocumentNode document)
        => document.Definitions.OfType<SchemaDefinitionNode>()
            .SelectMany(schema => schema.Directives)
            .FirstOrDefault(directive => directive.Name.Value == "link"
                && directive.StringArgument("url") is { } url && url.Contains("specs.apollo.dev/federation/", StringComparison.Ordinal));

    public ComplexTypeDefinitionNode? Find(string name) => All.OfType<ComplexTypeDefinitionNode>().FirstOrDefault(type => type.Name.Value == name);

    /// <summary>The object types that a value of this composite type may have, as the subgraph knows them.</summary>
    public IReadOnlyList<string> PossibleTypes(string name) => All.FirstOrDefault(type => type.Name.Value == name) switch
    {
        ObjectTypeDefinitionNode => [name],
        InterfaceTypeDefinitionNode => [.. All.OfType<ObjectTypeDefinitionNode>().Where(type => type.Interfaces.Any(known => known.Name.Value == name)).Select(type => type.Name.Value)],
        UnionTypeDefinitionNode union => [.. union.Types.Select(type => type.Name.Value)],
        _ => [],
    };

    /// <summary>What the subgraph calls the directives: `import: ["@key", { name: "@shareable", as: "@share" }]`; others bear a prefix.</summary>
    private static Dictionary<string, string> Imports(DirectiveNode link)
    {
        var names = new Dictionary<string, string>();
        foreach (var import in link.Argument("import") is ListValueNode list ? list.Items : [])
        {
            var (name, alias) = import switch
            {
                StringValueNode text => (text.Value, text.Value),
                ObjectValueNode renamed => (Text(renamed, "name"), Text(renamed, "as") ?? Text(renamed, "name")),
                _ => (null, null),
            };
            if (name is ['@', .. var directive] && alias is ['@', .. var own])
            {
                names[own] = directive;
            }
        }

        return names;

        static string? Text(ObjectValueNode value, string field) => (value.Fields.FirstOrDefault(node => node.Name.Value == field)?.Value as StringValueNode)?.Value;
    }

    /// <summary>What the subgraph calls a type.</summary>
    public string WrittenName(string name) => _roots.FirstOrDefault(root => root.Value == name).Key ?? name;

    private string TypeName(string name) => _roots.GetValueOrDefault(name, name);

    private string DirectiveName(string name)
        => _directives.GetValueOrDefault(name, name.StartsWith("federation__", StringComparison.Ordinal) ? name["federation__".Length..] : name);

    private static TypeDefinitionNode Fold(string name, IReadOnlyList<TypeDefinitionNode> parts)
    {
        var (place, node) = (parts[0].Location, new NameNode(name) { Location = parts[0].Name.Location });
        var description = parts.Select(part => part.Description).FirstOrDefault(text => text is not null);
        // What stands on a part of an object holds for the fields of this part.
        var directives = parts.SelectMany(part => part.Directives).Where(directive => directive.Name.Value is not ("shareable" or "external" or "extends")).ToList();
        return parts[0] switch
        {
            ObjectTypeDefinitionNode => new ObjectTypeDefinitionNode
            {
                Location = place, Name = node, Description = description, Directives = directives, Interfaces = Interfaces(parts), Fields = Fields(parts),
            },
            InterfaceTypeDefinitionNode => new InterfaceTypeDefinitionNode
            {
                Location = place, Name = node, Description = description, Directives = directives, Interfaces = Interfaces(parts), Fields = Fields(parts),
            },
            UnionTypeDefinitionNode => new UnionTypeDefinitionNode
            {
                Location = place, Name = node, Description = description, Directives = directives,
                Types = [.. parts.OfType<UnionTypeDefinitionNode>().SelectMany(part => part.Types).DistinctBy(type => type.Name.Value)],
            },
            EnumTypeDefinitionNode => new EnumTypeDefinitionNode
            {
                Location = place, Name = node, Description = description, Directives = directives,
                Values = [.. parts.OfType<EnumTypeDefinitionNode>().SelectMany(part => part.Values)],
            },
            InputObjectTypeDefinitionNode => new InputObjectTypeDefinitionNode
            {
                Location = place, Name = node, Description = description, Directives = directives,
                Fields = [.. parts.OfType<InputObjectTypeDefinitionNode>().SelectMany(part => part.Fields)],
            },
            _ => new ScalarTypeDefinitionNode { Location = place, Name = node, Description = description, Directives = directives },
        };
    }

    private static NamedTypeNode[] Interfaces(IReadOnlyList<TypeDefinitionNode> parts)
        => [.. parts.OfType<ComplexTypeDefinitionNode>().SelectMany(part => part.Interfaces).DistinctBy(type => type.Name.Value)];

    private static FieldDefinitionNode[] Fields(IReadOnlyList<TypeDefinitionNode> parts)
        => [.. from part in parts.OfType<ComplexTypeDefinitionNode>()
               let inherited = part.Directives.Where(directive => directive.Name.Value is "shareable" or "external").ToList()
               from field in part.Fields
               where field.Name.Value is not ("_entities" or "_service")
               group (field, inherited) by field.Name.Value into same
               let first = same.First()
               select With(first.field, [.. first.field.Directives, .. first.inherited.Where(directive => !first.field.Directives.Has(directive.Name.Value))])];

    public static FieldDefinitionNode With(FieldDefinitionNode field, IReadOnlyList<DirectiveNode> directives, IReadOnlyList<InputValueDefinitionNode>? arguments = null) => new()
    {
        Location = field.Location, Description = field.Description, Name = field.Name, Arguments = arguments ?? field.Arguments, Type = field.Type, Directives = directives,
    };

    private sealed class Renaming(ApolloTypes types) : SyntaxRewriter
    {
        protected override SyntaxNode? Rewrite(NamedTypeNode type)
            => types.TypeName(type.Name.Value) is var name && name == type.Name.Value ? type : new NamedTypeNode(new NameNode(name) { Location = type.Name.Location }) { Location = type.Location };

        protected override SyntaxNode? Rewrite(DirectiveNode directive)
            => types.DirectiveName(directive.Name.Value) is var name && name == directive.Name.Value
                ? directive
                : new DirectiveNode { Name = new NameNode(name) { Location = directive.Name.Location }, Arguments = directive.Arguments, Location = directive.Location };
    }
}
