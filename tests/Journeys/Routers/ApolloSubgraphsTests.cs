using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>
/// Subgraphs of a team that comes from another router, one of them of version 1, run by `@apollo/subgraph`: behind `@apollo/gateway`, and behind
/// ours, which is given no more than their names, addresses and schemas.
/// </summary>
public sealed class ApolloSubgraphs : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("finflow-apollo-").FullName;
    private readonly Uri _peers = new($"http://127.0.0.1:{Loopback.FreePort()}");
    private RunningProgram _subgraphs = null!;
    private RunningProgram _gateway = null!;

    internal GraphQLClient Ours { get; private set; } = null!;

    internal GraphQLClient Theirs { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var schemas = Path.Combine(BuildOutput.RepositoryRoot, "tests", "Gateway", "ApolloFederation", "Subgraphs");
        _subgraphs = await RunningProgram.StartNodeAsync(await RouterPackages.InstallAsync(), new Uri(_peers, "/ready"), "subgraphs.mjs", schemas, $"{_peers.Port}");
        var list = Path.Combine(_folder, "subgraphs.json");
        await File.WriteAllTextAsync(list, JsonSerializer.Serialize(
            Directory.GetFiles(schemas).Select(file => (Name: Path.GetFileNameWithoutExtension(file), Sdl: File.ReadAllText(file)))
                .Select(subgraph => new { name = subgraph.Name, url = new Uri(_peers, $"/{subgraph.Name}/graphql"), sdl = subgraph.Sdl })));
        var address = new Uri($"http://127.0.0.1:{Loopback.FreePort()}");
        _gateway = await RunningProgram.StartAsync(
            "Gateway", "FinFlow.Gateway.dll", new Dictionary<string, string> { ["FINFLOW_PORT"] = $"{address.Port}", ["FINFLOW_DATA"] = _folder },
            new Uri(address, "/health/live"), "--subgraphs", list);
        (Ours, Theirs) = (new GraphQLClient(address), new GraphQLClient(_peers) { Path = "/peer/graphql" });
    }

    public async Task DisposeAsync()
    {
        Ours.Dispose();
        Theirs.Dispose();
        await _gateway.DisposeAsync();
        await _subgraphs.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>The way in: answers are those of the router that the team comes from.</summary>
public sealed class ApolloSubgraphsTests(ApolloSubgraphs shop) : IClassFixture<ApolloSubgraphs>
{
    [Theory]
    [InlineData("{ products { upc sku name price } me { id name email } }")]
    [InlineData("{ reviews { body product { name maker { code } } author { name } } }")]
    [InlineData("{ reviews { product { inStock shelf } } }")]
    [InlineData("query($e: Boolean! = true, $n: Int) { products(first: $n) { name shipping(express: $e) slow: shipping } }")]
    [InlineData("{ products { buyer { name address { city } reviews { body product { buyer { email } } } } } }")]
    [InlineData("{ reviews { author { name email address { city } } } }")]
    [InlineData("{ items { __typename name stars ... on Voucher { worth } ... on Product { inStock reviews { id } } } }")]
    [InlineData("{ best { upc stars } top { stars } }")]
    [InlineData("{ best { __typename } top(first: 2) { kind: __typename stars name } }")]
    [InlineData("{ top { __typename stars ... on Voucher { worth similar { upc } } ... on Product { price similar { stars } inStock reviews { body author { name } } } } }")]
    [InlineData("{ best { stars similar { name similar { ... on Product { shipping similar { __typename upc } } } } } }")]
    [InlineData("{ lost { upc stars } }")]
    [InlineData("{ lost { __typename name stars } }")]
    [InlineData("{ lists { upc ... on Voucher { worth } ... on Product { maker { code } } } }")]
    [InlineData("mutation { rate(upc: \"v1\", stars: 1) { stars name ... on Voucher { worth } ... on Product { price } } }")]
    [InlineData("{ items { name similar { stars ... on Item { name } } } best { ... on Product { name } } other: best { ... on Voucher { name } } }")]
    [InlineData("{ search(text: \"a\") { ... on Item { name stars } ... on Product { shipping reviews { author { name } } } } }")]
    [InlineData("{ user(email: \"bo@shop.example\") { id name reviews { body product { stars } } } nobody: user(email: \"none\") { id } }")]
    [InlineData("{ product(upc: \"none\") { name inStock } other: product(upc: \"p3\") { key: upc kept: shelf stars } }")]
    [InlineData("query($yes: Boolean = true) { products { name @skip(if: $yes) stars @include(if: $yes) reviews { id @skip(if: $yes) body } } }")]
    [InlineData("mutation { reprice(upc: \"p3\", price: 500) { price shipping buyer { name } } }")]
    [InlineData("{ ...A ...B } fragment A on Query { me { ...U } } fragment B on Query { reviews { author { ...U } } } fragment U on User { name reviews { id } }")]
    [InlineData("query($by: Order) { products(by: $by) { name grade shipping } reviews(by: NAME) { body grade author { name email } } __type(name: \"Order\") { enumValues { name } } }")]
    [InlineData("{ cases { id label } }")]
    [InlineData("{ cases { kinds } }")]
    [InlineData("query($u: Boolean) { cases { marking(upper: $u) mark { code ... on Seal { place { room } } } } }")]
    [InlineData("{ cases { label kinds marking content { __typename ... on Product { name stars } ... on Note { text } } layers { ... on Voucher { worth } } } }")]
    public async Task Answer_Should_BeTheOtherRouters(string operation)
        => Assert.Equal(ComparableAnswer.Of(await shop.Theirs.QueryAsync(operation)), ComparableAnswer.Of(await shop.Ours.QueryAsync(operation)));

    [Fact]
    public async Task Entity_Should_BeAskedForOnce_When_ManyPlacesNeedIt()
    {
        await shop.Theirs.GetAsync("/seen");

        await shop.Ours.DataAsync("{ reviews { product { name } } }");

        var seen = await shop.Theirs.GetAsync("/seen");
        Assert.Equal(
            """[{"name":"reviews","representations":[]},{"name":"products","representations":[{"__typename":"Product","upc":"p1"},{"__typename":"Product","upc":"p2"},{"__typename":"Product","upc":"p3"}]}]""",
            seen.Text);
    }

    [Fact]
    public async Task Gateway_Should_SayWhatIsWrong_When_TheSubgraphsDoNotCompose()
    {
        var folder = Directory.CreateTempSubdirectory("finflow-apollo-");
        var list = Path.Combine(folder.FullName, "subgraphs.json");
        await File.WriteAllTextAsync(
            list,
            """
            [
              { "name": "a", "url": "http://127.0.0.1:1/graphql", "sdl": "type Query { p: P } type P @key(fields: \"id\") { id: ID! x: Int }" },
              { "name": "b", "url": "http://127.0.0.1:1/graphql", "sdl": "extend type P @key(fields: \"id\") { id: ID! @external x: String }" }
            ]
            """);

        var ended = await FinishedProgram.RunAsync("Gateway", "FinFlow.Gateway.dll", new Dictionary<string, string> { ["FINFLOW_DATA"] = folder.FullName }, "--subgraphs", list);

        Assert.Equal(1, ended.ExitCode);
        Assert.StartsWith($"The subgraphs of {list} do not compose:\n", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("OUTPUT_FIELD_TYPES_NOT_MERGEABLE", ended.Errors, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }
}
