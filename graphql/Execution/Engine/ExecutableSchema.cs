using System.Collections.Concurrent;
using System.Collections.Frozen;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>A schema with a resolver for each of its fields.</summary>
public sealed class ExecutableSchema
{
    private readonly FrozenDictionary<string, FieldExecutor> _executors;
    private readonly FrozenDictionary<string, FieldBinding> _bindings;
    private readonly FrozenDictionary<Type, ObjectType> _objectTypes;
    private readonly ConcurrentDictionary<(Type, NamedType), ObjectType?> _derived = new();
    private readonly ServiceKinds _services;
    private readonly WrittenSchema? _written;
    private readonly bool _allowIntrospection;

    internal ExecutableSchema(Schema schema, TypeCatalog catalog, GraphQLOptions options)
    {
        _allowIntrospection = options.AllowIntrospection;
        Schema = schema;
        Converter = catalog.Converter;
        _written = catalog.Configuration.Written;
        Nodes = catalog.Nodes;
        _services = catalog.Services;
        _bindings = catalog.Bindings.ToFrozenDictionary(StringComparer.Ordinal);
        _objectTypes = catalog.ObjectNames.Where(pair => schema.FindType(pair.Value) is ObjectType)
            .ToFrozenDictionary(pair => pair.Key, pair => (ObjectType)schema.FindType(pair.Value)!);
        _executors = schema.Types.Values.OfType<ObjectType>().Where(type => !type.IsIntrospection).SelectMany(type => type.Fields.Values)
            .Select(field => KeyValuePair.Create(field.Coordinate, CreateExecutor(field)))
            .Concat(IntrospectionFields.Create(this)).ToFrozenDictionary(StringComparer.Ordinal);
        Prices = new SchemaPrices(schema, field => ResolverCosts.HabitsOf(field, Binding(field.Coordinate), options.Cost));
        Permissions = _bindings.Where(pair => pair.Value.Permission is not null)
            .ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Permission!, StringComparer.Ordinal);
    }

    public Schema Schema { get; }

    /// <summary>Who may resolve which field, by coordinate (`Mutation.capturePayment`). Fields that are not here are for everybody.</summary>
    public IReadOnlyDictionary<string, FieldPermission> Permissions { get; }

    internal InputConverter Converter { get; }

    internal NodeResolvers? Nodes { get; }

    internal SchemaPrices Prices { get; }

    internal bool IsSingleton(Type service) => _services.IsSingleton(service);

    internal FieldBinding? Binding(string coordinate) => _bindings.GetValueOrDefault(coordinate);

    internal FieldExecutor Executor(ObjectType type, OutputField field) => field.Name switch
    {
        "__typename" => TypeNameField.Instance,
        "__schema" or "__type" when !_allowIntrospection => throw new GraphQLException("Introspection is not allowed.", "HC0046"),
        _ => _executors.GetValueOrDefault($"{type.Name}.{field.Name}")
            ?? throw new GraphQLException($"The field {type.Name}.{field.Name} cannot be resolved."),
    };

    /// <summary>The object type of a value, found by its type or its nearest base type.</summary>
    internal ObjectType? TypeOf(Type runtimeType, NamedType @abstract) => _derived.GetOrAdd((runtimeType, @abstract), key =>
    {
        for (var type = key.Item1; type is not null; type = type.BaseType)
        {
            if (_objectTypes.TryGetValue(type, out var found) && Schema.PossibleTypes(key.Item2).Contains(found))
            {
                return found;
            }
        }

        return null;
    });

    /// <summary>Whether values of the .NET type are of the object type.</summary>
    internal bool IsTypeOf(ObjectType type, Type runtimeType) => _objectTypes.TryGetValue(runtimeType, out var found) && ReferenceEquals(found, type);

    private ObjectType? WrittenTypeOf(object value)
        => value is IReadOnlyDictionary<string, object?> fields && fields.GetValueOrDefault("__typename") is string name ? Schema.FindType(name) as ObjectType : null;

    private FieldExecutor CreateExecutor(OutputField field)
    {
        if (_written is { } written)
        {
            return new ValueTaskField<object?>(written.Resolve, new DynamicCompleter(field.Type, WrittenTypeOf), keepsContext: true);
        }

        var binding = _bindings.GetValueOrDefault(field.Coordinate)
            ?? throw new SchemaMistakeException($"The field {field.Coordinate} has no resolver.");
        var resolver = binding.Resolver;
        var completer = CompleterFactory.Create(this, field.Type, resolver.ValueType, binding.IdOf);
        var open = resolver.Kind switch
        {
            ResolverKind.Pure => typeof(PureField<>),
            ResolverKind.Synchronous => typeof(SynchronousField<>),
            ResolverKind.Task => typeof(TaskField<>),
            _ => typeof(ValueTaskField<>),
        };
        object[] arguments = resolver.Kind == ResolverKind.Pure ? [resolver.Resolve, completer] : [resolver.Resolve, completer, resolver.KeepsContext];
        var executor = (FieldExecutor)Activator.CreateInstance(open.MakeGenericType(resolver.ValueType), arguments)!;
        executor.BindArguments = resolver.Arguments;
        return binding.Permission is { } permission ? new AuthorizedField(executor, permission) : executor;
    }
}
