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
        var (unordered, keys) = OrderKeys.Take(source);
        var rows = await OrderKeys.Apply(slice.Restrict(unordered, keys), keys, reversed: slice.IsBackward)
            .Take(slice.Size + 1).ToListAsync(cancellationToken);
        return slice.ToPage(rows, keys, arguments.IncludeTotalCount ? await unordered.CountAsync(cancellationToken) : null);
    }
}
