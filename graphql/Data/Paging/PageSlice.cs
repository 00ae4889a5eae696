using FinFlow.GraphQL.Execution;

namespace FinFlow.GraphQL.Data;

/// <summary>Which part of a list is read: one item more than asked for, which tells whether there is a further page.</summary>
internal sealed record PageSlice(PagingArguments Arguments, int Size, bool IsBackward)
{
    private const string PageSizeCode = "HC0051";

    /// <exception cref="GraphQLException">The arguments contradict each other, or exceed the limit.</exception>
    public static PageSlice Of(PagingArguments arguments, int maxPageSize)
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
            _ => new PageSlice(arguments, size, arguments.Last is not null),
        };
    }

    public IQueryable<T> Restrict<T>(IQueryable<T> source, IReadOnlyList<OrderKey> keys)
    {
        if (Arguments.After is { } after)
        {
            source = source.Where(Seek.After<T>(keys, Cursor.Read(after, keys), reversed: false));
        }

        return Arguments.Before is { } before ? source.Where(Seek.After<T>(keys, Cursor.Read(before, keys), reversed: true)) : source;
    }

    public Page<T> ToPage<T>(List<T> rows, IReadOnlyList<OrderKey> keys, int? totalCount)
    {
        var more = rows.Count > Size;
        if (more)
        {
            rows.RemoveAt(Size);
        }

        if (IsBackward)
        {
            rows.Reverse();
        }

        return new Page<T>(
            rows,
            [.. rows.Select(row => Cursor.Of(row, keys))],
            hasNextPage: IsBackward ? Arguments.Before is not null : more,
            hasPreviousPage: IsBackward ? more : Arguments.After is not null,
            totalCount);
    }
}
