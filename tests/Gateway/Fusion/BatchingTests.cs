namespace FinFlow.Gateway.Tests;

/// <summary>How often sources are asked, and what.</summary>
public abstract class BatchingTests(bool overHttp) : ShopTests(overHttp)
{
    [Fact]
    public async Task A_list_of_entities_is_one_request_and_equal_keys_are_asked_once()
    {
        await Shop.AskAsync("{ reviews { product { name } author { name } } }");
        Assert.Equal((1, 1, 1), (Shop.Reviews.Requests, Shop.Products.Requests, Shop.Accounts.Requests));
        Assert.Equal(["""{"k1":"p1"}""", """{"k1":"p2"}"""], Shop.Products.Executed.Select(call => call.Variables));
        Assert.Equal(["""{"k1":"usr_1"}""", """{"k1":"usr_2"}"""], Shop.Accounts.Executed.Select(call => call.Variables));
    }

    [Theory]
    [InlineData("{ me { name reviews { body product { name inStock shipping } } } products { rating upc } version }")]
    [InlineData("""{ search(text: "x") { __typename ... on Product { inStock shipping } ... on Category { products { rating reviews { author { email } } } } } }""")]
    [InlineData("""{ nodes(ids: ["usr_1", "usr_2", "rev_1", "rev_3"]) { id ... on User { name reviews { body } } ... on Review { product { name } } } }""")]
    [InlineData("""mutation { rename(id: "usr_1", name: "Bo") { name reviews { product { shipping } } } reprice(upc: "p1", price: 9) { rating } }""")]
    public async Task There_are_as_many_requests_as_the_plan_shows(string document)
    {
        var planned = Shop.Plan(document).Split('\n').Where(line => line.StartsWith("request ", StringComparison.Ordinal)).Select(line => line.Split(' ')[3]).Order(StringComparer.Ordinal);
        await Shop.AskAsync(document);
        Assert.Equal(planned, Shop.Sources.SelectMany(source => Enumerable.Repeat(source.Name, source.Requests)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Places_that_need_the_same_source_share_a_request()
    {
        await Shop.AskAsync("{ me { reviews { body } } products { rating } }");
        Assert.Equal(1, Shop.Reviews.Requests);
        Assert.Equal(4, Shop.Reviews.Executed.Count);
    }

    [Fact]
    public async Task Client_variables_go_to_the_sources_that_use_them_only()
    {
        await Shop.AskAsync(
            "query($n: Int!, $fast: Boolean = true) { products(first: $n) { shipping(express: $fast) } me { name } }", """{"n":1,"unused":2}""");
        Assert.Equal("""{"n":1}""", Assert.Single(Shop.Products.Executed).Variables);
        Assert.Equal("""{}""", Assert.Single(Shop.Accounts.Executed).Variables);
        Assert.Equal("""{"k1":"p1","k2":100,"k3":{"w":2,"h":3}}""", Assert.Single(Shop.Inventory.Executed).Variables);
    }

    [Fact]
    public async Task The_identity_of_the_client_reaches_every_source()
    {
        await Shop.AskAsync("{ me { reviews { product { name inStock } } } }", authorization: "Bearer t");
        Assert.All(Shop.Sources.SelectMany(source => source.Executed), call => Assert.Equal("Bearer t", call.Authorization));
        Assert.All(Shop.Sources, source => Assert.Equal(1, source.Requests));
    }
}

public sealed class BatchingInProcessTests() : BatchingTests(overHttp: false);

public sealed class BatchingOverHttpTests() : BatchingTests(overHttp: true);
