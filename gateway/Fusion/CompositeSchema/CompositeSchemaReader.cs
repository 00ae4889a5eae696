using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>Reads the `fusion__*` directives of a composed schema.</summary>
internal sealed class CompositeSchemaReader
{
    /// <summary>A composed schema is our own file and far larger than a client's document.</summary>
    public static readonly ParserOptions Limits = new() { TokensMax = 10_000_000 };

    private readonly DocumentNode _document;
    private readonly Dictionary<string, int> _sources = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    public CompositeSchemaReader(DocumentNode document)
    {
        _document = document;
        var values = document.Definitions.OfType<EnumTypeDefinitionNode>().FirstOrDefault(type => type.Name.Value == "fusion__Schema")?.Values ?? [];
        foreach (var value in values)
        {
            _sources[value.Name.Value] = _names.Count;
            var metadata = value.Directives.FirstOrDefault(directive => directive.Name.Value == "fusion__schema_metadata");
            _names.Add(metadata is null ? value.Name.Value : Text(metadata, "name") ?? value.Name.Value);
        }

        if (_names.Count == 0)
        {
            throw Invalid("The document has no enum fusion__Schema, so it is not a composed schema.");
        }
    }

    public IReadOnlyList<string> Sources => _names;

    public Dictionary<string, CompositeType> ReadTypes()
    {
        var types = new Dictionary<string, CompositeType>(StringComparer.Ordinal);
        foreach (var definition in _document.Definitions.OfType<TypeDefinitionNode>())
        {
            var name = definition.Name.Value;
            if (name.StartsWith("fusion__", StringComparison.Ordinal))
            {
                continue;
            }

            var type = types.TryGetValue(name, out var known) ? known : types[name] = new CompositeType(name);
            ReadType(type, definition);
        }

        return types;
    }

    private void ReadType(CompositeType type, TypeDefinitionNode definition)
    {
        foreach (var directive in definition.Directives)
        {
            switch (directive.Name.Value)
            {
                case "fusion__type":
                    type.Sources.Add(SourceOf(directive));
                    if (Find(directive, "interfaceObject") is BooleanValueNode { Value: true })
                    {
                        type.InterfaceObjectSources.Add(SourceOf(directive));
                    }

                    break;
                case "fusion__lookup": type.Lookups.AddRange(ReadLookups(type.Name, directive)); break;
                case "fusion__idPrefix":
                    type.IdPrefix = Text(directive, "value");
                    type.IdOwner = Find(directive, "schema") is null ? -1 : SourceOf(directive);
                    break;
            }
        }

        if (definition is ComplexTypeDefinitionNode complex)
        {
            foreach (var field in complex.Fields)
            {
                ReadField(type, field);
            }
        }
    }

    private void ReadField(CompositeType type, FieldDefinitionNode field)
    {
        string[] demands = [.. field.Directives.Where(directive => directive.Name.Value == "fusion__authorize").SelectMany(DemandsOf).Distinct()];
        if (demands.Length > 0)
        {
            type.Permissions[field.Name.Value] = string.Join(", ", demands);
        }

        foreach (var directive in field.Directives.Where(directive => directive.Name.Value == "fusion__field"))
        {
            var source = SourceOf(directive);
            var requires = field.Directives.FirstOrDefault(other => other.Name.Value == "fusion__requires" && SourceOf(other) == source);
            var joinable = field.Directives.FirstOrDefault(other => other.Name.Value == "fusion__joinable" && SourceOf(other) == source);
            var provides = Text(directive, "provides") is { } text ? Parser.ParseSelectionSet(text) : null;
            type.Add(field.Name.Value, new FieldSource(
                source, Find(directive, "external") is BooleanValueNode { Value: true }, provides, requires is null ? null : ReadRequirement(requires))
            {
                Joinable = joinable is null ? null : new Joinable(Find(joinable, "latest") is BooleanValueNode { Value: true }, Texts(Find(joinable, "unless"))),
            });
        }
    }

    private static IEnumerable<string> DemandsOf(DirectiveNode directive) => (Text(directive, "policy"), Find(directive, "roles")) switch
    {
        ({ } policy, _) => [policy],
        (_, { } roles) => Texts(roles),
        _ => ["authenticated"],
    };

    private static Requirement? ReadRequirement(DirectiveNode directive)
    {
        var field = ReadFieldDefinition(directive);
        var arguments = field.Arguments.Zip(Maps(directive), (argument, map) => (argument, map))
            .Where(pair => pair.map is not null)
            .Select(pair => new MappedArgument(pair.argument.Name.Value, pair.argument.Type, FieldSelectionMap.Parse(pair.map!)))
            .ToList();
        return arguments.Count == 0 ? null : new Requirement(arguments);
    }

    private IEnumerable<Lookup> ReadLookups(string typeName, DirectiveNode directive)
    {
        var field = ReadFieldDefinition(directive);
        string[] path = Text(directive, "path") is { Length: > 0 } text ? text.Split('.') : [];
        var choices = field.Arguments.Zip(Maps(directive))
            .Select(pair => FieldSelectionMap.Alternatives(FieldSelectionMap.Parse(pair.Second ?? pair.First.Name.Value))
                .Select(map => new MappedArgument(pair.First.Name.Value, pair.First.Type, map)));
        return Combine([.. choices]).Select(arguments => new Lookup(SourceOf(directive), typeName, field.Name.Value, path, arguments));
    }

    private static IEnumerable<IReadOnlyList<MappedArgument>> Combine(IReadOnlyList<IEnumerable<MappedArgument>> choices)
        => choices.Aggregate<IEnumerable<MappedArgument>, IEnumerable<IReadOnlyList<MappedArgument>>>(
            [[]], (done, next) => done.SelectMany(head => next.Select(IReadOnlyList<MappedArgument> (last) => [.. head, last])));

    /// <summary>The directive's `field: "paymentById(id: ID!): Payment"`.</summary>
    private static FieldDefinitionNode ReadFieldDefinition(DirectiveNode directive)
    {
        var text = Text(directive, "field") ?? throw Invalid($"A @{directive.Name.Value} has no field.");
        return Parser.Parse($"type T {{ {text} }}").Definitions[0] is ObjectTypeDefinitionNode { Fields: [var field] }
            ? field
            : throw Invalid($"\"{text}\" is not one field definition.");
    }

    private static IEnumerable<string?> Maps(DirectiveNode directive)
        => Find(directive, "map") is ListValueNode list ? list.Items.Select(item => (item as StringValueNode)?.Value) : [];

    private int SourceOf(DirectiveNode directive)
        => Find(directive, "schema") is EnumValueNode value && _sources.TryGetValue(value.Value, out var source)
            ? source
            : throw Invalid($"@{directive.Name.Value} names a schema that fusion__Schema does not have.");

    private static string? Text(DirectiveNode directive, string argument) => (Find(directive, argument) as StringValueNode)?.Value;

    /// <summary>A list of texts; one alone stands for its list.</summary>
    private static IReadOnlyList<string> Texts(ValueNode? value) => value switch
    {
        StringValueNode only => [only.Value],
        ListValueNode list => [.. list.Items.OfType<StringValueNode>().Select(item => item.Value)],
        _ => [],
    };

    private static ValueNode? Find(DirectiveNode directive, string argument)
        => directive.Arguments.FirstOrDefault(node => node.Name.Value == argument)?.Value;

    private static SchemaException Invalid(string message) => new([new GraphQLError(message)]);
}
