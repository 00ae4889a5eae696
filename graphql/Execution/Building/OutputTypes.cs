using System.Reflection;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Execution;

/// <summary>.NET types that go out, as GraphQL types.</summary>
internal sealed class OutputTypes(TypeCatalog catalog)
{
    public TypeNode Reference(ClrReference type) => TypeCatalog.Wrap(type, Name);

    public string Name(Type type)
    {
        if (catalog.LeafName(type) is { } leaf)
        {
            return leaf;
        }

        if (Connections.ItemType(type) is { } item)
        {
            return Connections.Define(catalog, item, null, includeTotalCount: true);
        }

        var name = ObjectName(type);
        if (IsAbstract(type))
        {
            catalog.Define(name, type, () => type.IsDefined(typeof(UnionTypeAttribute), inherit: false) ? DefineUnion(name, type) : DefineInterface(name, type));
        }
        else
        {
            catalog.ObjectNames[type] = name;
            catalog.Define(name, type, () => DefineObject(name, type));
        }

        return name;
    }

    /// <summary>The name of an object or abstract type, which need not be part of the schema.</summary>
    public string ObjectName(Type type) => catalog.Configuration.RuntimeBindings.GetValueOrDefault(type) ?? GivenName(type) ?? SchemaNames.Type(type);

    public FieldReader Fields(string typeName) => new(catalog, typeName);

    /// <summary>`@shareable` for what comes from an assembly that other source schemas use, too.</summary>
    public IEnumerable<DirectiveNode> Sharing(Type type)
        => catalog.Configuration.SourceSchemaDefaults && catalog.Annotated.IsShared(type) && !type.IsDefined(typeof(ShareableAttribute))
            ? [Sdl.Directive("shareable")]
            : [];

    private string? GivenName(Type type)
        => catalog.Annotated.Nodes[type].Select(node => node.GetCustomAttribute<RuntimeTypeAttribute>()!.Name).FirstOrDefault(name => name is not null)
            ?? type.GetCustomAttribute<ObjectTypeAttribute>()?.Name
            ?? type.GetCustomAttribute<InterfaceTypeAttribute>()?.Name
            ?? type.GetCustomAttribute<UnionTypeAttribute>()?.Name;

    private static bool IsAbstract(Type type) => type.IsInterface || type.IsAbstract;

    private ObjectTypeDefinitionNode DefineObject(string name, Type type)
    {
        if (type == typeof(object) || type.IsPrimitive || (type.IsInterface && type.IsGenericType))
        {
            throw new SchemaMistakeException($"{type} has no GraphQL type. Is a scalar not registered?");
        }

        var reader = Fields(name);
        var nodes = catalog.Annotated.Nodes[type].ToArray();
        var methods = nodes.Concat(Bases(type).SelectMany(@base => catalog.Annotated.Nodes[@base])).SelectMany(AnnotatedTypes.Resolvers).ToArray();
        var replaced = methods.Select(method => method.GetCustomAttribute<BindMemberAttribute>()?.Member).OfType<string>().ToHashSet();
        var named = methods.Select(SchemaNames.Field).ToHashSet();
        var isExplicit = nodes.Any(node => node.GetCustomAttribute<RuntimeTypeAttribute>()!.BindFieldsExplicitly);
        var properties = isExplicit ? [] : Properties(type).Where(property => !replaced.Contains(property.Name) && !named.Contains(SchemaNames.Field(property)));
        var fields = properties.Select(property => reader.Read(property, type)).Concat(methods.Select(reader.Read)).ToArray();
        return new ObjectTypeDefinitionNode
        {
            Name = Sdl.Name(name),
            Description = Sdl.Text(catalog.Descriptions.Of(type) ?? nodes.Select(catalog.Descriptions.Of).FirstOrDefault(text => text is not null)),
            Interfaces = [.. Interfaces(type).Concat(catalog.Nodes?.IsNode(type) == true ? ["Node"] : []).Select(Sdl.Named)],
            Directives = [.. DirectiveReader.Read(type), .. nodes.SelectMany(node => DirectiveReader.Read((ICustomAttributeProvider)node)), .. Sharing(type)],
            Fields = fields,
        };
    }

    private InterfaceTypeDefinitionNode DefineInterface(string name, Type type)
    {
        DefineImplementations(type);
        // Fields of an interface are resolved on the object, so nothing is bound here.
        var reader = Fields(name);
        var methods = catalog.Annotated.Nodes[type].SelectMany(AnnotatedTypes.Resolvers).ToArray();
        var replaced = methods.Select(method => method.GetCustomAttribute<BindMemberAttribute>()?.Member).OfType<string>().ToHashSet();
        return new InterfaceTypeDefinitionNode
        {
            Name = Sdl.Name(name),
            Description = Sdl.Text(catalog.Descriptions.Of(type)),
            Directives = [.. DirectiveReader.Read(type)],
            Fields = [.. Properties(type).Where(property => !replaced.Contains(property.Name)).Select(property => reader.Describe(property, type)), .. methods.Select(reader.Describe)],
        };
    }

    private UnionTypeDefinitionNode DefineUnion(string name, Type type) => new()
    {
        Name = Sdl.Name(name),
        Description = Sdl.Text(catalog.Descriptions.Of(type)),
        Directives = [.. DirectiveReader.Read(type)],
        Types = [.. DefineImplementations(type).Select(Sdl.Named)],
    };

    private string[] DefineImplementations(Type type) => [.. catalog.Annotated.Implementations(type).Select(Name)];

    private IEnumerable<string> Interfaces(Type type)
        => Bases(type).Where(@base => @base.IsDefined(typeof(InterfaceTypeAttribute), inherit: false)).Select(Name);

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var @base = type.BaseType; @base is not null && @base != typeof(object); @base = @base.BaseType)
        {
            yield return @base;
        }

        foreach (var @interface in type.GetInterfaces())
        {
            yield return @interface;
        }
    }

    /// <summary>Readable properties, those of base types first, each in the order of the source.</summary>
    public static IEnumerable<PropertyInfo> Properties(Type type)
        => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Concat(type.IsInterface ? type.GetInterfaces().SelectMany(@base => @base.GetProperties()) : [])
            .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0
                && !property.IsDefined(typeof(GraphQLIgnoreAttribute)))
            .OrderBy(property => Depth(property.DeclaringType!)).ThenBy(property => property.MetadataToken);

    private static int Depth(Type type)
    {
        var depth = 0;
        for (var @base = type.BaseType; @base is not null; @base = @base.BaseType)
        {
            depth++;
        }

        return depth;
    }
}
