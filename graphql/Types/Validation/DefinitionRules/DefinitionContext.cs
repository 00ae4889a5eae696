using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A document of definitions, taken apart once for all rules. Everything stands in the order of the document.</summary>
internal sealed class DefinitionContext
{
    private readonly List<GraphQLError> _errors = [];
    private readonly List<DirectiveSite> _sites = [];
    private readonly List<NamedTypeNode> _references = [];
    private readonly List<ObjectValueNode> _objectValues = [];

    public DefinitionContext(DocumentNode document, SchemaOptions options)
    {
        Schemas = [.. document.Definitions.OfType<SchemaDefinitionNode>()];
        TypesAndExtensions = [.. document.Definitions.OfType<TypeDefinitionNode>()];
        DirectiveDefinitions = [.. document.Definitions.OfType<DirectiveDefinitionNode>()];
        foreach (var type in TypesAndExtensions.Where(type => !type.IsExtension))
        {
            Types.TryAdd(type.Name.Value, type);
        }

        foreach (var builtIn in options.IncrementalDelivery ? BuiltIns.Directives.Concat(BuiltIns.IncrementalDirectives) : BuiltIns.Directives)
        {
            Directives[builtIn.Name] = DirectiveSignature.Of(builtIn);
        }

        foreach (var directive in DirectiveDefinitions)
        {
            Directives[directive.Name.Value] = DirectiveSignature.Of(directive);
        }

        foreach (var definition in document.Definitions)
        {
            Collect(definition);
        }
    }

    /// <summary>Definitions and extensions of the schema.</summary>
    public IReadOnlyList<SchemaDefinitionNode> Schemas { get; }

    public IReadOnlyList<TypeDefinitionNode> TypesAndExtensions { get; }

    public IReadOnlyList<DirectiveDefinitionNode> DirectiveDefinitions { get; }

    /// <summary>The first definition of each type.</summary>
    public OrderedDictionary<string, TypeDefinitionNode> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>The built-in directives and the document's own.</summary>
    public Dictionary<string, DirectiveSignature> Directives { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<DirectiveSite> Sites => _sites;

    public IEnumerable<DirectiveNode> AppliedDirectives => _sites.SelectMany(site => site.Directives);

    public IReadOnlyList<NamedTypeNode> TypeReferences => _references;

    /// <summary>Input objects in default values and in arguments of directives, the outer before the inner.</summary>
    public IReadOnlyList<ObjectValueNode> ObjectValues => _objectValues;

    public IReadOnlyList<GraphQLError> Errors => _errors;

    public void Report(string message, params IEnumerable<SyntaxNode?> nodes) => _errors.Add(GraphQLError.At(message, nodes));

    /// <summary>Reports every name after the first of its kind, pointing at both.</summary>
    public void ReportRepeated(IEnumerable<NameNode> names, Func<string, string> message)
    {
        var first = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        foreach (var name in names.Where(name => !first.TryAdd(name.Value, name)))
        {
            Report(message(name.Value), first[name.Value], name);
        }
    }

    private void Collect(DefinitionNode definition)
    {
        switch (definition)
        {
            case SchemaDefinitionNode schema:
                AddSite(schema, "SCHEMA", schema.Directives);
                _references.AddRange(schema.OperationTypes.Select(operation => operation.Type));
                break;
            case DirectiveDefinitionNode directive:
                Collect(directive.Arguments, "ARGUMENT_DEFINITION");
                break;
            case ScalarTypeDefinitionNode scalar:
                AddSite(scalar, "SCALAR", scalar.Directives);
                break;
            case ComplexTypeDefinitionNode complex:
                AddSite(complex, complex is ObjectTypeDefinitionNode ? "OBJECT" : "INTERFACE", complex.Directives);
                _references.AddRange(complex.Interfaces);
                Collect(complex.Fields);
                break;
            case UnionTypeDefinitionNode union:
                AddSite(union, "UNION", union.Directives);
                _references.AddRange(union.Types);
                break;
            case EnumTypeDefinitionNode enumType:
                AddSite(enumType, "ENUM", enumType.Directives);
                foreach (var value in enumType.Values)
                {
                    AddSite(value, "ENUM_VALUE", value.Directives);
                }

                break;
            case InputObjectTypeDefinitionNode input:
                AddSite(input, "INPUT_OBJECT", input.Directives);
                Collect(input.Fields, "INPUT_FIELD_DEFINITION");
                break;
            case FragmentDefinitionNode fragment:
                // Operations do not belong into such a document and are left aside; a type that one of them needs should be there all the same.
                _references.Add(fragment.TypeCondition);
                break;
        }
    }

    private void Collect(IReadOnlyList<FieldDefinitionNode> fields)
    {
        foreach (var field in fields)
        {
            AddSite(field, "FIELD_DEFINITION", field.Directives);
            Collect(field.Arguments, "ARGUMENT_DEFINITION");
            _references.Add(Named(field.Type));
        }
    }

    private void Collect(IReadOnlyList<InputValueDefinitionNode> values, string location)
    {
        foreach (var value in values)
        {
            AddSite(value, location, value.Directives);
            _references.Add(Named(value.Type));
            Collect(value.DefaultValue);
        }
    }

    private void Collect(ValueNode? value)
    {
        switch (value)
        {
            case ListValueNode list:
                foreach (var item in list.Items)
                {
                    Collect(item);
                }

                break;
            case ObjectValueNode fields:
                _objectValues.Add(fields);
                foreach (var field in fields.Fields)
                {
                    Collect(field.Value);
                }

                break;
        }
    }

    private void AddSite(SyntaxNode owner, string location, IReadOnlyList<DirectiveNode> directives)
    {
        if (directives.Count == 0)
        {
            return;
        }

        _sites.Add(new DirectiveSite(owner, location, directives));
        foreach (var argument in directives.SelectMany(directive => directive.Arguments))
        {
            Collect(argument.Value);
        }
    }

    private static NamedTypeNode Named(TypeNode type) => type switch
    {
        NonNullTypeNode nonNull => Named(nonNull.Type),
        ListTypeNode list => Named(list.Type),
        _ => (NamedTypeNode)type,
    };
}

/// <summary>Directives at one place.</summary>
internal sealed record DirectiveSite(SyntaxNode Owner, string Location, IReadOnlyList<DirectiveNode> Directives);

/// <summary>What the rules have to know of a directive before its types are resolved.</summary>
/// <param name="Arguments">Whether each argument is required, and its type as text.</param>
internal sealed record DirectiveSignature(
    bool Repeatable, IReadOnlyCollection<string> Locations, IReadOnlyList<(string Name, string Type, bool IsRequired)> Arguments)
{
    public static DirectiveSignature Of(DirectiveType directive) => new(
        directive.Repeatable, directive.Locations,
        [.. directive.Arguments.Values.Select(argument => (argument.Name, argument.Type.ToString()!, argument.IsRequired))]);

    public static DirectiveSignature Of(DirectiveDefinitionNode directive) => new(
        directive.Repeatable, [.. directive.Locations.Select(location => location.Value)],
        [.. directive.Arguments.Select(argument =>
            (argument.Name.Value, SyntaxPrinter.Print(argument.Type), argument is { Type: NonNullTypeNode, DefaultValue: null }))]);
}
