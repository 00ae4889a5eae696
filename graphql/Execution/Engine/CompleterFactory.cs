using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Chooses how values of a .NET type are written as a GraphQL type.</summary>
internal static class CompleterFactory
{
    public static object Create(ExecutableSchema schema, GraphQLType type, Type runtimeType, string? idOf = null, bool isOuter = true)
    {
        if (Nullable.GetUnderlyingType(runtimeType) is { } underlying)
        {
            return Make(typeof(NullableCompleter<>), [underlying], Create(schema, type, underlying, idOf, isOuter));
        }

        switch (type.Nullable)
        {
            case ListType list:
                var item = ClrReference.ItemType(runtimeType)
                    ?? throw new SchemaMistakeException($"A {runtimeType} cannot be written as the list {type}.");
                return Make(
                    ClrReference.IsAsyncList(runtimeType) ? typeof(AsyncListCompleter<,>) : typeof(ListCompleter<,>), [runtimeType, item],
                    Create(schema, list.OfType, item, idOf, isOuter: false), !list.OfType.IsNonNull, isOuter);
            case ScalarType { Behavior: IdScalar } when idOf is not null:
                return Make(typeof(NodeIdCompleter<>), [runtimeType], idOf);
            case ScalarType scalar:
                return Specified(scalar, runtimeType) ?? Make(typeof(ScalarCompleter<>), [runtimeType], scalar.Behavior);
            case EnumType values when runtimeType.IsEnum:
                return Make(typeof(EnumCompleter<>), [runtimeType], values);
            case ObjectType objectType:
                return Make(typeof(ObjectCompleter<>), [runtimeType], objectType);
            case InterfaceType node when runtimeType == typeof(NodeReference):
                return new NodeCompleter(schema.Nodes!, new AbstractCompleter<object?>(node, schema));
            case InterfaceType or UnionType:
                return Make(typeof(AbstractCompleter<>), [runtimeType], type.Named, schema);
            default:
                throw new SchemaMistakeException($"A {runtimeType} cannot be written as {type}.");
        }
    }

    private static object? Specified(ScalarType scalar, Type runtimeType) => scalar.Behavior switch
    {
        StringScalar or IdScalar when runtimeType == typeof(string) => new TextCompleter(),
        IntScalar when runtimeType == typeof(int) => new IntCompleter(),
        BooleanScalar when runtimeType == typeof(bool) => new BooleanCompleter(),
        _ => null,
    };

    private static object Make(Type open, Type[] types, params object[] arguments) => Activator.CreateInstance(open.MakeGenericType(types), arguments)!;
}
