namespace FinFlow.Gateway.Tests;

/// <summary>How often sources are asked, and what.</summary>
public sealed class BatchingTests
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task A_list_of_entities_is_one_request_and_equal_keys_are_asked_once()
    {
        await _shop.AskAsync("{ reviews { product { name } author { name } } }");
        Assert.Equal((1, 1, 1), (_shop.Reviews.Requests, _shop.Products.Requests, _shop.Accounts.Requests));
        Assert.Equal(["""{"k1":"p1"}""", """{"k1":"p2"}"""], _shop.Products.Executed.Select(call => call.Variables));
        Assert.Equal(["""{"k1":"usr_1"}""", """{"k1":"usr_2"}"""], _shop.Accounts.Executed.Select(call => call.Variables));
    }

    [Fact]
    public async Task Places_that_need_the_same_source_share_a_request()
    {
        await _shop.AskAsync("{ me { reviews { body } } products { rating } }");
        Assert.Equal(1, _shop.Reviews.Requests);
        Assert.Equal(4, _shop.Reviews.Executed.Count);
    }

    [Fact]
    public async Task Client_variables_go_to_the_sources_that_use_them_only()
    {
        await _shop.AskAsync(
            "query($n: Int!, $fast: Boolean = true) { products(first: $n) { shipping(express: $fast) } me { name } }", """{"n":1,"unused":2}""");
        Assert.Equal("""{"n":1}""", Assert.Single(_shop.Products.Executed).Variables);
        Assert.Equal("""{}""", Assert.Single(_shop.Accounts.Executed).Variables);
        Assert.Equal("""{"k1":"p1","k2":100,"k3":{"w":2,"h":3}}""", Assert.Single(_shop.Inventory.Executed).Variables);
    }

    [Fact]
    public async Task The_identity_of_the_client_reaches_every_source()
    {
        await _shop.AskAsync("{ me { reviews { product { name inStock } } } }", authorization: "Bearer t");
        Assert.All(_shop.Sources.SelectMany(source => source.Executed), call => Assert.Equal("Bearer t", call.Authorization));
        Assert.All(_shop.Sources, source => Assert.Equal(1, source.Requests));
    }
}
