using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>One schema in the making: collect → declare → read → root types. Types refer to each other, so all exist before any has members.</summary>
internal sealed class SchemaAssembly
{
    private readonly SchemaOptions _options;
    private readonly OrderedDictionary<string, List<TypeDefinitionNode>> _definitions = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, DirectiveDefinitionNode> _directives = new(StringComparer.Ordinal);
    private readonly List<SchemaDefinitionNode> _schemaSyntax = [];
    private readonly OrderedDictionary<string, NamedType> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _referenced = new(["String", "Boolean"], StringComparer.Ordinal);

    private SchemaAssembly(SchemaOptions options) => _options = options;

    /// <exception cref="SchemaException">A type reference names no type.</exception>
    public static Schema Assemble(DocumentNode document, SchemaOptions options)
    {
        var assembly = new SchemaAssembly(options);
        assembly.Collect(document);
        assembly.Declare();
        var directives = assembly.Read();
        return assembly.Finish(directives);
    }

    private void Collect(DocumentNode document)
    {
        foreach (var definition in document.Definitions)
        {
            switch (definition)
            {
                case SchemaDefinitionNode schema: _schemaSyntax.Add(schema); break;
                case DirectiveDefinitionNode directive: _directives.TryAdd(directive.Name.Value, directive); break;
                case TypeDefinitionNode type when !BuiltIns.Types.ContainsKey(type.Name.Value): CollectType(type); break;
            }
        }
    }

    /// <summary>A type that is only ever extended counts as defined by its extensions: source schemas extend each other's types.</summary>
    private void CollectType(TypeDefinitionNode node)
    {
        if (!_definitions.TryGetValue(node.Name.Value, out var known))
        {
            _definitions.Add(node.Name.Value, [node]);
        }
        else if (node.IsExtension)
        {
            known.Add(node);
        }
        else if (known[0].IsExtension)
        {
            known.Insert(0, node);
        }
    }

    private void Declare()
    {
        foreach (var (name, nodes) in _definitions)
        {
            nodes.RemoveAll(node => node.GetType() != nodes[0].GetType());
            _types.Add(name, nodes[0] switch
            {
                ScalarTypeDefinitionNode => new ScalarType(name, _options.Scalars.GetValueOrDefault(name, AnyScalar.Instance)),
                ObjectTypeDefinitionNode => new ObjectType(name),
                InterfaceTypeDefinitionNode => new InterfaceType(name),
                UnionTypeDefinitionNode => new UnionType(name),
                EnumTypeDefinitionNode => new EnumType(name),
                _ => new InputObjectType(name),
            });
        }
    }

    private OrderedDictionary<string, DirectiveType> Read()
    {
        var reader = new TypeReader(Resolve, keepSyntax: true);
        foreach (var (name, nodes) in _definitions)
        {
            reader.Read(_types[name], nodes);
        }

        var directives = new OrderedDictionary<string, DirectiveType>(StringComparer.Ordinal);
        foreach (var node in _directives.Values)
        {
            directives.Add(node.Name.Value, reader.ReadDirective(node));
        }

        foreach (var builtIn in _options.IncrementalDelivery ? BuiltIns.Directives.Concat(BuiltIns.IncrementalDirectives) : BuiltIns.Directives)
        {
            directives.TryAdd(builtIn.Name, builtIn);
        }

        // @stream has an argument of type Int.
        if (_options.IncrementalDelivery)
        {
            _referenced.Add("Int");
        }

        return directives;
    }

    private Schema Finish(OrderedDictionary<string, DirectiveType> directives)
    {
        var (query, mutation, subscription) = (Root(OperationType.Query), Root(OperationType.Mutation), Root(OperationType.Subscription));
        foreach (var builtIn in BuiltIns.All.Where(type => type.IsIntrospection || _referenced.Contains(type.Name)))
        {
            _types.Add(builtIn.Name, builtIn);
        }

        return new Schema(_types, directives, query, mutation, subscription)
        {
            Description = _schemaSyntax.Select(node => node.Description?.Value).FirstOrDefault(text => text is not null),
            SchemaDirectives = [.. _schemaSyntax.SelectMany(node => node.Directives)],
            Syntax = _schemaSyntax,
        };
    }

    private ObjectType? Root(OperationType operation)
        => RootTypes.Find(_schemaSyntax, operation, _types.ContainsKey) is { } node ? Resolve(node) as ObjectType : null;

    private NamedType Resolve(NamedTypeNode node)
    {
        var name = node.Name.Value;
        if (_types.TryGetValue(name, out var type))
        {
            return type;
        }

        if (!BuiltIns.Types.TryGetValue(name, out type))
        {
            throw new SchemaException([GraphQLError.At($"Unknown type \"{name}\".", node)]);
        }

        _referenced.Add(name);
        return type;
    }
}
