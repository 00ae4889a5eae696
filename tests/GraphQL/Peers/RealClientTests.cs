using System.Globalization;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

public sealed record Book([property: ID] string Id, string Title);

public sealed class Library
{
    public List<Book> Books { get; } = [.. Enumerable.Range(1, 5).Select(number => new Book($"b{number}", $"Volume {number}"))];
}

[QueryType]
public static class LibraryQueries
{
    public static string Hello() => "Hello World";

    public static Page<Book> GetBooks(PagingArguments paging, Library library)
    {
        var skipped = paging.After is { } after ? int.Parse(after, CultureInfo.InvariantCulture) : 0;
        Book[] page = [.. library.Books.Skip(skipped).Take(paging.First ?? 20)];
        return new Page<Book>(
            page, [.. page.Select((_, index) => (skipped + index + 1).ToString(CultureInfo.InvariantCulture))],
            skipped + page.Length < library.Books.Count, skipped > 0, library.Books.Count);
    }
}

[MutationType]
public static class LibraryMutations
{
    public static Book AddBook(string title, Library library)
    {
        var book = new Book($"b{library.Books.Count + 1}", title);
        library.Books.Add(book);
        return book;
    }
}

/// <summary>What applications use, from npm and unmodified: queries, mutations, subscriptions, persisted queries, pages.</summary>
public sealed class RealClientTests
{
    [Fact]
    public async Task Apollo_urql_graphql_ws_and_graphql_sse_work()
    {
        var services = new ServiceCollection().AddSingleton<Library>();
        services.AddGraphQLServer("library").AddType(typeof(LibraryQueries)).AddType(typeof(LibraryMutations)).AddType(typeof(AuditSubscriptions));
        await using var provider = services.BuildServiceProvider();
        await using var server = await GraphQLServer.StartAsync(executor: provider.GetRequiredService<IRequestExecutor>());

        var seen = await Peers.RunAsync("clients.mjs", server.Url.ToString(), server.SocketUrl.ToString());

        Assert.Equal(
            """
            apollo query {"hello":"Hello World"}
            apollo mutation {"addBook":{"__typename":"Book","id":"b6","title":"By Apollo"}}
            apollo refusal ["Cannot query field \"nothing\" on type \"Query\"."]
            apollo pages ["b1","b2","b3","b4"]
            apollo persisted {"hello":"Hello World"}
            apollo persisted again {"hello":"Hello World"}
            apollo persisted requests 3
            apollo subscription [{"count":1},{"count":2},{"count":3}]
            urql query {"hello":"Hello World"}
            urql mutation {"addBook":{"title":"By urql"}}
            urql refusal ["Cannot query field \"nothing\" on type \"Query\"."]
            urql get {"books":{"nodes":[{"title":"Volume 1"}]}}
            urql subscription [{"count":1},{"count":2}]
            urql subscription over http [{"count":1},{"count":2}]
            graphql-ws query [{"hello":"Hello World"}]
            graphql-ws mutation [{"addBook":{"title":"By ws"}}]
            graphql-ws subscription [{"count":1},{"count":2},{"count":3}]
            graphql-ws refusal ["Cannot query field \"nothing\" on type \"Query\"."]
            graphql-sse query [{"hello":"Hello World"}]
            graphql-sse mutation [{"addBook":{"title":"By sse"}}]
            graphql-sse subscription [{"count":1},{"count":2},{"count":3}]
            """,
            seen.Trim());
    }
}
