using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>One subgraph's types → the document of a source schema.</summary>
internal sealed class ApolloTranslation(string source, ApolloTypes types, ApolloNeighbours neighbours, List<CompositionError> errors)
{
    /// <summary>Directives that mean the same here. The others are accepted and say nothing to the composer.</summary>
    private static readonly string[] Kept = ["key", "shareable", "external", "provides", "override", "inaccessible", "deprecated", "specifiedBy", "oneOf"];

    private readonly RepresentationMap _maps = new(types);
    private readonly HashSet<string> _used = UsedExternals.Of(types);
    private readonly List<FieldDefinitionNode> _lookups = [];

    public DocumentNode Translate()
    {
        List<TypeDefinitionNode> translated = [.. types.All.SelectMany(InterfaceObjects.Expand(neighbours.Implementations)).Select(Translate)];
        var query = translated.OfType<ObjectTypeDefinitionNode>().FirstOrDefault(type => type.Name.Value == "Query");
        if (_lookups.Count > 0)
        {
            translated.RemoveAll(type => ReferenceEquals(type, query));
            translated.Insert(0, new ObjectTypeDefinitionNode
            {
                Name = new NameNode("Query"), Description = query?.Description, Directives = query?.Directives ?? [], Interfaces = query?.Interfaces ?? [],
                Fields = [.. query?.Fields ?? [], .. _lookups],
            });
        }

        // A root that only had fields of the protocol has none left.
        translated.RemoveAll(type => type is ObjectTypeDefinitionNode { Fields: [] });
        IReadOnlyList<DefinitionNode> marks = translated.Any(type => type.Directives.Has(InterfaceObjects.Mark)) ? [InterfaceObjects.MarkDefinition] : [];
        return new DocumentNode([.. translated, .. marks, new ScalarTypeDefinitionNode { Name = new NameNode(ApolloSchema.Representation) }]);
    }

    private TypeDefinitionNode Translate(TypeDefinitionNode type)
    {
        var plain = new KeepDirectives().RewriteNode(type)!;
        return type switch
        {
            ObjectTypeDefinitionNode node => Translate(node, (ObjectTypeDefinitionNode)plain),
            InterfaceTypeDefinitionNode node => Translate(node, (InterfaceTypeDefinitionNode)plain),
            EnumTypeDefinitionNode node when neighbours.Enums.TryGetValue(node.Name.Value, out var values) => new EnumTypeDefinitionNode
            {
                Name = node.Name, Description = node.Description, Directives = plain.Directives,
                Values = [.. values.Select(value => new KeepDirectives().RewriteNode(value)!)],
            },
            _ => plain,
        };
    }

    /// <summary>The lookups of an interface's entities are those of its objects, but for those whose type another subgraph does not know.</summary>
    private InterfaceTypeDefinitionNode Translate(InterfaceTypeDefinitionNode type, InterfaceTypeDefinitionNode plain)
    {
        if (neighbours.InterfaceObjectNames.Contains(type.Name.Value) && !type.Directives.Has(InterfaceObjects.Mark))
        {
            type.Directives.Where(directive => directive.Name.Value == "key").ToList().ForEach(key => AddLookup(type, type.Name.Value, key));
        }

        return new InterfaceTypeDefinitionNode
        {
            Name = type.Name, Description = type.Description, Interfaces = type.Interfaces,
            Directives = [.. plain.Directives.Where(directive => directive.Name.Value != "key"), .. type.Directives.Where(directive => directive.Name.Value == InterfaceObjects.Mark)],
            Fields = [.. plain.Fields.Select(field => ApolloTypes.With(
                field, [.. field.Directives.Where(directive => directive.Name.Value is not ("external" or "shareable" or "provides"))]))],
        };
    }

    private ObjectTypeDefinitionNode Translate(ObjectTypeDefinitionNode type, ObjectTypeDefinitionNode plain)
    {
        var keys = type.Directives.Where(directive => directive.Name.Value == "key").ToList();
        keys.ForEach(key => AddLookup(type, InterfaceObjects.NameInSource(type), key));

        return new ObjectTypeDefinitionNode
        {
            Name = type.Name, Description = type.Description, Interfaces = type.Interfaces,
            Directives = [.. plain.Directives.Where(directive => directive.Name.Value != "key"), .. keys.Select(KeyWithFieldsOnly)],
            Fields = [.. type.Fields.Zip(plain.Fields, (field, kept) => Translate(type, field, kept)).OfType<FieldDefinitionNode>()],
        };
    }

    private void AddLookup(TypeDefinitionNode type, string nameInSource, DirectiveNode key)
    {
        if (_maps.Of(nameInSource, key.StringArgument("fields")) is not { } map)
        {
            Refuse(type.Name.Value, key, $"the key \"{key.StringArgument("fields")}\" selects what is not defined, or by the type of what it finds");
        }
        else if (key.Argument("resolvable") is not BooleanValueNode { Value: false })
        {
            _lookups.Add(new FieldDefinitionNode
            {
                Name = new NameNode($"{ApolloSchema.Entities}_{nameInSource}_{_lookups.Count + 1}"),
                Type = new NamedTypeNode(type.Name),
                Arguments = [Argument("representation", $"{ApolloSchema.Representation}!", "is", map)],
                Directives = [Directive("lookup"), Directive("internal")],
            });
        }
    }

    /// <summary>Null for a field that was only declared for `@requires`: requirements speak of the owner's schema.</summary>
    private FieldDefinitionNode? Translate(ObjectTypeDefinitionNode type, FieldDefinitionNode field, FieldDefinitionNode plain)
    {
        var coordinate = $"{InterfaceObjects.NameInSource(type)}.{field.Name.Value}";
        var isKey = _used.Contains($"key {coordinate}");
        if (field.Directives.Has("external") && !isKey && !_used.Contains($"provides {coordinate}"))
        {
            return null;
        }

        if (types.Find(field.Type.NamedType) is { } given && given.Directives.Find(InterfaceObjects.Mark) is { } mark && !neighbours.KnowTypeOf(given))
        {
            Refuse(coordinate, mark, $"of what it gives, `{field.Type.NamedType}`, this subgraph does not know the type, and no other has the interface with one of its keys");
        }

        var directives = plain.Directives.Where(directive => !(isKey && directive.Name.Value == "external")).ToList();
        var isValue = !types.IsVersion2 && type.Name.Value != "Subscription" && !directives.Any(directive => directive.Name.Value is "external" or "shareable");
        IReadOnlyList<DirectiveNode> shared = isValue ? [Directive("shareable")] : [];
        if (field.Directives.Find("requires") is not { } requires)
        {
            return ApolloTypes.With(plain, [.. directives, .. shared]);
        }

        if (_maps.Of(InterfaceObjects.NameInSource(type), requires.StringArgument("fields")) is not { } map)
        {
            Refuse(coordinate, requires, $"the requirement \"{requires.StringArgument("fields")}\" selects what is not defined, or by the type of what it finds");
            return plain;
        }

        return ApolloTypes.With(plain, [.. directives, .. shared], [.. plain.Arguments, Argument("_representation", ApolloSchema.Representation, "require", map)]);
    }

    private void Refuse(string coordinate, DirectiveNode directive, string why)
        => errors.Add(new CompositionError("APOLLO_NOT_TRANSLATABLE", Severity.Error, $"`{coordinate}` cannot be read: {why}.", source, coordinate, directive.Location));

    private static DirectiveNode KeyWithFieldsOnly(DirectiveNode key) => new()
    {
        Name = key.Name, Location = key.Location,
        Arguments = [.. key.Arguments.Where(argument => argument.Name.Value == "fields").Select(WithoutFragments)],
    };

    private static ArgumentNode WithoutFragments(ArgumentNode fields)
        => fields.Value is StringValueNode { Value: var text } && text.Contains("...", StringComparison.Ordinal)
            ? new ArgumentNode(fields.Name, new StringValueNode(RepresentationMap.WithoutFragments(text))) { Location = fields.Location }
            : fields;

    private static InputValueDefinitionNode Argument(string name, string type, string directive, string map)
        => new() { Name = new NameNode(name), Type = Parser.ParseType(type), Directives = [Directive(directive, map)] };

    private static DirectiveNode Directive(string name, string? field = null)
        => new() { Name = new NameNode(name), Arguments = field is null ? [] : [new ArgumentNode(new NameNode("field"), new StringValueNode(field))] };

    private sealed class KeepDirectives : SyntaxRewriter
    {
        protected override SyntaxNode? Rewrite(DirectiveNode directive)
            => !Kept.Contains(directive.Name.Value) ? null
                : directive.Name.Value != "override" ? directive
                // A label moves the field bit by bit; here it has moved.
                : new DirectiveNode { Name = directive.Name, Arguments = [.. directive.Arguments.Where(argument => argument.Name.Value == "from")], Location = directive.Location };
    }
}
