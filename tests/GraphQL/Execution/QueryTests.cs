namespace FinFlow.GraphQL.Tests;

public sealed class QueryTests
{
    [Theory]
    [InlineData("{ hello }", """{"data":{"hello":"Hello, world!"}}""")]
    [InlineData("""{ a: hello(name: "Ada") }""", """{"data":{"a":"Hello, Ada!"}}""")]
    [InlineData("""{ productById(id: "p2") { __typename id name state stock prices { amount label } } }""",
        """{"data":{"productById":{"__typename":"Product","id":"p2","name":"Table","state":"SOLD_OUT","stock":null,"prices":[{"amount":"1.50","label":"Table"}]}}}""")]
    [InlineData("""{ productById(id: "none") { id } }""", """{"data":{"productById":null}}""")]
    [InlineData("""{ hello @skip(if: true) b: hello @include(if: true) }""", """{"data":{"b":"Hello, world!"}}""")]
    [InlineData("""{ ...F productById(id: "p1") { name } } fragment F on Query { productById(id: "p1") { id } }""",
        """{"data":{"productById":{"id":"p1","name":"Chair"}}}""")]
    [InlineData("{ __schema { queryType { name } } __type(name: \"ProductState\") { kind enumValues { name } } }",
        """{"data":{"__schema":{"queryType":{"name":"Query"}},"__type":{"kind":"ENUM","enumValues":[{"name":"ON_SALE"},{"name":"SOLD_OUT"}]}}}""")]
    public async Task Query_Should_Answer(string document, string expected)
    {
        await using var shop = new ShopServer();

        Assert.Equal(expected, await shop.ExecuteAsync(document));
    }

    [Theory]
    [InlineData("true", """{"data":{"hello":"Hello, Ada!"}}""")]
    [InlineData("false", """{"data":{}}""")]
    public async Task Variables_Should_Decide_About_Fields_And_Arguments(string include, string expected)
    {
        await using var shop = new ShopServer();

        Assert.Equal(expected, await shop.ExecuteAsync(
            "query($name: String, $include: Boolean!) { hello(name: $name) @include(if: $include) }", $$"""{ "name": "Ada", "include": {{include}} }"""));
    }

    [Fact]
    public async Task Loaders_Should_Fetch_Once_For_All_Items_Of_A_List()
    {
        await using var shop = new ShopServer();

        var answer = await shop.ExecuteAsync("{ products { supplier { name } rating } }");

        Assert.Equal(
            """{"data":{"products":[{"supplier":{"name":"Supplier s1"},"rating":5},{"supplier":{"name":"Supplier s2"},"rating":5},{"supplier":{"name":"Supplier s1"},"rating":4}]}}""",
            answer);
        Assert.Equal(["ratings 3", "suppliers s1,s2"], shop.Fetches.Lines.Order());
    }
}
