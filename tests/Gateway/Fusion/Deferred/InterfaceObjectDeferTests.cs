namespace FinFlow.Gateway.Tests;

/// <summary>Fields are deferred of objects whose type only another subgraph knows: in parts comes what comes in one piece.</summary>
public abstract class InterfaceObjectDeferTests : BothTransports
{
    protected InterfaceObjectDeferTests(bool overHttp)
        : this(new MediaSubgraphs(), overHttp)
    {
    }

    private InterfaceObjectDeferTests(MediaSubgraphs subgraphs, bool overHttp)
        : base(subgraphs, overHttp) => Subgraphs = subgraphs;

    private MediaSubgraphs Subgraphs { get; }

    public static TheoryData<string> Documents =>
    [
        "{ best { rank ... @defer { id } } }",
        "{ best { rank ... @defer { title } } }",
        "{ best { rank ... @defer { __typename } } }",
        "{ best { __typename ... @defer { rank title } } }",
        "{ best { ... @defer { rank ... on Book { pages } ... on Film { minutes } } } }",
        "{ best { rank ... on Book @defer { pages } ... on Film @defer { minutes } } }",
        "{ best { rank ... on Book @defer { pages ... @defer { title id } } } }",
        "{ best { title ... on Book @defer { rank pages } } }",
        "{ ... @defer { best { rank title } } }",
        "{ ... @defer { best { rank ... on Book @defer { title } } } chart { rank } }",
        "{ chart { rank ... @defer { id } } }",
        "{ chart { __typename ... @defer { rank } } }",
        "{ chart { __typename rank ... on Book @defer { pages title } ... on Film @defer { minutes } } }",
        "{ chart { title ... on Book @defer { rank pages } } }",
        "{ chart { rank ... on Book { pages } ... @defer { __typename title } } }",
        "{ ... @defer { chart { rank __typename title } } best { id } }",
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Parts_come_to_the_answer_in_one_piece(string document)
    {
        var parts = await DeliveredAnswer.OfAsync(Subgraphs.Executor(), document);

        var whole = await DeliveredAnswer.OfAsync(Subgraphs.Executor(), document.Replace("@defer", "@include(if: true)", StringComparison.Ordinal));
        Assert.Single(whole.Payloads);
        Assert.True(parts.Payloads.Count > 1, "Something comes later.");
        Assert.Empty(parts.Failed);
        Assert.Equal((whole.Data, Sorted(whole.Errors)), (parts.Data, Sorted(parts.Errors)));

        static string Sorted(IEnumerable<string> errors) => string.Join('\n', errors.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_type_is_found_out_before_anything_of_it_is_announced()
        => Assert.Equal(
            [
                """{"data":{"chart":[{"rank":2},null,{"rank":1},{"rank":2}]},"pending":[{"id":"0","path":["chart",2]}],"hasNext":true}""",
                """{"hasNext":false,"incremental":[{"id":"0","data":{"pages":300}}],"completed":[{"id":"0"}]}""",
            ],
            (await DeliveredAnswer.OfAsync(Subgraphs.Executor(), "{ chart { rank ... on Book @defer { pages } } }")).Payloads);

    [Fact]
    public async Task What_cannot_be_found_out_leaves_nothing_to_wait_for()
    {
        Subgraphs.Library.Failure = new InvalidOperationException("secret");
        Assert.Equal(
            ["""{"data":{"best":null},"errors":[{"message":"The service library is not available.","path":["best"],"extensions":{"code":"SOURCE_UNAVAILABLE","service":"library"}}]}"""],
            (await DeliveredAnswer.OfAsync(Subgraphs.Executor(), "{ best { rank ... @defer { title } } }")).Payloads);
        Assert.Equal(
            [
                """{"data":{},"pending":[{"id":"0","path":[]}],"hasNext":true}""",
                """{"hasNext":false,"incremental":[{"id":"0","data":{"best":null},"errors":[{"message":"The service library is not available.","path":["best"],"extensions":{"code":"SOURCE_UNAVAILABLE","service":"library"}}]}],"completed":[{"id":"0"}]}""",
            ],
            (await DeliveredAnswer.OfAsync(Subgraphs.Executor(), "{ ... @defer { best { rank title } } }")).Payloads);
    }
}

public sealed class InterfaceObjectDeferInProcessTests() : InterfaceObjectDeferTests(overHttp: false);

public sealed class InterfaceObjectDeferOverHttpTests() : InterfaceObjectDeferTests(overHttp: true);
