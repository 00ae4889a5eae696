using System.Collections;
using System.Reflection;

namespace FinFlow.GraphQL.Execution;

/// <summary>A .NET type as a GraphQL type reference sees it: may it be null, is it a list, and of what.</summary>
internal sealed record ClrReference(Type Type, bool Nullable, ClrReference? Item)
{
    public static ClrReference Of(PropertyInfo property) => Of(new NullabilityInfoContext().Create(property));

    public static ClrReference Of(ParameterInfo parameter) => Of(new NullabilityInfoContext().Create(parameter));

    /// <summary>A type without nullability information: not null, unless it is a <see cref="Nullable{T}"/>.</summary>
    public static ClrReference Of(Type type)
    {
        var underlying = System.Nullable.GetUnderlyingType(type);
        var plain = underlying ?? type;
        return new ClrReference(plain, underlying is not null, ItemType(plain) is { } item ? Of(item) : null);
    }

    /// <summary>What a resolver gives in the end: without tasks, and without the result types of <paramref name="results"/>.</summary>
    public static ClrReference OfResult(MethodInfo method, IReadOnlyList<ResultTypeAdapter> results)
    {
        var info = new NullabilityInfoContext().Create(method.ReturnParameter);
        while (IsWrapper(info.Type, results))
        {
            info = info.GenericTypeArguments[0];
        }

        return Of(info);
    }

    public static bool IsWrapper(Type type, IReadOnlyList<ResultTypeAdapter> results)
    {
        var open = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return open == typeof(Task<>) || open == typeof(ValueTask<>) || open == typeof(FieldResult<>)
            || results.Any(result => result.OpenType == open);
    }

    /// <summary>The items' type when the type is a list in GraphQL, else null. Strings and dictionaries are none.</summary>
    public static Type? ItemType(Type type)
    {
        if (type == typeof(string) || typeof(IDictionary).IsAssignableFrom(type))
        {
            return null;
        }

        if (type.IsArray)
        {
            return type.GetElementType();
        }

        var list = type.IsInterface && IsEnumerable(type) ? type : type.GetInterfaces().FirstOrDefault(IsEnumerable);
        return list?.GetGenericArguments()[0];
    }

    /// <summary>Whether the items come over time.</summary>
    public static bool IsAsyncList(Type type) => (type.IsInterface ? type.GetInterfaces().Prepend(type) : type.GetInterfaces())
        .Any(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));

    private static bool IsEnumerable(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(IEnumerable<>) || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));

    private static ClrReference Of(NullabilityInfo info)
    {
        var underlying = System.Nullable.GetUnderlyingType(info.Type);
        var plain = underlying ?? info.Type;
        var nullable = underlying is not null || (!plain.IsValueType && info.ReadState == NullabilityState.Nullable);
        return new ClrReference(plain, nullable, ItemOf(plain, info));
    }

    private static ClrReference? ItemOf(Type type, NullabilityInfo info)
    {
        if (ItemType(type) is not { } item)
        {
            return null;
        }

        var itemInfo = info.ElementType ?? info.GenericTypeArguments.FirstOrDefault(argument => argument.Type == item);
        return itemInfo is null ? Of(item) : Of(itemInfo);
    }
}
