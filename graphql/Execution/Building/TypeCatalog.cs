using System.Reflection;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>The types of the schema under construction. A type is defined when it is first referred to; its fields are read afterwards.</summary>
internal sealed class TypeCatalog : ITypeRegistry
{
    private readonly OrderedDictionary<string, Func<TypeDefinitionNode>?> _pending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TypeDefinitionNode> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> _owners = new(StringComparer.Ordinal);

    public TypeCatalog(SchemaConfiguration configuration, ServiceKinds services)
    {
        Configuration = configuration;
        Services = services;
        Annotated = new AnnotatedTypes(configuration);
        Converter = new InputConverter(configuration, type => Outputs!.ObjectName(type));
        Inputs = new InputTypes(this);
        Outputs = new OutputTypes(this);
        Nodes = configuration.GlobalObjectIdentification is { } options ? new NodeResolvers(this, options) : null;
    }

    public SchemaConfiguration Configuration { get; }
    public AnnotatedTypes Annotated { get; }
    public ServiceKinds Services { get; }
    public InputConverter Converter { get; }
    public XmlDescriptions Descriptions { get; } = new();
    public InputTypes Inputs { get; }
    public OutputTypes Outputs { get; }

    /// <summary>Null without global object identification.</summary>
    public NodeResolvers? Nodes { get; }

    /// <summary>What resolves each field, by coordinate.</summary>
    public Dictionary<string, FieldBinding> Bindings { get; } = new(StringComparer.Ordinal);

    /// <summary>The object type of each runtime type.</summary>
    public Dictionary<Type, string> ObjectNames { get; } = [];

    public TypeNode InputReference(Type type) => Inputs.Reference(ClrReference.Of(type));

    public string OutputName(Type type) => Outputs.Name(type);

    public void Define(string name, Func<TypeDefinitionNode> definition) => _pending.TryAdd(name, definition);

    /// <summary>Defines a type that stands for one .NET type; two of them cannot share a name.</summary>
    public void Define(string name, Type owner, Func<TypeDefinitionNode> definition)
    {
        if (_owners.TryGetValue(name, out var other) && other != owner)
        {
            throw new SchemaMistakeException($"The types {other.FullName} and {owner.FullName} are both {name}: give one of them a [GraphQLName].");
        }

        _owners[name] = owner;
        Define(name, definition);
    }

    /// <summary>Reads all types, also those that are found while reading, in the order in which they were found.</summary>
    public IReadOnlyList<TypeDefinitionNode> Complete()
    {
        for (var i = 0; i < _pending.Count; i++)
        {
            var (name, definition) = _pending.GetAt(i);
            _definitions[name] = definition!();
        }

        return [.. _pending.Keys.Select(name => _definitions[name])];
    }

    /// <summary>The scalar or enum of a .NET type, or null when it is neither.</summary>
    public string? LeafName(Type type)
    {
        if (Configuration.ScalarBindings.TryGetValue(type, out var scalar) || RuntimeScalars.Names.TryGetValue(type, out scalar))
        {
            UseScalar(scalar);
            return scalar;
        }

        if (!type.IsEnum)
        {
            return null;
        }

        var name = Configuration.RuntimeBindings.GetValueOrDefault(type) ?? SchemaNames.Type(type);
        Define(name, type, () => DefineEnum(name, type));
        return name;
    }

    /// <summary>Declares a scalar by its name, such as one that a [GraphQLType] mentions.</summary>
    public void UseScalar(string name)
    {
        if (!RuntimeScalars.IsSpecified(name))
        {
            var behavior = Configuration.Scalars.GetValueOrDefault(name) ?? StandardScalars.All.GetValueOrDefault(name);
            Define(name, () => new ScalarTypeDefinitionNode
            {
                Name = Sdl.Name(name),
                Directives = behavior?.SpecifiedByUrl is { } url ? [Sdl.Directive("specifiedBy", ("url", new StringValueNode(url)))] : [],
            });
        }
    }

    /// <summary>The reference that a [GraphQLType] or an [ID] asks for, or null when inference decides.</summary>
    public TypeNode? ExplicitReference(ICustomAttributeProvider member, ClrReference type, bool input)
    {
        var attributes = member.GetCustomAttributes(inherit: false);
        if (attributes.OfType<GraphQLTypeAttribute>().FirstOrDefault() is { } given)
        {
            return given.Reference is { } reference ? Mentioned(Parser.ParseType(reference), type, input)
                : input ? Inputs.Reference(ClrReference.Of(given.RuntimeType!))
                : Outputs.Reference(ClrReference.Of(given.RuntimeType!));
        }

        return attributes.OfType<IDAttribute>().Any() ? Wrap(type, _ => "ID") : null;
    }

    /// <summary>Lists and non-nulls around the name of the innermost type.</summary>
    public static TypeNode Wrap(ClrReference type, Func<Type, string> name)
    {
        TypeNode node = type.Item is { } item ? new ListTypeNode(Wrap(item, name)) : Sdl.Named(name(type.Type));
        return type.Nullable ? node : Sdl.NonNull(node);
    }

    private TypeNode Mentioned(TypeNode reference, ClrReference type, bool input)
    {
        var named = reference;
        while (named is not NamedTypeNode)
        {
            named = named is NonNullTypeNode nonNull ? nonNull.Type : ((ListTypeNode)named).Type;
        }

        var name = ((NamedTypeNode)named).Name.Value;
        if (Configuration.Scalars.ContainsKey(name) || StandardScalars.All.ContainsKey(name))
        {
            UseScalar(name);
        }
        else if (!RuntimeScalars.IsSpecified(name))
        {
            // The reference changes what may be null; the type itself is still the member's.
            _ = input ? Inputs.Reference(type) : Outputs.Reference(type);
        }

        return reference;
    }

    private EnumTypeDefinitionNode DefineEnum(string name, Type type) => new()
    {
        Name = Sdl.Name(name),
        Description = Sdl.Text(Descriptions.Of(type)),
        Directives = [.. DirectiveReader.Read(type)],
        Values =
        [
            .. from field in type.GetFields(BindingFlags.Public | BindingFlags.Static)
            where !field.IsDefined(typeof(GraphQLIgnoreAttribute))
            select new EnumValueDefinitionNode
            {
                Name = Sdl.Name(SchemaNames.EnumValue(field)),
                Description = Sdl.Text(Descriptions.Of(field)),
                Directives = [.. DirectiveReader.Read(field)],
            },
        ],
    };
}
