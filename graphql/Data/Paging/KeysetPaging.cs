using FinFlow.GraphQL.Execution;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.GraphQL.Data;

public static class KeysetPaging
{
    /// <summary>
    /// One page in one statement, found by the keys of the query's order and never by an offset; a second statement counts when `totalCount`
    /// is selected. https://relay.dev/graphql/connections.htm#sec-Pagination-algorithm
    /// </summary>
    /// <exception cref="GraphQLException">The arguments contradict each other, exceed the limit, or hold a cursor of another list.</exception>
    public static async Task<Page<T>> ToPageAsync<T>(
        this IQueryable<T> source, PagingArguments arguments, CancellationToken cancellationToken, int maxPageSize = PagingArguments.MaxPageSize)
    {
        var slice = PageSlice.Of(arguments, maxPageSize);
        var (rows, selector) = Projection.Take(source);
        var (unordered, keys) = OrderKeys.Take(rows);
        var page = OrderKeys.Apply(slice.Restrict(unordered, keys), keys, reversed: slice.IsBackward).Take(slice.Size + 1);
        var items = await (selector is null ? page : page.Select(Projection.WithKeys(selector, keys))).ToListAsync(cancellationToken);
        return slice.ToPage(items, keys, arguments.IncludeTotalCount ? await unordered.CountAsync(cancellationToken) : null);
    }
}
