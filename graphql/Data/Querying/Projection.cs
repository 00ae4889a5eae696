using System.Linq.Expressions;
using System.Reflection;

namespace FinFlow.GraphQL.Data;

/// <summary>Selectors of some of a row's columns: `row => new Row { Id = row.Id, … }`, which a database reads no more than.</summary>
internal static class Projection
{
    /// <summary>Null when a row cannot be made of some of its properties alone; then all columns are read.</summary>
    public static Expression<Func<T, T>>? Of<T>(IEnumerable<string> names)
    {
        var properties = names.Select(name => typeof(T).GetProperty(name)).ToArray();
        if (typeof(T).IsValueType || typeof(T).GetConstructor([]) is null || Array.Exists(properties, property => property is not { CanWrite: true }))
        {
            return null;
        }

        var row = Expression.Parameter(typeof(T), "row");
        return Expression.Lambda<Func<T, T>>(Initialize(row, properties!), row);
    }

    /// <summary>Takes the selector off a query, because the keys of its order may not be among what it selects.</summary>
    public static (IQueryable<T> Rows, Expression<Func<T, T>>? Selector) Take<T>(IQueryable<T> source)
        => source.Expression is MethodCallExpression { Method: { Name: nameof(Queryable.Select) } method, Arguments: [var inner, UnaryExpression { Operand: Expression<Func<T, T>> { Body: MemberInitExpression } selector }] }
            && method.DeclaringType == typeof(Queryable)
            ? (source.Provider.CreateQuery<T>(inner), selector)
            : (source, null);

    /// <summary>The selector, and what cursors are made of.</summary>
    public static Expression<Func<T, T>> WithKeys<T>(Expression<Func<T, T>> selector, IReadOnlyList<OrderKey> keys)
    {
        var selected = ((MemberInitExpression)selector.Body).Bindings.Select(binding => (PropertyInfo)binding.Member);
        var members = new MembersOf(typeof(T));
        foreach (var key in keys)
        {
            members.Visit(key.Selector.Body);
        }

        var row = selector.Parameters[0];
        return Expression.Lambda<Func<T, T>>(Initialize(row, selected.Union(members.Found)), row);
    }

    private static MemberInitExpression Initialize(ParameterExpression row, IEnumerable<PropertyInfo> properties)
        => Expression.MemberInit(Expression.New(row.Type), properties.Select(property => Expression.Bind(property, Expression.Property(row, property))));

    private sealed class MembersOf(Type type) : ExpressionVisitor
    {
        public HashSet<PropertyInfo> Found { get; } = [];

        protected override Expression VisitMember(MemberExpression node)
        {
            if (node is { Member: PropertyInfo property, Expression: ParameterExpression parameter } && parameter.Type == type)
            {
                Found.Add(property);
            }

            return base.VisitMember(node);
        }
    }
}
