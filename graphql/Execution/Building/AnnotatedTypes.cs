using System.Reflection;

namespace FinFlow.GraphQL.Execution;

/// <summary>The annotated classes of the registered assemblies and types, in the order of their names: reflection promises none.</summary>
internal sealed class AnnotatedTypes
{
    private readonly HashSet<Assembly> _own;
    private readonly IReadOnlyList<Type> _types;

    public AnnotatedTypes(SchemaConfiguration configuration)
    {
        _own = [.. configuration.Assemblies];
        _types =
        [
            .. configuration.Assemblies.Distinct().SelectMany(assembly => assembly.GetTypes()).Concat(configuration.Types).Distinct()
                .OrderBy(type => type.FullName, StringComparer.Ordinal),
        ];
        Queries = With<QueryTypeAttribute>();
        Mutations = With<MutationTypeAttribute>();
        Subscriptions = With<SubscriptionTypeAttribute>();
        Objects = [.. With<ObjectTypeAttribute>().Concat(configuration.Types.Where(type => !IsStatic(type) && !type.IsAbstract)).Distinct()];
        Nodes = _types.Where(type => type.GetCustomAttribute<RuntimeTypeAttribute>() is not null)
            .ToLookup(type => type.GetCustomAttribute<RuntimeTypeAttribute>()!.RuntimeType);
    }

    public IReadOnlyList<Type> Queries { get; }
    public IReadOnlyList<Type> Mutations { get; }
    public IReadOnlyList<Type> Subscriptions { get; }

    /// <summary>Types that are part of the schema though nothing may refer to them.</summary>
    public IReadOnlyList<Type> Objects { get; }

    /// <summary>The classes that add fields to a runtime type.</summary>
    public ILookup<Type, Type> Nodes { get; }

    /// <summary>The methods that find objects by their ids: of queries, of the types themselves, and of the classes that add fields to them.</summary>
    public IEnumerable<MethodInfo> NodeResolvers => _types.Where(type => IsStatic(type) || type.IsDefined(typeof(NodeAttribute)))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.IsDefined(typeof(NodeResolverAttribute)));

    /// <summary>The types that are marked as nodes.</summary>
    public IEnumerable<Type> PromisedNodes => _types.Where(type => type.IsDefined(typeof(NodeAttribute)))
        .Select(type => type.GetCustomAttribute<RuntimeTypeAttribute>()?.RuntimeType ?? type);

    /// <summary>Whether the type comes from elsewhere, so that other source schemas may well define it too.</summary>
    public bool IsShared(Type type) => !_own.Contains(type.Assembly) && !_types.Contains(type);

    /// <summary>The concrete types that a value of an interface or abstract class may have.</summary>
    public IEnumerable<Type> Implementations(Type type)
        => _types.Concat(type.Assembly.GetTypes()).Distinct()
            .Where(candidate => !candidate.IsAbstract && !candidate.IsInterface && candidate != type && type.IsAssignableFrom(candidate)
                && !candidate.IsDefined(typeof(GraphQLIgnoreAttribute)))
            .OrderBy(candidate => candidate.FullName, StringComparer.Ordinal);

    /// <summary>The methods of an annotated class that are fields.</summary>
    public static IEnumerable<MethodInfo> Resolvers(Type type)
    {
        var sources = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(method => method.GetCustomAttribute<SubscribeAttribute>()?.With).OfType<string>().ToHashSet();
        return type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && !method.IsGenericMethod && !sources.Contains(method.Name)
                && !method.IsDefined(typeof(GraphQLIgnoreAttribute)) && !method.IsDefined(typeof(DataLoaderAttribute))
                && (!method.IsDefined(typeof(NodeResolverAttribute)) || type.IsDefined(typeof(QueryTypeAttribute))))
            .OrderBy(method => method.MetadataToken);
    }

    private static bool IsStatic(Type type) => type.IsAbstract && type.IsSealed;

    private IReadOnlyList<Type> With<TAttribute>() where TAttribute : Attribute => [.. _types.Where(type => type.IsDefined(typeof(TAttribute), inherit: false))];
}
