using FinFlow.GraphQL.Execution;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.GraphQL.Data;

public static class KeysetPaging
{
    private const string PageSizeCode = "HC0051";

    /// <summary>
    /// One page in one statement, found by the keys of the query's order and never by an offset; a second statement counts when `totalCount`
    /// is selected. https://relay.dev/graphql/connections.htm#sec-Pagination-algorithm
    /// </summary>
    /// <exception cref="GraphQLException">The arguments contradict each other, exceed the limit, or hold a cursor of another list.</exception>
    public static async Task<Page<T>> ToPageAsync<T>(
        this IQueryable<T> source, PagingArguments arguments, CancellationToken cancellationToken, int maxPageSize = PagingArguments.MaxPageSize)
    {
        var (size, backward) = SizeOf(arguments, maxPageSize);
        var (unordered, keys) = OrderKeys.Take(source);
        var part = unordered;
        if (arguments.After is { } after)
        {
            part = part.Where(Seek.After<T>(keys, Cursor.Read(after, keys), reversed: false));
        }

        if (arguments.Before is { } before)
        {
            part = part.Where(Seek.After<T>(keys, Cursor.Read(before, keys), reversed: true));
        }

        // One more than asked for tells whether there is a further page.
        var rows = await OrderKeys.Apply(part, keys, reversed: backward).Take(size + 1).ToListAsync(cancellationToken);
        var more = rows.Count > size;
        if (more)
        {
            rows.RemoveAt(size);
        }

        if (backward)
        {
            rows.Reverse();
        }

        return new Page<T>(
            rows,
            [.. rows.Select(row => Cursor.Of(row, keys))],
            hasNextPage: backward ? arguments.Before is not null : more,
            hasPreviousPage: backward ? more : arguments.After is not null,
            arguments.IncludeTotalCount ? await unordered.CountAsync(cancellationToken) : null);
    }

    private static (int Size, bool Backward) SizeOf(PagingArguments arguments, int maxPageSize)
    {
        if (arguments is { First: not null, Last: not null })
        {
            throw new GraphQLException("Ask for `first` or `last`, not for both.", PageSizeCode);
        }

        var size = arguments.First ?? arguments.Last ?? Math.Min(PagingArguments.DefaultPageSize, maxPageSize);
        return size switch
        {
            < 0 => throw new GraphQLException($"A page cannot have {size} items.", PageSizeCode),
            _ when size > maxPageSize => throw new GraphQLException($"A page has at most {maxPageSize} items; {size} were asked for.", PageSizeCode),
            _ => (size, arguments.Last is not null),
        };
    }
}
