using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>One subgraph's types → the document of a source schema.</summary>
internal sealed class ApolloTranslation(string source, ApolloTypes types, ApolloNeighbours neighbours, List<CompositionError> errors)
{
    /// <summary>Directives that mean the same here. The others are accepted and say nothing to the composer.</summary>
    private static readonly string[] Kept = ["key", "shareable", "external", "provides", "override", "inaccessible", "deprecated", "specifiedBy", "oneOf"];

    /// <summary>What every subgraph has by the protocol.</summary>
    private static readonly FieldDefinitionNode Entry = new()
    {
        Name = new NameNode("_service"), Type = new NamedTypeNode(new NameNode("String")), Directives = [new DirectiveNode { Name = new NameNode("internal") }],
    };

    private readonly RepresentationMap _maps = new(types);
    private readonly HashSet<string> _used = UsedExternals.Of(types);
    private readonly List<FieldDefinitionNode> _lookups = [];
    private readonly WrittenNames _written = new();

    public SourceTranslation Translate() => new(Document(), _written);

    private DocumentNode Document()
    {
        List<TypeDefinitionNode> translated = [.. types.All.SelectMany(InterfaceObjects.Expand(neighbours.Implementations)).Select(Translate)];
        var query = translated.OfType<ObjectTypeDefinitionNode>().FirstOrDefault(type => type.Name.Value == "Query");
        if (_lookups.Count > 0 || query is not { Fields.Count: > 0 })
        {
            // A subgraph that nobody can enter is a schema too.
            List<FieldDefinitionNode> entries = _lookups.Count > 0 ? _lookups : [Entry];
            var place = query?.Location ?? entries[0].Location;
            translated.RemoveAll(type => ReferenceEquals(type, query));
            translated.Insert(0, new ObjectTypeDefinitionNode
            {
                Location = place, Name = query?.Name ?? new NameNode("Query") { Location = place },
                Description = query?.Description, Directives = query?.Directives ?? [], Interfaces = query?.Interfaces ?? [],
                Fields = [.. query?.Fields ?? [], .. entries],
            });
        }

        // A root that only had fields of the protocol has none left, nor has a type of which others are only required.
        var named = translated.SelectMany(Named).ToHashSet();
        translated.RemoveAll(type => type is ObjectTypeDefinitionNode { Fields: [] } && !named.Contains(type.Name.Value));
        translated = [.. translated.Select(type => type is ObjectTypeDefinitionNode { Fields: [] } empty ? WithEntry(empty) : type)];
        IReadOnlyList<DefinitionNode> marks = translated.Any(type => type.Directives.Has(InterfaceObjects.Mark)) ? [InterfaceObjects.MarkDefinition] : [];
        return new DocumentNode([.. translated, .. marks, new ScalarTypeDefinitionNode { Name = new NameNode(ApolloSchema.Representation) }]);
    }

    private static IEnumerable<string> Named(TypeDefinitionNode type) => type switch
    {
        UnionTypeDefinitionNode union => union.Types.Select(member => member.Name.Value),
        ComplexTypeDefinitionNode complex => complex.Fields.Select(field => field.Type.NamedType),
        _ => [],
    };

    private static ObjectTypeDefinitionNode WithEntry(ObjectTypeDefinitionNode type) => new()
    {
        Location = type.Location, Name = type.Name, Description = type.Description, Directives = type.Directives, Interfaces = type.Interfaces, Fields = [Entry],
    };

    private TypeDefinitionNode Translate(TypeDefinitionNode type)
    {
        var name = type is ObjectTypeDefinitionNode known ? InterfaceObjects.NameInSource(known) : type.Name.Value;
        _written.AddType(type.Name.Value, types.WrittenName(name));
        var plain = new KeepDirectives().RewriteNode(type)!;
        return type switch
        {
            ObjectTypeDefinitionNode node => Translate(node, (ObjectTypeDefinitionNode)plain),
            InterfaceTypeDefinitionNode node => Translate(node, (InterfaceTypeDefinitionNode)plain),
            EnumTypeDefinitionNode node when neighbours.Enums.TryGetValue(node.Name.Value, out var values) => new EnumTypeDefinitionNode
            {
                Location = node.Location, Name = node.Name, Description = node.Description, Directives = plain.Directives,
                Values = [.. values.Select(value => ValueOf(node, value))],
            },
            _ => plain,
        };
    }

    /// <summary>A value of another subgraph stands where the enum does: its own place is one in another document.</summary>
    private static EnumValueDefinitionNode ValueOf(EnumTypeDefinitionNode type, EnumValueDefinitionNode value)
    {
        var kept = new KeepDirectives().RewriteNode(value)!;
        return type.Values.Contains(value) ? kept : new EnumValueDefinitionNode
        {
            Location = type.Location, Name = new NameNode(value.Name.Value) { Location = type.Name.Location }, Description = kept.Description, Directives = kept.Directives,
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
            Location = type.Location, Name = type.Name, Description = type.Description, Interfaces = type.Interfaces,
            Directives = [.. plain.Directives.Where(directive => directive.Name.Value != "key"), .. type.Directives.Where(directive => directive.Name.Value == InterfaceObjects.Mark)],
            Fields = [.. plain.Fields.Where(field => !type.Directives.Has(InterfaceObjects.Mark) || !IsOnlyRequired($"{type.Name.Value}.{field.Name.Value}", field)).Select(field => ApolloTypes.With(
                field, [.. field.Directives.Where(directive => directive.Name.Value is not ("external" or "shareable" or "provides"))]))],
        };
    }

    private ObjectTypeDefinitionNode Translate(ObjectTypeDefinitionNode type, ObjectTypeDefinitionNode plain)
    {
        var keys = type.Directives.Where(directive => directive.Name.Value == "key").ToList();
        keys.ForEach(key => AddLookup(type, InterfaceObjects.NameInSource(type), key));

        return new ObjectTypeDefinitionNode
        {
            Location = type.Location, Name = type.Name, Description = type.Description, Interfaces = type.Interfaces,
            Directives = [.. plain.Directives.Where(directive => directive.Name.Value != "key"), .. keys.Select(KeyWithFieldsOnly)],
            Fields = [.. type.Fields.Zip(plain.Fields, (field, kept) => Translate(type, field, kept)).OfType<FieldDefinitionNode>()],
        };
    }

    private void AddLookup(TypeDefinitionNode type, string nameInSource, DirectiveNode key)
    {
        if (_maps.OfKey(nameInSource, key.StringArgument("fields")) is not { } map)
        {
            Refuse(type.Name.Value, key, $"the key \"{key.StringArgument("fields")}\" selects what is not defined, or by the type of what it finds",
                $"Select in `@key` only fields that every `{type.Name.Value}` has.");
        }
        else if (key.Argument("resolvable") is not BooleanValueNode { Value: false })
        {
            var (name, place) = ($"{ApolloSchema.Entities}_{nameInSource}_{_lookups.Count + 1}", key.Location);
            _written.AddMember($"Query.{name}", nameInSource);
            _written.AddMember($"Query.{name}(representation:)", nameInSource);
            _lookups.Add(new FieldDefinitionNode
            {
                Location = place,
                Name = new NameNode(name) { Location = place },
                Type = new NamedTypeNode(type.Name) { Location = place },
                Arguments = [Argument("representation", new NonNullTypeNode(Representation(place)) { Location = place }, "is", map)],
                Directives = [Directive("lookup", place), Directive("internal", place)],
            });
        }
    }

    /// <summary>A field that was only declared for `@requires`: requirements speak of the owner's schema.</summary>
    private bool IsOnlyRequired(string coordinate, FieldDefinitionNode field)
        => field.Directives.Has("external") && !_used.Contains($"key {coordinate}") && !_used.Contains($"provides {coordinate}");

    /// <summary>Null for a field that says nothing here; where an interface demands it, it stays, and nobody is told of it.</summary>
    private FieldDefinitionNode? Translate(ObjectTypeDefinitionNode type, FieldDefinitionNode field, FieldDefinitionNode plain)
    {
        var coordinate = $"{InterfaceObjects.NameInSource(type)}.{field.Name.Value}";
        var isKey = _used.Contains($"key {coordinate}");
        if (IsOnlyRequired(coordinate, field))
        {
            return type.Interfaces.Any(name => types.Find(name.Name.Value) is InterfaceTypeDefinitionNode known && known.Fields.Any(demanded => demanded.Name.Value == field.Name.Value))
                ? ApolloTypes.With(plain, [Directive("internal", field.Location)])
                : null;
        }

        if (types.Find(field.Type.NamedType) is { } given && given.Directives.Find(InterfaceObjects.Mark) is { } mark && !neighbours.KnowTypeOf(given))
        {
            Refuse(coordinate, mark, $"of what it gives, `{field.Type.NamedType}`, this subgraph does not know the type, and no other has the interface with one of its keys",
                $"Define `{field.Type.NamedType}` in another subgraph as an interface with one of its keys.");
        }

        var directives = plain.Directives.Where(directive => !(isKey && directive.Name.Value == "external")).ToList();
        var isValue = !types.IsVersion2 && type.Name.Value != "Subscription" && !directives.Any(directive => directive.Name.Value is "external" or "shareable");
        IReadOnlyList<DirectiveNode> shared = isValue ? [Directive("shareable", field.Location)]
            // Subscriptions of this protocol hold what happens from now on, as far as routers are concerned: they let equal clients share a stream.
            : type.Name.Value == "Subscription" ? [Directive("joinable", field.Location)]
            : [];
        if (field.Directives.Find("requires") is not { } requires)
        {
            return ApolloTypes.With(plain, [.. directives, .. shared]);
        }

        if (_maps.OfRequirement(InterfaceObjects.NameInSource(type), requires.StringArgument("fields")) is not { } map)
        {
            Refuse(coordinate, requires, $"the requirement \"{requires.StringArgument("fields")}\" selects what is not defined",
                $"Let `@requires` select only what `{type.Name.Value}` defines with `@external`, each field with one set of arguments.");
            return plain;
        }

        _written.AddMember($"{type.Name.Value}.{field.Name.Value}(_representation:)", coordinate);
        return ApolloTypes.With(plain, [.. directives, .. shared], [.. plain.Arguments, Argument("_representation", Representation(requires.Location), "require", map)]);
    }

    private void Refuse(string coordinate, DirectiveNode directive, string why, string hint)
    {
        var written = _written.Of(coordinate);
        errors.Add(new CompositionError(
            "APOLLO_NOT_TRANSLATABLE", Severity.Error, $"`{written}` cannot be read: {why}.", [new SourcePlace(source, directive.Location)], written, hint));
    }

    private static DirectiveNode KeyWithFieldsOnly(DirectiveNode key) => new()
    {
        Name = key.Name, Location = key.Location,
        Arguments = [.. key.Arguments.Where(argument => argument.Name.Value == "fields").Select(WithoutFragments)],
    };

    private static ArgumentNode WithoutFragments(ArgumentNode fields)
        => fields.Value is StringValueNode { Value: var text } && text.Contains("...", StringComparison.Ordinal)
            ? new ArgumentNode(fields.Name, new StringValueNode(RepresentationMap.WithoutFragments(text)) { Location = fields.Value.Location }) { Location = fields.Location }
            : fields;

    private static NamedTypeNode Representation(Location? place) => new(new NameNode(ApolloSchema.Representation) { Location = place }) { Location = place };

    /// <summary>Stands where its type does: at the directive that it is made of.</summary>
    private static InputValueDefinitionNode Argument(string name, TypeNode type, string directive, string map) => new()
    {
        Location = type.Location, Name = new NameNode(name) { Location = type.Location }, Type = type, Directives = [Directive(directive, type.Location, map)],
    };

    private static DirectiveNode Directive(string name, Location? place, string? field = null) => new()
    {
        Location = place, Name = new NameNode(name) { Location = place },
        Arguments = field is null ? [] : [new ArgumentNode(new NameNode("field"), new StringValueNode(field) { Location = place }) { Location = place }],
    };

    private sealed class KeepDirectives : SyntaxRewriter
    {
        protected override SyntaxNode? Rewrite(DirectiveNode directive)
            => !Kept.Contains(directive.Name.Value) ? null
                : directive.Name.Value != "override" ? directive
                // A label moves the field bit by bit; here it has moved.
                : new DirectiveNode { Name = directive.Name, Arguments = [.. directive.Arguments.Where(argument => argument.Name.Value == "from")], Location = directive.Location };
    }
}
