using System.Linq.Expressions;

namespace FinFlow.GraphQL.Data;

/// <summary>One key of a list's order. Its values are never null: what is null in the database counts as the type's least value.</summary>
internal sealed record OrderKey(LambdaExpression Selector, bool Descending)
{
    public Type ValueType => Selector.ReturnType;
}

/// <summary>Reads the order of a query, and gives it a unique last key, so that no item is on two pages or on none.</summary>
internal static class OrderKeys
{
    private const string UniqueKey = "Id";

    public static bool IsOrdered(Expression expression)
        => expression is MethodCallExpression { Method: { DeclaringType: { } type, Name: "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" } }
            && type == typeof(Queryable);

    /// <summary>The query without its order, and its keys, most significant first.</summary>
    public static (IQueryable<T> Unordered, IReadOnlyList<OrderKey> Keys) Take<T>(IQueryable<T> source)
    {
        var keys = new List<OrderKey>();
        var expression = source.Expression;
        while (IsOrdered(expression))
        {
            var call = (MethodCallExpression)expression;
            var selector = (LambdaExpression)((UnaryExpression)call.Arguments[1]).Operand;
            keys.Insert(0, new OrderKey(WithoutNull(selector), call.Method.Name.EndsWith("Descending", StringComparison.Ordinal)));
            expression = call.Arguments[0];
        }

        if (keys.All(key => key.Selector.Body is not MemberExpression { Member.Name: UniqueKey }))
        {
            keys.Add(new OrderKey(UniqueOf<T>(), Descending: keys.Count > 0 && keys[^1].Descending));
        }

        return (source.Provider.CreateQuery<T>(expression), keys);
    }

    public static IQueryable<T> Apply<T>(IQueryable<T> source, IReadOnlyList<OrderKey> keys, bool reversed)
    {
        var expression = source.Expression;
        for (var i = 0; i < keys.Count; i++)
        {
            var method = (i == 0 ? "OrderBy" : "ThenBy") + (keys[i].Descending != reversed ? "Descending" : "");
            expression = Expression.Call(typeof(Queryable), method, [typeof(T), keys[i].ValueType], expression, Expression.Quote(keys[i].Selector));
        }

        return source.Provider.CreateQuery<T>(expression);
    }

    private static LambdaExpression UniqueOf<T>()
    {
        var property = typeof(T).GetProperty(UniqueKey)
            ?? throw new InvalidOperationException($"A page of {typeof(T).Name} needs a unique last key; it has no {UniqueKey}, so order by one.");
        var item = Expression.Parameter(typeof(T), "item");
        return Expression.Lambda(Expression.Property(item, property), item);
    }

    // Databases disagree about where null sorts, and null compares with nothing, so that a seek would lose it.
    private static LambdaExpression WithoutNull(LambdaExpression selector)
    {
        var type = selector.ReturnType;
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Expression.Lambda(Expression.Coalesce(selector.Body, Expression.Constant(LeastOf(value), value)), selector.Parameters);
        }

        return type == typeof(string) && selector.Body is MemberExpression { Member: System.Reflection.PropertyInfo property }
            && new System.Reflection.NullabilityInfoContext().Create(property).ReadState == System.Reflection.NullabilityState.Nullable
            ? Expression.Lambda(Expression.Coalesce(selector.Body, Expression.Constant("")), selector.Parameters)
            : selector;
    }

    private static object LeastOf(Type type)
        => type.GetField("MinValue")?.GetValue(null) ?? Activator.CreateInstance(type)!;
}
