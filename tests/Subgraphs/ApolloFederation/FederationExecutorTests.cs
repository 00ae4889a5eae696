using System.Text;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using FinFlow.Subgraph;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Subgraphs.Tests;

public sealed record Shelf(string Hall, int Number);

public sealed record Volume([property: ID] string Id, [property: Shareable] string Title);

[ObjectType<Volume>]
public static class VolumeNode
{
    public static string GetLabel([Parent] Volume volume, [Require("shelf.{ hall, number }")] ShelfInput place) => $"{volume.Title} in {place.Hall}, {place.Number}";

    public static string GetSecret([Parent] Volume volume) => volume.Id == "v0" ? "none" : throw new GraphQLException($"{volume.Title} is locked.", "LOCKED");
}

public sealed record ShelfInput(string Hall, int Number);

[QueryType]
public static class VolumeQueries
{
    public static string Library() => "Main";

    [Lookup]
    public static Volume? GetVolume([ID] string id, LoadedVolumes loaded) => loaded.Find(id);

    [Lookup, Internal]
    public static Shelf GetShelf([Is("hall")] string inHall, int number) => new(inHall, number);
}

public sealed class LoadedVolumes
{
    public List<string> Asked { get; } = [];

    public Volume? Find(string id)
    {
        Asked.Add(id);
        return id == "v9" ? null : new Volume(id, $"Volume {id}");
    }
}

/// <summary>A subgraph behind the Apollo Federation protocol.</summary>
public sealed class FederationExecutorTests : IDisposable
{
    private readonly LoadedVolumes _loaded = new();
    private readonly ServiceProvider _services;
    private readonly FederationExecutor _executor;

    public FederationExecutorTests()
    {
        var services = new ServiceCollection().AddSingleton(_loaded);
        services.AddGraphQLServer("library").AddType(typeof(VolumeQueries)).AddType(typeof(VolumeNode)).AddType<Shelf>();
        _services = services.BuildServiceProvider();
        _executor = new FederationExecutor(_services.GetRequiredService<IRequestExecutor>());
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Sdl_Should_SayLookupsAsKeysAndRequirementsAsRequires()
        => Assert.Equal(
            """
            extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible"])

            type Query {
              library: String!
              volume(id: ID!): Volume
            }

            type Shelf @key(fields: "hall number") {
              hall: String!
              number: Int!
            }

            type Volume @key(fields: "id") {
              id: ID!
              title: String! @shareable
              label: String! @requires(fields: "shelf { hall number }")
              secret: String!
              shelf: Shelf! @external
            }

            input ShelfInput {
              hall: String!
              number: Int!
            }

            """,
            FederationSchema.Of(_executor.Schema).Sdl);

    [Fact]
    public async Task Entities_Should_StandInTheOrderOfTheirRepresentations_When_SomeAreEqualOrUnknown()
    {
        var answer = await AskAsync(
            """query($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Volume { id title } ... on Shelf { hall number } } library }""",
            """
            {"r":[{"__typename":"Volume","id":"v2"},{"__typename":"Shelf","number":4,"hall":"East"},{"__typename":"Volume","id":"v9"},{"__typename":"Volume","id":"v2","title":"old"}]}
            """);

        Assert.Equal(
            """
            {"data":{"_entities":[{"__typename":"Volume","id":"v2","title":"Volume v2"},{"__typename":"Shelf","hall":"East","number":4},null,{"__typename":"Volume","id":"v2","title":"Volume v2"}],"library":"Main"}}
            """.Trim(),
            answer);
        Assert.Equal(["v2", "v9"], _loaded.Asked);
    }

    [Fact]
    public async Task Requirement_Should_ComeFromTheRepresentation()
        => Assert.Equal(
            """{"data":{"a":[{"label":"Volume v1 in West, 7"}],"b":[{"text":"Volume v1 in West, 7"}]}}""",
            await AskAsync(
                """
                query($r: [_Any!]!) { a: _entities(representations: $r) { ...Label } b: _entities(representations: $r) { ... on _Entity { ... on Volume { text: label } } } }
                fragment Label on Volume { label }
                """,
                """{"r":[{"__typename":"Volume","id":"v1","shelf":{"hall":"West","number":7}}]}"""));

    [Fact]
    public async Task Representation_Should_BeRefusedAtItsIndex_When_ItCannotBeOne()
        => Assert.Equal(
            """
            {"data":{"_entities":[null,null,null,null,{"id":"v1"}]},"errors":[{"message":"A representation is an object with a __typename.","path":["_entities",0],"extensions":{"code":"REPRESENTATION_INVALID"}},{"message":"Library is no entity of this subgraph.","path":["_entities",1],"extensions":{"code":"REPRESENTATION_INVALID"}},{"message":"A representation of Volume must hold \"id\".","path":["_entities",2],"extensions":{"code":"REPRESENTATION_INVALID"}},{"message":"Variable \"$_key_id\" got invalid value {}; ID cannot represent value: {}","path":["_entities",3],"extensions":{"code":"REPRESENTATION_INVALID"}}]}
            """.Trim(),
            await AskAsync(
                "query($r: [_Any!]!) { _entities(representations: $r) { ... on Volume { id } } }",
                """{"r":[5,{"__typename":"Library"},{"__typename":"Volume"},{"__typename":"Volume","id":{}},{"__typename":"Volume","id":"v1"}]}"""));

    [Fact]
    public async Task Requirement_Should_BeRefused_When_TheRepresentationLacksIt()
        => Assert.Equal(
            """{"data":{"_entities":[null]},"errors":[{"message":"Volume cannot be resolved without \"shelf { hall number }\".","path":["_entities",0],"extensions":{"code":"REPRESENTATION_INVALID"}}]}""",
            await AskAsync("""{ _entities(representations: [{ __typename: "Volume", id: "v1" }]) { ... on Volume { label } } }"""));

    [Fact]
    public async Task Error_Should_KeepItsCodeAndBeginItsPathAtTheRepresentation()
        => Assert.Equal(
            """{"data":{"_entities":[{"id":"v0","secret":"none"},null]},"errors":[{"message":"Volume v1 is locked.","path":["_entities",1,"secret"],"extensions":{"code":"LOCKED"}}]}""",
            await AskAsync(
                """
                query($s: Boolean!) {
                  _entities(representations: [{ __typename: "Volume", id: "v0" }, { __typename: "Volume", id: "v1" }]) @skip(if: $s) { ... on Volume { id secret } }
                }
                """,
                """{"s":false}"""));

    [Fact]
    public async Task Operation_Should_BeRefusedAsAWhole_When_ItIsNotValidForTheProtocol()
        => Assert.Equal(
            """{"errors":[{"message":"Cannot query field \"isbn13\" on type \"Volume\".","locations":[{"line":1,"column":86}]}]}""",
            await AskAsync("""{ _entities(representations: [{ __typename: "Volume", id: "v1" }]) { ... on Volume { isbn13 } } }"""));

    private async Task<string> AskAsync(string document, string variables = "")
    {
        var request = new OperationRequest { Document = Encoding.UTF8.GetBytes(document), Variables = Encoding.UTF8.GetBytes(variables) };
        await using var result = await _executor.ExecuteAsync(request, CancellationToken.None);
        return Assert.IsType<OperationResult>(result).Body.ToString();
    }
}
