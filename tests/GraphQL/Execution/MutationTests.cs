namespace FinFlow.GraphQL.Tests;

public sealed class MutationTests
{
    [Theory]
    [InlineData("""mutation { addProduct(input: { draft: { name: "Shelf", tags: ["wood"] }, hour: 9 }) { product { name state stock } errors { __typename } } }""",
        """{"data":{"addProduct":{"product":{"name":"Shelf","state":"ON_SALE","stock":1},"errors":null}}}""")]
    [InlineData("""mutation { addProduct(input: { draft: { name: "Lamp" }, hour: 9 }) { product { name } errors { __typename ... on Error { message code } ... on NameTakenError { name } } } }""",
        """{"data":{"addProduct":{"product":null,"errors":[{"__typename":"NameTakenError","message":"There is a \"Lamp\" already.","code":"NAME_TAKEN","name":"Lamp"}]}}}""")]
    [InlineData("""mutation { addProduct(input: { draft: { name: "Shelf" }, hour: 20 }) { errors { ... on ShopClosedError { message code hour } } } }""",
        """{"data":{"addProduct":{"errors":[{"message":"The shop is closed.","code":"SHOP_CLOSED","hour":20}]}}}""")]
    [InlineData("""mutation { addProducts(input: { drafts: [{ name: "A" }, { name: "B", state: SOLD_OUT }] }) { products { name state } count errors { __typename } } }""",
        """{"data":{"addProducts":{"products":[{"name":"A","state":"ON_SALE"},{"name":"B","state":"SOLD_OUT"}],"count":2,"errors":null}}}""")]
    [InlineData("mutation { close { success } }", """{"data":{"close":{"success":true}}}""")]
    public async Task Mutation_Should_Answer(string document, string expected)
    {
        await using var shop = new ShopServer();

        Assert.Equal(expected, await shop.ExecuteAsync(document));
    }

    [Fact]
    public async Task Root_Fields_Should_Run_One_After_The_Other()
    {
        await using var shop = new ShopServer();

        var answer = await shop.ExecuteAsync("""mutation { a: note(input: { text: "the longest of all" }) { int } b: close { success } c: note(input: { text: "x" }) { int } }""");

        Assert.Equal("""{"data":{"a":{"int":1},"b":{"success":true},"c":{"int":3}}}""", answer);
        Assert.Equal(["the longest of all", "closed", "x"], shop.Shop.Log);
    }

    [Fact]
    public async Task Undeclared_Refusal_Should_Be_Masked()
    {
        await using var shop = new ShopServer();

        var answer = await shop.ExecuteAsync("""mutation { addProductCarelessly(input: { draft: { name: "Lamp" } }) { product { name } } }""");

        Assert.StartsWith("""{"data":null,"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":12}],"path":["addProductCarelessly"],"extensions":{"code":"UNEXPECTED_ERROR","errorId":""", answer, StringComparison.Ordinal);
    }
}
