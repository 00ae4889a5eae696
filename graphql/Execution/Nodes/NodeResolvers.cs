using System.Reflection;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Execution;

/// <summary>Finds the object of one type.</summary>
/// <param name="KeyType">What the key of its ids is in .NET.</param>
/// <param name="Load">Gives the object or null; the context has the key as its one argument.</param>
/// <param name="Permission">Who may ask: the same as when the method is called as a field.</param>
internal sealed record NodeResolver(Type KeyType, Func<ResolverContext, ValueTask<object?>> Load, FieldPermission? Permission);

/// <summary>The object types that can be found by their ids, when the schema has global object identification.</summary>
internal sealed class NodeResolvers
{
    private readonly TypeCatalog _catalog;
    private readonly Dictionary<Type, ResolverMethod> _methods = [];
    private readonly Dictionary<string, NodeResolver> _byName = new(StringComparer.Ordinal);

    public NodeResolvers(TypeCatalog catalog, GlobalObjectIdentificationOptions options)
    {
        _catalog = catalog;
        Options = options;
        foreach (var method in catalog.Annotated.NodeResolvers)
        {
            var resolver = new ResolverMethod(method, catalog);
            if (!_methods.TryAdd(resolver.Result.Type, resolver))
            {
                throw new SchemaMistakeException($"{resolver} and {_methods[resolver.Result.Type]} are both the [NodeResolver] of {resolver.Result.Type.Name}.");
            }
        }

        foreach (var type in catalog.Annotated.PromisedNodes.Where(type => !_methods.ContainsKey(type)))
        {
            throw new SchemaMistakeException($"{type.Name} is a [Node], but no [NodeResolver] finds one.");
        }
    }

    public GlobalObjectIdentificationOptions Options { get; }

    /// <summary>The types themselves, which are part of the schema though nothing else may give them.</summary>
    public IEnumerable<Type> Types => _methods.Keys;

    public bool IsNode(Type type) => _methods.ContainsKey(type);

    /// <exception cref="GraphQLException">No type of this name can be found by an id.</exception>
    public NodeResolver Find(NodeId id) => _byName.GetValueOrDefault(id.TypeName) ?? throw NodeId.Invalid(id.ToString());

    /// <summary>Defines the interface and compiles the resolvers.</summary>
    public IEnumerable<FieldDefinitionNode> Define(FieldReader query)
    {
        _catalog.Define("Node", () => new InterfaceTypeDefinitionNode
        {
            Name = Sdl.Name("Node"),
            Description = Sdl.Text("An object that its id alone finds."),
            Fields = [Sdl.Field("id", Sdl.NonNull(Sdl.Named("ID")), "Unique among all objects of the schema.")],
        });
        foreach (var (type, method) in _methods)
        {
            _byName.Add(_catalog.Outputs.Name(type), Compile(method));
        }

        return NodeFields.Define(query, Options);
    }

    private NodeResolver Compile(ResolverMethod method)
    {
        if (method.Arguments.ToArray() is not [var argument] || method.Result.Item is not null || method.Result.Type.IsAbstract || method.Result.Type.IsInterface)
        {
            throw new SchemaMistakeException($"{method} is a [NodeResolver]: it must take the id as its one argument, and give one object.");
        }

        if (!NodeId.CanBe(argument.ParameterType))
        {
            throw new SchemaMistakeException($"The id of {method} is a {argument.ParameterType.Name}, but must be a string, int, long or Guid.");
        }

        var source = ResolverCompiler.Compile(method);
        var load = (Func<ResolverContext, ValueTask<object?>>)typeof(ResolverForms)
            .GetMethod(nameof(ResolverForms.ToObject), BindingFlags.Public | BindingFlags.Static)!.MakeGenericMethod(source.ValueType).Invoke(null, [source.Resolve])!;
        return new NodeResolver(argument.ParameterType, load, PermissionReader.Read(method.Method));
    }
}
