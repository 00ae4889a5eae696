using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Which part of a growing list the client wants. https://relay.dev/graphql/connections.htm</summary>
public sealed record PagingArguments
{
    public const int DefaultPageSize = ListPrice.PageSize;
    public const int MaxPageSize = 100;

    public PagingArguments(int? first = null, string? after = null, int? last = null, string? before = null, bool includeTotalCount = false)
    {
        First = first;
        After = after;
        Last = last;
        Before = before;
        IncludeTotalCount = includeTotalCount;
    }

    public int? First { get; init; }
    public string? After { get; init; }
    public int? Last { get; init; }
    public string? Before { get; init; }
    /// <summary>Whether the client selected `totalCount`.</summary>
    public bool IncludeTotalCount { get; init; }
}

/// <summary>A part of an ordered list, with a cursor for each item.</summary>
public sealed class Page<T>(
    IReadOnlyList<T> items, IReadOnlyList<string> cursors, bool hasNextPage, bool hasPreviousPage, int? totalCount = null)
{
    public static Page<T> Empty { get; } = new([], [], false, false, 0);

    public IReadOnlyList<T> Items { get; } = items;
    /// <summary>Opaque, one for each item.</summary>
    public IReadOnlyList<string> Cursors { get; } = cursors;
    public bool HasNextPage { get; } = hasNextPage;
    public bool HasPreviousPage { get; } = hasPreviousPage;
    /// <summary>Null when it was not asked for.</summary>
    public int? TotalCount { get; } = totalCount;

    /// <summary>The page with each item mapped, e.g. from a row to a domain record.</summary>
    public Page<TResult> Select<TResult>(Func<T, TResult> map) => new([.. Items.Select(map)], Cursors, HasNextPage, HasPreviousPage, TotalCount);

    public Connection<T> ToConnection() => new(this);
}

/// <summary>A page in the shape of Relay's connections.</summary>
public sealed class Connection<T>(Page<T> page)
{
    private IReadOnlyList<Edge<T>>? _edges;

    /// <summary>Where this page stands in the list.</summary>
    public ConnectionPageInfo PageInfo { get; } = new(
        page.HasNextPage, page.HasPreviousPage, page.Cursors.Count > 0 ? page.Cursors[0] : null, page.Cursors.Count > 0 ? page.Cursors[^1] : null);

    /// <summary>The items with their cursors.</summary>
    public IReadOnlyList<Edge<T>> Edges => _edges ??= [.. page.Items.Select((item, index) => new Edge<T>(page.Cursors[index], item))];

    /// <summary>The items without cursors.</summary>
    public IReadOnlyList<T> Nodes => page.Items;

    /// <summary>How many items the whole list has.</summary>
    public int TotalCount => page.TotalCount ?? throw new InvalidOperationException("The page was made without its total count.");
}

/// <summary>An item of a connection, and where it stands.</summary>
public sealed record Edge<T>(string Cursor, T Node);

/// <summary>Where a page stands in its list.</summary>
[GraphQLName("PageInfo")]
public sealed record ConnectionPageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);

public static class PageExtensions
{
    public static async Task<Connection<T>> ToConnectionAsync<T>(this Task<Page<T>> page) => (await page).ToConnection();

    public static async ValueTask<Connection<T>> ToConnectionAsync<T>(this ValueTask<Page<T>> page) => (await page).ToConnection();
}
