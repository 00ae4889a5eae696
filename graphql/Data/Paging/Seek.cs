using System.Linq.Expressions;

namespace FinFlow.GraphQL.Data;

/// <summary>The predicate "comes after these key values": `k1 > v1 or (k1 = v1 and k2 > v2) …`, which an index over the keys can answer.</summary>
internal static class Seek
{
    public static Expression<Func<T, bool>> After<T>(IReadOnlyList<OrderKey> keys, object[] values, bool reversed)
    {
        var item = Expression.Parameter(typeof(T), "item");
        Expression? any = null;
        Expression? equalSoFar = null;
        for (var i = 0; i < keys.Count; i++)
        {
            var key = new ReplaceParameter(keys[i].Selector.Parameters[0], item).Visit(keys[i].Selector.Body);
            var value = Parameter(values[i], keys[i].ValueType);
            var further = Compare(key, value, greater: keys[i].Descending == reversed);
            var here = equalSoFar is null ? further : Expression.AndAlso(equalSoFar, further);
            any = any is null ? here : Expression.OrElse(any, here);
            var equal = Expression.Equal(key, value);
            equalSoFar = equalSoFar is null ? equal : Expression.AndAlso(equalSoFar, equal);
        }

        return Expression.Lambda<Func<T, bool>>(any!, item);
    }

    private static BinaryExpression Compare(Expression key, Expression value, bool greater)
    {
        if (key.Type == typeof(string))
        {
            var order = Expression.Call(typeof(string), nameof(string.Compare), null, key, value);
            return greater ? Expression.GreaterThan(order, Expression.Constant(0)) : Expression.LessThan(order, Expression.Constant(0));
        }

        return greater ? Expression.GreaterThan(key, value) : Expression.LessThan(key, value);
    }

    // A member of a constant becomes a SQL parameter, so that the statement's plan is found again; a bare constant would not.
    private static MemberExpression Parameter(object value, Type type)
    {
        var box = Activator.CreateInstance(typeof(Box<>).MakeGenericType(type), value)!;
        return Expression.Property(Expression.Constant(box), nameof(Box<>.Value));
    }

    private sealed record Box<TValue>(TValue Value);

    private sealed class ReplaceParameter(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
