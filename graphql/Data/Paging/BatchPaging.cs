using System.Linq.Expressions;
using FinFlow.GraphQL.Execution;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.GraphQL.Data;

public static class BatchPaging
{
    /// <summary>
    /// A page for each key in one statement for all of them, by a window function; a second statement counts when `totalCount` is selected.
    /// A key without items is missing in the answer.
    /// </summary>
    /// <exception cref="GraphQLException">The arguments contradict each other, exceed the limit, or hold a cursor of another list.</exception>
    public static async Task<Dictionary<TKey, Page<T>>> ToBatchPageAsync<T, TKey>(
        this IQueryable<T> source, Expression<Func<T, TKey>> keySelector, PagingArguments arguments, CancellationToken cancellationToken,
        int maxPageSize = PagingArguments.MaxPageSize) where TKey : notnull
    {
        var slice = PageSlice.Of(arguments, maxPageSize);
        var (rows, selector) = Projection.Take(source);
        var (unordered, keys) = OrderKeys.Take(rows);
        var groups = await slice.Restrict(unordered, keys).GroupBy(keySelector)
            .Select(FirstOf<T, TKey>(keys, slice, selector is null ? null : Projection.WithKeys(selector, keys))).ToListAsync(cancellationToken);
        var counts = arguments.IncludeTotalCount
            ? await unordered.GroupBy(keySelector).Select(group => new { group.Key, Count = group.Count() })
                .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken)
            : null;
        return groups.ToDictionary(group => group.Key, group => slice.ToPage(group.Items, keys, counts?[group.Key]));
    }

    // group => new Group { Key = group.Key, Items = group.OrderBy(…).Take(n).ToList() }
    private static Expression<Func<IGrouping<TKey, T>, Group<TKey, T>>> FirstOf<T, TKey>(
        IReadOnlyList<OrderKey> keys, PageSlice slice, Expression<Func<T, T>>? selector)
    {
        var group = Expression.Parameter(typeof(IGrouping<TKey, T>), "group");
        Expression items = group;
        for (var i = 0; i < keys.Count; i++)
        {
            var method = (i == 0 ? "OrderBy" : "ThenBy") + (keys[i].Descending != slice.IsBackward ? "Descending" : "");
            items = Expression.Call(typeof(Enumerable), method, [typeof(T), keys[i].ValueType], items, keys[i].Selector);
        }

        items = Expression.Call(typeof(Enumerable), nameof(Enumerable.Take), [typeof(T)], items, Expression.Constant(slice.Size + 1));
        items = selector is null ? items : Expression.Call(typeof(Enumerable), nameof(Enumerable.Select), [typeof(T), typeof(T)], items, selector);
        items = Expression.Call(typeof(Enumerable), nameof(Enumerable.ToList), [typeof(T)], items);
        var body = Expression.MemberInit(
            Expression.New(typeof(Group<TKey, T>)),
            Expression.Bind(typeof(Group<TKey, T>).GetProperty(nameof(Group<,>.Key))!, Expression.Property(group, nameof(IGrouping<,>.Key))),
            Expression.Bind(typeof(Group<TKey, T>).GetProperty(nameof(Group<,>.Items))!, items));
        return Expression.Lambda<Func<IGrouping<TKey, T>, Group<TKey, T>>>(body, group);
    }

    private sealed class Group<TKey, T>
    {
        public TKey Key { get; init; } = default!;

        public List<T> Items { get; init; } = [];
    }
}
