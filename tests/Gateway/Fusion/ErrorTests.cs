using System.Text;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>What clients see when sources refuse, lie or are away.</summary>
public abstract class ErrorTests(bool overHttp) : ShopTests(overHttp)
{
    [Fact]
    public async Task A_sources_error_keeps_its_code_and_gets_the_clients_path()
    {
        Shop.Products.On("Product.price", (_, _) => throw new TestRefusal("No prices for you.", "AUTH_NOT_AUTHORIZED"));
        Assert.Equal(
            """{"data":{"me":{"reviews":[{"p":{"cost":null,"name":"Hammer"}},{"p":{"cost":null,"name":"Säge"}}]}},"errors":[{"message":"No prices for you.","path":["me","reviews",0,"p","cost"],"extensions":{"code":"AUTH_NOT_AUTHORIZED","service":"products"}},{"message":"No prices for you.","path":["me","reviews",1,"p","cost"],"extensions":{"code":"AUTH_NOT_AUTHORIZED","service":"products"}}]}""",
            await Shop.AskAsync("{ me { reviews { p: product { cost: price name } } } }"));
    }

    [Fact]
    public async Task Extensions_of_a_sources_error_reach_the_client()
    {
        var answer = new JsonBuffer();
        answer.WriteRaw("""{"data":{"me":null},"errors":[{"message":"Later.","path":["me"],"extensions":{"retryAfter":3,"code":"BUSY","fields":["a",{"b":1.50}]}}]}"""u8);
        Shop.Accounts.Refusal = new OperationResult(answer) { HasData = true, HasErrors = true };
        Assert.Equal(
            """{"data":{"me":null},"errors":[{"message":"Later.","path":["me"],"extensions":{"retryAfter":3,"code":"BUSY","fields":["a",{"b":1.50}],"service":"accounts"}}]}""",
            await Shop.AskAsync("{ me { name } }"));
    }

    [Theory]
    [InlineData("{ me { shoeSize } }", """{"errors":[{"message":"Cannot query field \"shoeSize\" on type \"User\".","locations":[{"line":1,"column":8}]}]}""")]
    [InlineData("{ productByUpc(upc: 1) { upc } }", """{"errors":[{"message":"Cannot query field \"productByUpc\" on type \"Query\". Did you mean \"product\" or \"products\"?","locations":[{"line":1,"column":3}]}]}""")]
    public async Task What_the_clients_schema_does_not_have_is_refused_before_any_source_is_asked(string document, string expected)
    {
        var request = new OperationRequest { Document = Encoding.UTF8.GetBytes(document) };
        await using var result = await Shop.Executor().ExecuteAsync(request, CancellationToken.None);

        var refusal = Assert.IsType<OperationResult>(result);
        Assert.Equal(RequestErrorKind.Validation, refusal.RequestError);
        Assert.Equal(expected, refusal.Body.ToString());
        Assert.All(Shop.Sources, source => Assert.Equal(0, source.Requests));
    }

    [Fact]
    public async Task A_source_that_is_away_nulls_only_what_depends_on_it()
    {
        Shop.Inventory.Failure = new InvalidOperationException("secret");
        Assert.Equal(
            """{"data":{"me":{"name":"Ada"},"products":[{"name":"Hammer","shipping":null}]},"errors":[{"message":"The service inventory is not available.","path":["products",0,"shipping"],"extensions":{"code":"SOURCE_UNAVAILABLE","service":"inventory"}}]}""",
            await Shop.AskAsync("{ me { name } products(first: 1) { name shipping } }"));
    }

    [Fact]
    public async Task Null_in_a_non_null_place_takes_the_nearest_nullable_parent_and_there_is_an_error()
    {
        Shop.Reviews.Failure = new InvalidOperationException("secret");
        Assert.Equal(
            """{"data":{"me":null,"version":"1"},"errors":[{"message":"The service reviews is not available.","path":["me","reviews"],"extensions":{"code":"SOURCE_UNAVAILABLE","service":"reviews"}}]}""",
            await Shop.AskAsync("{ me { name reviews { body } } version }"));
    }

    [Fact]
    public async Task Data_is_null_when_no_parent_is_nullable()
    {
        Shop.Products.Failure = new InvalidOperationException("secret");
        Assert.Equal(
            """{"data":null,"errors":[{"message":"The service products is not available.","path":["products"],"extensions":{"code":"SOURCE_UNAVAILABLE","service":"products"}}]}""",
            await Shop.AskAsync("{ products { name } }"));
    }

    [Fact]
    public async Task What_stands_behind_a_null_that_propagates_keeps_the_path_of_its_errors()
    {
        Shop.Products.Failure = new InvalidOperationException("secret");
        Shop.Accounts.On("User.email", (_, _) => throw new TestRefusal("No address for you.", "AUTH_NOT_AUTHORIZED"));
        Assert.Equal(
            """{"data":null,"errors":[{"message":"The service products is not available.","path":["products"],"extensions":{"code":"SOURCE_UNAVAILABLE","service":"products"}},{"message":"No address for you.","path":["users",0,"email"],"extensions":{"code":"AUTH_NOT_AUTHORIZED","service":"accounts"}},{"message":"No address for you.","path":["users",1,"email"],"extensions":{"code":"AUTH_NOT_AUTHORIZED","service":"accounts"}}]}""",
            await Shop.AskAsync("{ products { name } users { email } }"));
    }

    [Fact]
    public async Task What_stands_behind_a_list_item_that_propagates_keeps_the_path_of_its_errors()
    {
        Shop.Reviews.On("Product.reviews", (_, _) => throw new TestRefusal("No reviews for you.", "AUTH_NOT_AUTHORIZED"));
        Assert.Equal(
            """{"data":null,"errors":[{"message":"No reviews for you.","path":["products",0,"reviews"],"extensions":{"code":"AUTH_NOT_AUTHORIZED","service":"reviews"}},{"message":"No reviews for you.","path":["products",1,"reviews"],"extensions":{"code":"AUTH_NOT_AUTHORIZED","service":"reviews"}}]}""",
            await Shop.AskAsync("{ products(first: 2) { reviews { body } } }"));
    }

    [Theory]
    [InlineData("{ products(first: 1) { rating reviews { body } } }")]
    [InlineData("{ products(first: 1) { reviews { body } rating } }")]
    public async Task What_a_source_took_away_with_its_own_error_needs_no_other(string document)
    {
        Shop.Reviews.On("Product.reviews", (_, _) => throw new TestRefusal("No reviews for you.", "AUTH_NOT_AUTHORIZED"));
        Assert.Equal(
            """{"data":null,"errors":[{"message":"No reviews for you.","path":["products",0,"reviews"],"extensions":{"code":"AUTH_NOT_AUTHORIZED","service":"reviews"}}]}""",
            await Shop.AskAsync(document));
    }

    [Fact]
    public async Task Root_fields_that_an_error_took_with_it_need_no_other()
    {
        Shop.Products.On("Product.name", (_, _) => throw new TestRefusal("No names for you.", "AUTH_NOT_AUTHORIZED"));
        Assert.Equal(
            """{"data":null,"errors":[{"message":"No names for you.","path":["products",0,"name"],"extensions":{"code":"AUTH_NOT_AUTHORIZED","service":"products"}}]}""",
            await Shop.AskAsync("""{ search(text: "x") { __typename } products(first: 1) { name } }"""));
    }

    [Fact]
    public async Task An_entity_that_a_source_does_not_know_has_null_where_that_is_allowed_and_an_error_where_not()
    {
        Shop.Reviews.On("ReviewLookups.product", (_, _) => null);
        Assert.Equal(
            """{"data":null,"errors":[{"message":"Cannot return null for non-nullable field Product.rating.","path":["products",0,"rating"],"extensions":{"code":"NON_NULL_VIOLATION"}}]}""",
            await Shop.AskAsync("{ products(first: 1) { upc rating } }"));
    }

    [Fact]
    public async Task What_lost_a_requirement_is_the_reason_of_what_depends_on_it()
    {
        Shop.Products.On("Product.price", (_, _) => throw new TestRefusal("No prices for you.", "AUTH_NOT_AUTHORIZED"));
        Assert.Equal(
            """{"data":{"products":[{"shipping":null}]},"errors":[{"message":"No prices for you.","path":["products",0,"shipping"],"extensions":{"code":"AUTH_NOT_AUTHORIZED","service":"products"}}]}""",
            await Shop.AskAsync("{ products(first: 1) { shipping } }"));
    }

    [Fact]
    public async Task A_failed_mutation_does_not_stop_the_next_one()
    {
        Shop.Accounts.On("Mutation.rename", (_, _) => throw new TestRefusal("No.", "FORBIDDEN"));
        Assert.Equal(
            """{"data":{"rename":null,"reprice":{"price":9}},"errors":[{"message":"No.","path":["rename"],"extensions":{"code":"FORBIDDEN","service":"accounts"}}]}""",
            await Shop.AskAsync("""mutation { rename(id: "usr_1", name: "Bo") { name } reprice(upc: "p1", price: 9) { price } }"""));
    }

    [Theory]
    [InlineData("{ me { name ", "SYNTAX")]
    [InlineData("query A { me { name } } query B { me { name } }", "Must provide operation name")]
    [InlineData("query($id: ID!) { node(id: $id) { id } }", "of required type")]
    public async Task A_request_that_cannot_be_executed_has_no_data(string document, string reason)
    {
        var answer = await Shop.AskAsync(document);
        Assert.StartsWith("""{"errors":[{"message":""", answer, StringComparison.Ordinal);
        Assert.Contains(reason, answer, StringComparison.Ordinal);
        Assert.All(Shop.Sources, source => Assert.Equal(0, source.Requests));
    }
}

public sealed class ErrorsInProcessTests() : ErrorTests(overHttp: false);

public sealed class ErrorsOverHttpTests() : ErrorTests(overHttp: true);
