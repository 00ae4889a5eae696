using System.Text.RegularExpressions;

namespace FinFlow.GraphQL.Tests;

public sealed partial class ProjectionTests
{
    [Theory]
    [InlineData("{ lightParcels(first: 1) { nodes { label } } }", """[{"label":"Tube 11"}]""", "Label Weight Id")]
    [InlineData("{ lightParcels(first: 1) { edges { node { label state } } nodes { sentAt } } }", null, "Label State SentAt Weight Id")]
    [InlineData("{ lightParcels(first: 1) { nodes { __typename route } } }", """[{"__typename":"Parcel","route":"d1: Tube 11"}]""", "DepotId Label Weight Id")]
    [InlineData("{ lightParcels(first: 1) { nodes { whole } } }", """[{"whole":"Tube 11 Delivered"}]""", "Id DepotId Label SentAt State Weight")]
    [InlineData("{ lightParcels(first: 1, order: [{ state: DESC }]) { nodes { label @skip(if: true) weight } } }", """[{"weight":89}]""", "Weight State Id")]
    [InlineData("{ parcels(first: 1) { nodes { label } } }", """[{"label":"Tube 11"}]""", "Id DepotId Label SentAt State Weight")]
    public async Task Page_Should_Read_Only_What_Is_Selected(string document, string? nodes, string columns)
    {
        await using var server = new ListServer();

        var answer = await server.ExecuteAsync(document);

        Assert.Contains(nodes ?? "", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("errors", answer, StringComparison.Ordinal);
        var read = Columns().Matches(SelectList().Match(Assert.Single(server.Statements)).Value).Select(match => match.Groups[1].Value);
        Assert.Equal(columns.Split(' ').Order(StringComparer.Ordinal), read.Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>A page for each parent, in one statement for all of them.</summary>
    [Theory]
    [InlineData("{ depots { id lightParcels(first: 1) { nodes { label } } } }", "Tube 11", "Box 10", "DepotId Label Weight Id")]
    [InlineData("{ depots { id lightParcels(first: 1, where: { state: { eq: DELIVERED } }, order: [{ label: ASC }]) { nodes { label } } } }", "Tube 11", "Box 2", "DepotId Label State Id")]
    [InlineData("{ depots { id lightParcels(last: 1) { nodes { label } } } }", "Tube 1", "Box 0", "DepotId Label Weight Id")]
    public async Task Page_Of_Each_Parent_Should_Read_Only_What_Is_Selected(string document, string odd, string even, string columns)
    {
        await using var server = new ListServer();

        var answer = await server.ExecuteAsync(document);

        Assert.Equal(
            $$$"""{"data":{"depots":[{"id":"d0","lightParcels":{"nodes":[{"label":"{{{even}}}"}]}},{"id":"d1","lightParcels":{"nodes":[{"label":"{{{odd}}}"}]}},{"id":"d2","lightParcels":{"nodes":[]}}]}}""",
            answer);
        var mentioned = ColumnsOfAll().Matches(Assert.Single(server.Statements)).Select(match => match.Groups[1].Value).Distinct();
        Assert.Equal(columns.Split(' ').Order(StringComparer.Ordinal), mentioned.Where(column => column != "row").Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("SELECT .*?FROM", RegexOptions.Singleline)]
    private static partial Regex SelectList();

    // A window function's number is a column too, called row.
    [GeneratedRegex("\"\\w+\"\\.\"(\\w+)\"")]
    private static partial Regex ColumnsOfAll();

    [GeneratedRegex("\"\\w\"\\.\"(\\w+)\"")]
    private static partial Regex Columns();
}
