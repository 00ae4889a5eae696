using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Tests;

public sealed class ListTests
{
    [Theory]
    [InlineData("{ parcels(first: 2) { nodes { id } pageInfo { hasNextPage hasPreviousPage } } }",
        """{"data":{"parcels":{"nodes":[{"id":"p11"},{"id":"p10"}],"pageInfo":{"hasNextPage":true,"hasPreviousPage":false}}}}""")]
    [InlineData("{ parcels(last: 1) { nodes { id } totalCount } }", """{"data":{"parcels":{"nodes":[{"id":"p00"}],"totalCount":12}}}""")]
    [InlineData("""{ parcels(where: { label: { startsWith: "Box" }, state: { in: [WAITING] } }, order: [{ weight: ASC }]) { nodes { label weight } totalCount } }""",
        """{"data":{"parcels":{"nodes":[{"label":"Box 6","weight":94},{"label":"Box 0","weight":100}],"totalCount":2}}}""")]
    [InlineData("""{ parcels(where: { or: [{ id: { eq: "p03" } }, { and: [{ weight: { gte: 99 } }, { weight: { nlt: 100 } }] }] }) { nodes { id } } }""",
        """{"data":{"parcels":{"nodes":[{"id":"p03"},{"id":"p00"}]}}}""")]
    [InlineData("""{ parcels(where: { sentAt: { gt: "2024-02-10T23:00:00Z" } }) { nodes { sentAt } } }""",
        """{"data":{"parcels":{"nodes":[{"sentAt":"2024-02-12T12:00:00Z"},{"sentAt":"2024-02-11T12:00:00Z"}]}}}""")]
    [InlineData("""{ parcels(where: {}) { totalCount } }""", """{"data":{"parcels":{"totalCount":12}}}""")]
    public async Task List_Should_Answer(string document, string expected)
    {
        await using var server = new ListServer();

        Assert.Equal(expected, await server.ExecuteAsync(document));
    }

    [Theory]
    [InlineData("""{ parcels(where: { id: { eq: "UGFyY2VsOnAwMw==" } }) { nodes { id label } } }""",
        """{"data":{"parcels":{"nodes":[{"id":"UGFyY2VsOnAwMw==","label":"Tube 3"}]}}}""")]
    [InlineData("""{ parcels(where: { id: { in: ["UGFyY2VsOnAwMw", "UGFyY2VsOnAwNA=="] } }) { nodes { label } } }""",
        """{"data":{"parcels":{"nodes":[{"label":"Box 4"},{"label":"Tube 3"}]}}}""")]
    public async Task Ids_Should_Be_Filtered_By_As_They_Went_Out(string document, string expected)
    {
        await using var server = new ListServer(builder => builder.AddGlobalObjectIdentification());

        Assert.Equal(expected, await server.ExecuteAsync(document));
    }

    [Fact]
    public async Task A_Page_Should_Cost_One_Statement_And_Its_Count_Another()
    {
        await using var server = new ListServer();

        await server.ExecuteAsync("{ parcels { nodes { id } } }");
        Assert.Single(server.Statements);

        await server.ExecuteAsync("{ parcels { totalCount } }");
        Assert.Equal(3, server.Statements.Count);
    }

    [Fact]
    public async Task Pages_Of_Many_Parents_Should_Cost_One_Statement()
    {
        await using var server = new ListServer();

        var answer = await server.ExecuteAsync("{ depots { id parcels(first: 2) { nodes { id } pageInfo { hasNextPage } } } }");

        Assert.Equal(
            """{"data":{"depots":[{"id":"d0","parcels":{"nodes":[{"id":"p10"},{"id":"p08"}],"pageInfo":{"hasNextPage":true}}},{"id":"d1","parcels":{"nodes":[{"id":"p11"},{"id":"p09"}],"pageInfo":{"hasNextPage":true}}},{"id":"d2","parcels":{"nodes":[],"pageInfo":{"hasNextPage":false}}}]}}""",
            answer);
        Assert.Single(server.Statements);
    }

    [Theory]
    [InlineData("{ parcels(first: 101) { nodes { id } } }", "A page has at most 100 items; 101 were asked for.")]
    [InlineData("{ depots { parcels(first: 6) { nodes { id } } } }", "A page has at most 5 items; 6 were asked for.")]
    [InlineData("""{ parcels(after: "nonsense") { nodes { id } } }""", "The cursor does not belong to this list.")]
    public async Task A_Wrong_Page_Should_Be_Refused(string document, string message)
    {
        await using var server = new ListServer();

        Assert.Contains($"\"message\":\"{message}\"", await server.ExecuteAsync(document), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filter_Should_Have_The_Operations_Of_Each_Field()
    {
        await using var server = new ListServer();

        Assert.Equal(
            """
            input ParcelFilterInput {
              and: [ParcelFilterInput!]
              or: [ParcelFilterInput!]
              id: IDOperationFilterInput
              label: StringOperationFilterInput
              weight: LongOperationFilterInput
              state: ParcelStateOperationFilterInput
              sentAt: DateTimeOperationFilterInput
            }
            """,
            SyntaxPrinter.Print(server.Schema.FindType("ParcelFilterInput")!.Syntax[0]));
    }
}
