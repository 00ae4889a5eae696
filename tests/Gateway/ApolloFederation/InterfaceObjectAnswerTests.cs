using FinFlow.Gateway.Composition;
using FinFlow.Gateway.Fusion;

namespace FinFlow.Gateway.Tests;

using Record = Dictionary<string, object?>;

/// <summary>A subgraph that knows media by their ids, and one that gives them without knowing what they are.</summary>
internal sealed class MediaSubgraphs : ComposedSources
{
    private const string Protocol = """
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@interfaceObject"])
        scalar _Any

        """;

    private static readonly List<Record> Known =
    [
        new() { ["__typename"] = "Book", ["id"] = "b1", ["title"] = "Ledgers", ["pages"] = 300L },
        new() { ["__typename"] = "Film", ["id"] = "f1", ["title"] = "Postings", ["minutes"] = 90L },
    ];

    public TestSource Library { get; } = new TestSource("library", Protocol + """
        type Query { _entities(representations: [_Any!]!): [_Entity]! }
        union _Entity = Book | Film
        interface Media @key(fields: "id") { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
        type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }
        """)
        .On("Query._entities", (_, a) => ((List<object?>)a["representations"]!).Cast<Record>().Select(key => Known.Find(media => Equals(media["id"], key["id"]))).ToList())
        .On("Film.title", (_, _) => throw new TestRefusal("No title.", "GONE"));

    public TestSource Charts { get; } = new TestSource("charts", Protocol + """
        type Query { chart: [Media] best: Media }
        type Media @interfaceObject @key(fields: "id") { id: ID! rank: Int }
        """)
        .On("Query.best", Ranked("b1", 1))
        .On("Query.chart", new List<Record> { Ranked("f1", 2), Ranked("x1", 3), Ranked("b1", 1), Ranked("f1", 2) });

    public override IReadOnlyList<TestSource> Sources => [Library, Charts];

    protected override IReadOnlyList<SourceSchemaDocument> Schemas => ApolloSchema.Translate(base.Schemas).Sources;

    protected override ISourceClient Wrapped(ISourceClient client) => new EntitiesSourceClient(client);

    private static Record Ranked(string id, long rank) => new() { ["__typename"] = "Media", ["id"] = id, ["rank"] = rank };
}

/// <summary>Objects whose type only another subgraph knows.</summary>
public abstract class InterfaceObjectAnswerTests : BothTransports
{
    protected InterfaceObjectAnswerTests(bool overHttp)
        : this(new MediaSubgraphs(), overHttp)
    {
    }

    private InterfaceObjectAnswerTests(MediaSubgraphs subgraphs, bool overHttp)
        : base(subgraphs, overHttp) => Subgraphs = subgraphs;

    private MediaSubgraphs Subgraphs { get; }

    [Fact]
    public async Task Each_object_is_asked_for_its_type_once_under_the_interfaces_name()
    {
        Assert.Equal(
            """{"data":{"chart":[{"rank":2,"minutes":90},null,{"rank":1,"__typename":"Book","pages":300},{"rank":2,"minutes":90}]}}""",
            await Subgraphs.AskAsync("{ chart { rank ... on Book { __typename pages } ... on Film { minutes } } }"));
        Assert.Equal(
            """{"k":[{"__typename":"Media","id":"f1"},{"__typename":"Media","id":"x1"},{"__typename":"Media","id":"b1"}]}""",
            Assert.Single(Subgraphs.Library.Executed).Variables);
    }

    [Fact]
    public async Task Nobody_is_asked_for_a_type_on_which_nothing_depends()
    {
        Assert.Equal("""{"data":{"best":{"id":"b1","rank":1}}}""", await Subgraphs.AskAsync("{ best { id rank } }"));
        Assert.Empty(Subgraphs.Library.Executed);
    }

    [Fact]
    public async Task An_error_of_a_field_that_comes_with_the_type_has_the_clients_path()
        => Assert.Equal(
            """{"data":{"chart":[{"title":null},null,{"title":"Ledgers"},{"title":null}]},"errors":[{"message":"No title.","path":["chart",0,"title"],"extensions":{"code":"GONE","service":"library"}},{"message":"No title.","path":["chart",3,"title"],"extensions":{"code":"GONE","service":"library"}}]}""",
            await Subgraphs.AskAsync("{ chart { title } }"));

    [Fact]
    public async Task Without_its_type_an_object_is_null_and_the_error_is_at_its_place()
    {
        Subgraphs.Library.Failure = new InvalidOperationException("secret");
        Assert.Equal(
            """{"data":{"best":null},"errors":[{"message":"The service library is not available.","path":["best"],"extensions":{"code":"SOURCE_UNAVAILABLE","service":"library"}}]}""",
            await Subgraphs.AskAsync("{ best { __typename rank } }"));
    }
}

public sealed class InterfaceObjectAnswersInProcessTests() : InterfaceObjectAnswerTests(overHttp: false);

public sealed class InterfaceObjectAnswersOverHttpTests() : InterfaceObjectAnswerTests(overHttp: true);
