using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Subgraph;

/// <summary>
/// A source schema as Apollo's composition reads it: lookups become `@key`, required arguments become `@requires`, what is internal is
/// left out. https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec
/// </summary>
internal sealed class FederationSdl : SyntaxRewriter
{
    /// <summary>The oldest version that has everything used here, so that every router in use understands it.</summary>
    private const string Link = "https://specs.apollo.dev/federation/v2.3";

    private static readonly string[] Imported = ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible"];

    private static readonly string[] Kept = [.. Imported.Select(name => name[1..]), "deprecated", "specifiedBy", "oneOf"];

    private readonly Schema _schema;
    private readonly IReadOnlyList<EntityLookup> _lookups;

    /// <summary>Entities of others of which only a requirement speaks.</summary>
    private readonly OrderedDictionary<string, ObjectTypeDefinitionNode> _references = new(StringComparer.Ordinal);

    private FederationSdl(Schema schema, IReadOnlyList<EntityLookup> lookups) => (_schema, _lookups) = (schema, lookups);

    /// <exception cref="SchemaException">A field requires what nothing tells the type of.</exception>
    public static DocumentNode Write(Schema schema, IReadOnlyList<EntityLookup> lookups)
    {
        var sdl = new FederationSdl(schema, lookups);
        var document = sdl.RewriteNode(SchemaPrinter.ToDocument(schema))!;
        var link = new SchemaDefinitionNode
        {
            IsExtension = true,
            Directives = [Directive("link", ("url", new StringValueNode(Link)), ("import", new ListValueNode([.. Imported.Select(name => new StringValueNode(name))])))],
        };
        return new DocumentNode([link, .. document.Definitions, .. sdl._references.Values]);
    }

    protected override SyntaxNode? Rewrite(DirectiveDefinitionNode directive) => null;

    protected override SyntaxNode? Rewrite(DirectiveNode directive) => Kept.Contains(directive.Name.Value) ? directive : null;

    protected override SyntaxNode? Rewrite(ScalarTypeDefinitionNode type)
        => type.Name.Value is "FieldSelectionMap" or "FieldSelectionSet" ? null : base.Rewrite(type);

    protected override SyntaxNode? Rewrite(InputValueDefinitionNode input) => Has(input.Directives, "require") ? null : base.Rewrite(input);

    protected override SyntaxNode? Rewrite(FieldDefinitionNode field) => Has(field.Directives, "internal") ? null : base.Rewrite(field);

    protected override SyntaxNode? Rewrite(ObjectTypeDefinitionNode type)
    {
        if (Has(type.Directives, "internal"))
        {
            return null;
        }

        var known = (ObjectType)_schema.FindType(type.Name.Value)!;
        var plain = (ObjectTypeDefinitionNode)base.Rewrite(type)!;
        var lookups = _lookups.Where(lookup => _schema.PossibleTypes(lookup.ReturnType).Contains(known)).ToList();
        return new ObjectTypeDefinitionNode
        {
            // An entity is described by its owner; the others would outvote it.
            Description = lookups.Count > 0 && lookups.TrueForAll(lookup => lookup.IsInternal) ? null : plain.Description,
            Name = plain.Name,
            Interfaces = plain.Interfaces,
            Directives = [.. Keys(lookups, type), .. plain.Directives.Where(directive => directive.Name.Value != "key")],
            Fields = [.. plain.Fields.Select(field => WithRequirements(known, field)), .. Externals(known)],
        };
    }

    /// <summary>A key without a lookup identifies an entity to others, and only they resolve it.</summary>
    private static IEnumerable<DirectiveNode> Keys(IReadOnlyList<EntityLookup> lookups, ObjectTypeDefinitionNode definition)
    {
        var resolvable = lookups.Select(lookup => lookup.Key).Distinct().ToList();
        var declared = definition.Directives
            .Where(directive => directive.Name.Value == "key")
            .Select(directive => ((StringValueNode)directive.Arguments[0].Value).Value)
            .Except(resolvable);
        return resolvable.Select(key => Directive("key", ("fields", new StringValueNode(key))))
            .Concat(declared.Select(key => Directive("key", ("fields", new StringValueNode(key)), ("resolvable", new BooleanValueNode(false)))));
    }

    private static FieldDefinitionNode WithRequirements(ObjectType type, FieldDefinitionNode field)
    {
        var required = MappedArgument.RequiredBy(type.Fields[field.Name.Value]);
        return required.Count == 0 ? field : new FieldDefinitionNode
        {
            Description = field.Description,
            Name = field.Name,
            Arguments = field.Arguments,
            Type = field.Type,
            Directives = [.. field.Directives, Directive("requires", ("fields", new StringValueNode($"{new FieldTree(required.Select(argument => argument.Map))}")))],
        };
    }

    /// <summary>Fields of others that this type's fields require. They must be declared, which a source schema need not do.</summary>
    private IEnumerable<FieldDefinitionNode> Externals(ObjectType type)
        => from argument in type.Fields.Values.SelectMany(MappedArgument.RequiredBy)
           from required in new FieldTree([argument.Map]).Fields
           where !type.Fields.ContainsKey(required.Key)
           group (argument, required.Value) by required.Key into field
           select Declared(field.Key, field.First().Value, field.First().argument, Directive("external"));

    /// <summary>
    /// A requirement says fields, and the owner's schema is not at hand to tell their types. Here a composite field's type bears the field's
    /// name, and a leaf is what the argument takes.
    /// </summary>
    private FieldDefinitionNode Declared(string field, FieldTree selected, MappedArgument argument, params IReadOnlyList<DirectiveNode> directives) => new()
    {
        Name = new NameNode(field),
        Type = !selected.IsLeaf ? Parser.ParseType($"{Entity(char.ToUpperInvariant(field[0]) + field[1..], selected, argument)}!")
            : field == "id" ? Parser.ParseType("ID!")
            : argument.Map.Entries is [{ ObjectValue: null, ListValue: null }] ? Parser.ParseType($"{argument.Argument.Type}")
            : throw new SchemaException([new GraphQLError($"The requirement \"{argument.Map}\" does not tell the type of {field}, which Apollo Federation must know.")]),
        Directives = directives,
    };

    private string Entity(string name, FieldTree selected, MappedArgument argument)
    {
        if (_schema.FindType(name) is null && !_references.ContainsKey(name))
        {
            _references[name] = new ObjectTypeDefinitionNode
            {
                Name = new NameNode(name),
                Directives = [Directive("key", ("fields", new StringValueNode($"{selected}")), ("resolvable", new BooleanValueNode(false)))],
                Fields = [.. selected.Fields.Select(inner => Declared(inner.Key, inner.Value, argument))],
            };
        }

        return name;
    }

    private static bool Has(IReadOnlyList<DirectiveNode> directives, string name) => directives.Any(directive => directive.Name.Value == name);

    private static DirectiveNode Directive(string name, params IReadOnlyList<(string Name, ValueNode Value)> arguments)
        => new() { Name = new NameNode(name), Arguments = [.. arguments.Select(argument => new ArgumentNode(new NameNode(argument.Name), argument.Value))] };
}
