namespace FinFlow.Gateway.Tests;

public abstract class MergingTests(bool overHttp) : ShopTests(overHttp)
{
    [Fact]
    public async Task Fields_of_one_object_come_from_several_sources()
        => Assert.Equal(
            """{"data":{"me":{"name":"Ada","reviews":[{"body":"Good","product":{"name":"Hammer","inStock":true}},{"body":"Sharp","product":{"name":"Säge","inStock":false}}]}}}""",
            await Shop.AskAsync("{ me { name reviews { body product { name inStock } } } }"));

    [Fact]
    public async Task The_answer_has_the_order_of_the_request_and_its_aliases()
        => Assert.Equal(
            """{"data":{"u":[{"r":[{"text":"Good"},{"text":"Sharp"}],"id":"Ada"},{"r":[{"text":"Bad"}],"id":"Grace \"G\""}]}}""",
            await Shop.AskAsync("{ u: users { r: reviews { text: body } id: name } }"));

    [Fact]
    public async Task A_requirement_is_fetched_from_another_source_and_given_to_the_one_that_asks()
        => Assert.Equal(
            """{"data":{"products":[{"shipping":16},{"shipping":40},{"shipping":null}]}}""",
            await Shop.AskAsync("{ products { shipping } }"));

    [Fact]
    public async Task Client_arguments_and_requirements_meet_in_one_field()
        => Assert.Equal(
            """{"data":{"products":[{"shipping":1016},{"shipping":1040}]}}""",
            await Shop.AskAsync("query($fast: Boolean!) { products(first: 2) { shipping(express: $fast) } }", """{"fast":true}"""));

    [Fact]
    public async Task Unions_are_written_by_their_objects_types()
        => Assert.Equal(
            """{"data":{"search":[{"__typename":"Product","name":"Hammer","inStock":true},{"__typename":"Category","name":"Tools","products":[{"rating":4},{"rating":4}]}]}}""",
            await Shop.AskAsync("""
                { search(text: "x") { __typename ... on Named { name } ... on Product { inStock } ... on Category { products { rating } } } }
                """));

    [Fact]
    public async Task Skip_and_include_decide_what_sources_are_asked()
    {
        const string document = "query($r: Boolean!) { me { name reviews @include(if: $r) { body } email @skip(if: $r) } }";
        Assert.Equal("""{"data":{"me":{"name":"Ada","email":"ada@example.com"}}}""", await Shop.AskAsync(document, """{"r":false}"""));
        Assert.Equal(0, Shop.Reviews.Requests);
        Assert.Equal("""{"data":{"me":{"name":"Ada","reviews":[{"body":"Good"},{"body":"Sharp"}]}}}""", await Shop.AskAsync(document, """{"r":true}"""));
    }

    [Fact]
    public async Task Fragments_that_select_the_same_field_are_merged()
        => Assert.Equal(
            """{"data":{"me":{"reviews":[{"id":"rev_1","body":"Good"},{"id":"rev_2","body":"Sharp"}]}}}""",
            await Shop.AskAsync("{ me { ...a ...b } } fragment a on User { reviews { id } } fragment b on User { reviews { body } }"));

    [Fact]
    public async Task Typenames_need_no_source()
        => Assert.Equal(
            """{"data":{"__typename":"Query","me":{"__typename":"User","reviews":[{"__typename":"Review"},{"__typename":"Review"}]}}}""",
            await Shop.AskAsync("{ __typename me { __typename reviews { __typename } } }"));

    [Fact]
    public async Task A_shared_root_field_is_asked_once()
    {
        Assert.Equal("""{"data":{"version":"1","products":[{"upc":"p1"}]}}""", await Shop.AskAsync("{ version products(first: 1) { upc } }"));
        Assert.Equal(0, Shop.Accounts.Requests);
    }

    [Fact]
    public async Task Mutations_run_in_the_order_of_the_request()
    {
        Assert.Equal(
            """{"data":{"a":{"name":"Bo","reviews":[{"body":"Good"},{"body":"Sharp"}]},"b":{"price":9,"inStock":true},"c":{"name":"Cy"}}}""",
            await Shop.AskAsync("""
                mutation {
                  a: rename(id: "usr_1", name: "Bo") { name reviews { body } }
                  b: reprice(upc: "p1", price: 9) { price inStock }
                  c: rename(id: "usr_2", name: "Cy") { name }
                }
                """));
        Assert.Equal(2, Shop.Accounts.Requests);
    }

    [Fact]
    public async Task Text_travels_as_it_is()
        => Assert.Equal(
            """{"data":{"rename":{"name":"Ö\n\"x\"","reviews":[{"body":"Bad"}]}}}""",
            await Shop.AskAsync("""mutation { rename(id: "usr_2", name: "Ö\n\"x\"") { name reviews { body } } }"""));

    [Fact]
    public async Task Node_finds_an_object_by_its_ids_prefix()
        => Assert.Equal(
            """{"data":{"node":{"__typename":"User","id":"usr_1","name":"Ada","reviews":[{"id":"rev_1"},{"id":"rev_2"}]}}}""",
            await Shop.AskAsync("""{ node(id: "usr_1") { __typename id ... on User { name reviews { id } } ... on Review { body } } }"""));

    [Fact]
    public async Task Nodes_keeps_the_order_and_gives_null_for_what_does_not_exist()
        => Assert.Equal(
            """{"data":{"nodes":[{"id":"rev_3","body":"Bad"},null,{"id":"usr_2","name":"Grace \"G\""}]}}""",
            await Shop.AskAsync(
                "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on User { name } ... on Review { body } } }", """{"ids":["rev_3","usr_9","usr_2"]}"""));

    [Fact]
    public async Task An_id_without_a_known_prefix_is_an_error()
        => Assert.Equal(
            """{"data":{"node":null},"errors":[{"message":"The id does not name an object of this schema.","path":["node"],"extensions":{"code":"NODE_ID_INVALID","service":"gateway"}}]}""",
            await Shop.AskAsync("""{ node(id: "zzz_1") { id } }"""));

    [Fact]
    public async Task Introspection_shows_the_clients_schema_only()
        => Assert.Equal(
            """{"data":{"__schema":{"queryType":{"name":"Query"}},"__type":{"fields":[{"name":"inStock","args":[]},{"name":"name","args":[]},{"name":"price","args":[]},{"name":"rating","args":[]},{"name":"reviews","args":[]},{"name":"shipping","args":[{"name":"express"}]},{"name":"size","args":[]},{"name":"upc","args":[]},{"name":"weight","args":[]}]}}}""",
            Sorted(await Shop.AskAsync("""{ __schema { queryType { name } } __type(name: "Product") { fields { name args { name } } } }""")));

    /// <summary>The order of composed fields is the composition's matter.</summary>
    private static string Sorted(string json)
    {
        var start = json.IndexOf("\"fields\":[", StringComparison.Ordinal) + 10;
        var end = json.LastIndexOf("]}}}", StringComparison.Ordinal);
        var names = System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("data").GetProperty("__type").GetProperty("fields")
            .EnumerateArray().OrderBy(f => f.GetProperty("name").GetString(), StringComparer.Ordinal).Select(f => f.GetRawText());
        return json[..start] + string.Join(',', names) + json[end..];
    }
}

public sealed class MergingInProcessTests() : MergingTests(overHttp: false);

public sealed class MergingOverHttpTests() : MergingTests(overHttp: true);
