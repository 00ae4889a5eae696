using System.Linq.Expressions;
using FinFlow.GraphQL.Execution;

namespace FinFlow.GraphQL.Data;

public static class QueryContextExtensions
{
    /// <summary>
    /// Applies what the client asked for. <paramref name="order"/> completes the client's order, e.g. by a default and a unique last key.
    /// </summary>
    public static IQueryable<T> With<T>(this IQueryable<T> source, QueryContext<T> query, Func<SortDefinition<T>, SortDefinition<T>>? order = null)
    {
        if (query.Predicate is { } predicate)
        {
            source = source.Where(predicate);
        }

        var sorting = query.Sorting ?? SortDefinition<T>.Empty;
        source = (order?.Invoke(sorting) ?? sorting).Keys.Aggregate(source, OrderBy);
        return query.Selector is { } selector ? source.Select(selector) : source;
    }

    private static IQueryable<T> OrderBy<T>(IQueryable<T> source, SortKey<T> key)
    {
        var next = OrderKeys.IsOrdered(source.Expression);
        var method = (next, key.Descending) switch
        {
            (false, false) => nameof(Queryable.OrderBy),
            (false, true) => nameof(Queryable.OrderByDescending),
            (true, false) => nameof(Queryable.ThenBy),
            _ => nameof(Queryable.ThenByDescending),
        };
        return source.Provider.CreateQuery<T>(Expression.Call(
            typeof(Queryable), method, [typeof(T), key.Key.ReturnType], source.Expression, Expression.Quote(key.Key)));
    }
}
