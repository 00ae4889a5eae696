using System.Runtime.CompilerServices;
using System.Security.Claims;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

/// <summary>Who writes books.</summary>
[Node]
public sealed record Author([property: ID] int Id, string Name)
{
    [NodeResolver]
    public static Author? Get(int id) => id < 100 ? new Author(id, $"Author {id}") : null;
}

[Node]
public sealed record Novel([property: ID] Guid Id, string Title, [property: ID<Author>] int AuthorId, [property: ID<Author>] IReadOnlyList<int> Readers);

public sealed record Diary([property: ID] string Id);

public sealed record NovelDraft(string Title, [property: ID<Author>] int AuthorId, [ID<Author>] IReadOnlyList<int>? Readers = null);

[QueryType]
public static class ArchiveQueries
{
    [NodeResolver]
    public static async Task<Novel?> GetNovelAsync([ID<Novel>] Guid id, INovelByIdDataLoader novels, CancellationToken cancellationToken)
        => await novels.LoadAsync(id, cancellationToken);

    [NodeResolver, Authorize("library:diaries")]
    public static Diary GetDiary([ID<Diary>] string id) => new(id);

    public static IReadOnlyList<int> GetKeys([ID] IReadOnlyList<int> ids) => ids;
}

[MutationType]
public static class ArchiveMutations
{
    public static Novel AddNovel(NovelDraft input) => new(Guid.Empty, input.Title, input.AuthorId, input.Readers ?? []);
}

[SubscriptionType]
public static class ArchiveSubscriptions
{
    [Subscribe, Topic("lent/{book}")]
    public static string OnLent([ID<Novel>] Guid book, [EventMessage] string reader) => $"{book:N} {reader}";
}

public static class NovelLoaders
{
    [DataLoader]
    internal static Task<IReadOnlyDictionary<Guid, Novel>> GetNovelByIdAsync(IReadOnlyList<Guid> ids, FetchLog log, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        log.Lines.Add($"novels {ids.Count}");
        return Task.FromResult<IReadOnlyDictionary<Guid, Novel>>(
            ids.Where(id => id != Guid.Empty).ToDictionary(id => id, id => new Novel(id, $"Novel {id:N}"[..8], 7, [1, 2])));
    }
}

[Node]
public sealed record Orphan([property: ID] string Id);

/// <summary>https://relay.dev/graphql/objectidentification.htm</summary>
public sealed class NodeTests
{
    private static readonly string One = Id("Novel:11111111-0000-0000-0000-000000000000");
    private static readonly string Two = Id("Novel:22222222-0000-0000-0000-000000000000");

    [Fact]
    public async Task Schema_Should_Have_Node_And_Nodes()
    {
        await using var library = Library();

        Assert.Equal(await File.ReadAllTextAsync(Beside("Nodes.graphql")), SchemaPrinter.Print(library.GetRequiredService<IRequestExecutor>().Schema));
    }

    [Fact]
    public async Task Id_That_A_Field_Gives_Should_Find_The_Object_Again()
    {
        await using var library = Library();

        var answer = await AskAsync(library, $$$"""{ novel(id: "{{{One}}}") { id title authorId readers } }""");

        Assert.Equal(
            $$$$$"""{"data":{"novel":{"id":"{{{{{One}}}}}","title":"Novel 11","authorId":"{{{{{Id("Author:7")}}}}}","readers":["{{{{{Id("Author:1")}}}}}","{{{{{Id("Author:2")}}}}}"]}}}""", answer);
        Assert.Equal(
            $$$$$"""{"data":{"node":{"__typename":"Author","id":"{{{{{Id("Author:7")}}}}}","name":"Author 7"}}}""",
            await AskAsync(library, $$$"""{ node(id: "{{{Id("Author:7")}}}") { __typename id ... on Author { name } } }"""));
    }

    [Fact]
    public async Task Nodes_Should_Be_Found_In_One_Fetch_And_In_Their_Order()
    {
        await using var library = Library();

        var answer = await AskAsync(library, $$$"""{ nodes(ids: ["{{{Two}}}", "{{{Id($"Novel:{Guid.Empty}")}}}", "{{{One}}}"]) { ... on Novel { title } } }""");

        Assert.Equal("""{"data":{"nodes":[{"title":"Novel 22"},null,{"title":"Novel 11"}]}}""", answer);
        Assert.Equal(["novels 3"], library.GetRequiredService<FetchLog>().Lines);
    }

    [Fact]
    public async Task One_Bad_Id_Should_Not_Cost_The_Others()
    {
        await using var library = Library();

        var answer = await AskAsync(library, $$$"""{ nodes(ids: ["nonsense", "{{{One}}}", "{{{Id("Shelf:1")}}}"]) { id } }""");

        Assert.Equal(
            $$$"""{"data":{"nodes":[null,{"id":"{{{One}}}"},null]},"errors":["""
                + """{"message":"`nonsense` is not the id of an object.","locations":[{"line":1,"column":3}],"path":["nodes",0],"extensions":{"code":"NODE_ID_INVALID"}},"""
                + $$$"""{"message":"`{{{Id("Shelf:1")}}}` is not the id of an object.","locations":[{"line":1,"column":3}],"path":["nodes",2],"extensions":{"code":"NODE_ID_INVALID"}}]}""",
            answer);
    }

    [Fact]
    public async Task Nodes_Should_Be_Refused_When_There_Are_Too_Many()
    {
        await using var library = Library();

        Assert.Equal(
            """{"data":null,"errors":[{"message":"At most 3 nodes can be fetched at once; 4 were asked for.","locations":[{"line":1,"column":3}],"path":["nodes"],"extensions":{"code":"HC0076"}}]}""",
            await AskAsync(library, """{ nodes(ids: ["a", "b", "c", "d"]) { id } }"""));
    }

    [Fact]
    public async Task Id_Of_Another_Type_Should_Be_Refused()
    {
        await using var library = Library();
        var author = Id("Author:7");

        Assert.Equal(
            $$$"""{"data":{"novel":null},"errors":[{"message":"`{{{author}}}` is the id of a Author, not of a Novel.","locations":[{"line":1,"column":3}],"path":["novel"],"extensions":{"code":"NODE_ID_INVALID"}}]}""",
            await AskAsync(library, $$$"""{ novel(id: "{{{author}}}") { title } }"""));
        Assert.Equal(
            $$$"""{"data":{"node":null},"errors":[{"message":"`{{{Id("Author:x")}}}` is not the id of an object.","locations":[{"line":1,"column":3}],"path":["node"],"extensions":{"code":"NODE_ID_INVALID"}}]}""",
            await AskAsync(library, $$$"""{ node(id: "{{{Id("Author:x")}}}") { id } }"""));
    }

    [Fact]
    public async Task Node_Should_Demand_What_Its_Resolver_Demands()
    {
        await using var library = Library();
        var document = $$$"""{ node(id: "{{{Id("Diary:d1")}}}") { __typename } }""";

        Assert.Equal(
            """{"data":{"node":null},"errors":[{"message":"The current user is not authorized to access this resource.","locations":[{"line":1,"column":3}],"path":["node"],"extensions":{"code":"AUTH_NOT_AUTHENTICATED"}}]}""",
            await AskAsync(library, document));
        Assert.Equal(
            """{"data":{"node":null},"errors":[{"message":"The current user is not authorized to access this resource.","locations":[{"line":1,"column":3}],"path":["node"],"extensions":{"code":"AUTH_NOT_AUTHORIZED"}}]}""",
            await AskAsync(library, document, new ClaimsPrincipal(new ClaimsIdentity("test"))));
        Assert.Equal(
            """{"data":{"node":{"__typename":"Diary"}}}""",
            await AskAsync(library, document, new ClaimsPrincipal(new ClaimsIdentity([new Claim("permission", "library:diaries")], "test"))));
    }

    [Fact]
    public async Task Ids_That_Come_In_Should_Be_What_Went_Out()
    {
        await using var library = Library();

        Assert.Equal("""{"data":{"keys":[7,8]}}""", await AskAsync(library, $$$"""{ keys(ids: ["{{{Id("Author:7")}}}", "{{{Id("Reader:8")}}}"]) }"""));
        Assert.Equal(
            $$$$$"""{"data":{"addNovel":{"novel":{"authorId":"{{{{{Id("Author:7")}}}}}","readers":["{{{{{Id("Author:9")}}}}}"]}}}}""",
            await AskAsync(library, $$$"""mutation { addNovel(input: { title: "New", authorId: "{{{Id("Author:7")}}}", readers: ["{{{Id("Author:9")}}}"] }) { novel { authorId readers } } }"""));
    }

    [Fact]
    public async Task Topic_Should_Be_Named_By_The_Key()
    {
        await using var library = Library();
        await using var result = await library.GetRequiredService<IRequestExecutor>()
            .ExecuteAsync(ShopServer.Request($$$"""subscription { lent(book: "{{{One}}}") }"""), CancellationToken.None);
        var events = ((ResponseStream)result).Results.GetAsyncEnumerator();
        var first = events.MoveNextAsync().AsTask();

        await library.GetRequiredService<ITopicEventSender>().SendAsync("lent/11111111-0000-0000-0000-000000000000", "Ann", CancellationToken.None);

        Assert.True(await first);
        Assert.Equal("""{"data":{"lent":"11111111000000000000000000000000 Ann"}}""", events.Current.Body.ToString());
        await events.DisposeAsync();
    }

    [Fact]
    public async Task Nodes_Should_Cost_As_Many_As_They_Are()
    {
        await using var library = Library();
        var request = ShopServer.Request("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", """{ "ids": ["a", "b"] }""") with
        {
            Headers = new Dictionary<string, string> { ["GraphQL-Cost"] = "validate" },
        };

        await using var result = await library.GetRequiredService<IRequestExecutor>().ExecuteAsync(request, CancellationToken.None);

        Assert.Equal("""{"extensions":{"operationCost":{"fieldCost":10,"typeCost":3}}}""", ((OperationResult)result).Body.ToString());
    }

    [Fact]
    public void Schema_Should_Be_Refused_When_Nobody_Finds_A_Node()
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer("orphans").AddType<Orphan>().AddType(typeof(ShelfQueries)).AddGlobalObjectIdentification();
        using var provider = services.BuildServiceProvider();

        var refused = Assert.Throws<SchemaMistakeException>(provider.GetRequiredService<IRequestExecutor>);

        Assert.Equal("Orphan is a [Node], but no [NodeResolver] finds one.", refused.Message);
    }

    private static string Beside(string file, [CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, file);

    private static string Id(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private static ServiceProvider Library()
    {
        var services = new ServiceCollection();
        services.AddSingleton<FetchLog>().AddTestsDataLoaders().AddGraphQLServer("library")
            .AddType(typeof(ArchiveQueries)).AddType(typeof(ArchiveMutations)).AddType(typeof(ArchiveSubscriptions)).AddType<Author>()
            .AddMutationConventions().AddInMemorySubscriptions().AddAuthorization<ArchivePolicies>()
            .AddGlobalObjectIdentification(options => options.MaxAllowedNodeBatchSize = 3);
        return services.BuildServiceProvider();
    }

    private static async Task<string> AskAsync(IServiceProvider services, string document, ClaimsPrincipal? user = null)
    {
        await using var result = await services.GetRequiredService<IRequestExecutor>().ExecuteAsync(ShopServer.Request(document, null, user), CancellationToken.None);
        return ((OperationResult)result).Body.ToString();
    }
}

public sealed class ArchivePolicies : IAuthorizationPolicyEvaluator
{
    public bool Knows(string policy) => policy == "library:diaries";

    public async ValueTask<bool> IsAllowedAsync(ClaimsPrincipal user, string policy, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return user.HasClaim("permission", policy);
    }
}
