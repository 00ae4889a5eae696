namespace FinFlow.Gateway.Tests;

/// <summary>Plans as a reader sees them: every change of the planner shows here.</summary>
public sealed class PlanTests
{
    private readonly Shop _shop = new();

    private static void Golden(string plan, [System.Runtime.CompilerServices.CallerMemberName] string name = "") => Snapshot.Matches($"Plans/{name}.txt", plan);

    [Fact]
    public void One_source_is_one_request()
        => Golden(_shop.Plan("query($n: Int = 2) { products(first: $n) { upc name } }"));

    [Fact]
    public void Entities_are_looked_up_by_keys_that_the_client_did_not_ask_for()
        => Golden(_shop.Plan("{ me { name reviews { body product { name } } } }"));

    [Fact]
    public void Requirements_are_fetched_before_the_field_that_needs_them()
        => Golden(_shop.Plan("{ me { reviews { product { name shipping } } } reviews { product { name shipping } } }"));

    [Fact]
    public void Fields_of_a_union_are_asked_by_type()
        => Golden(_shop.Plan("""{ search(text: "x") { ... on Named { name } ... on Product { inStock } } }"""));

    [Fact]
    public void Mutations_wait_for_the_lookups_of_the_one_before()
        => Golden(_shop.Plan("""mutation { rename(id: "usr_1", name: "Bo") { reviews { body } } reprice(upc: "p1", price: 9) { price } }"""));

    [Fact]
    public void Node_has_a_lookup_for_each_type()
        => Golden(_shop.Plan("query($id: ID!) { node(id: $id) { id ... on User { name } } }"));

    [Fact]
    public void Nodes_has_a_lookup_for_each_type_and_completes_what_it_finds()
        => Golden(_shop.Plan("query($ids: [ID!]!) { nodes(ids: $ids) { id ... on User { name reviews { body } } ... on Review { product { name } } } }"));

    [Fact]
    public void Mutations_of_one_source_are_not_merged_over_another_between_them()
        => Golden(_shop.Plan("""mutation { a: rename(id: "usr_1", name: "Bo") { name } b: reprice(upc: "p1", price: 9) { inStock } c: rename(id: "usr_2", name: "Cy") { name } }"""));

    [Fact]
    public void However_many_places_there_are_each_source_is_asked_once_per_round_trip()
    {
        var places = string.Join(' ', Enumerable.Range(0, 40).Select(i => $"m{i}: me {{ reviews {{ product {{ name shipping }} }} email }}"));
        var requests = _shop.Plan($"{{ {places} }}").Split('\n').Where(line => line.StartsWith("request ", StringComparison.Ordinal));
        Assert.Equal(
            ["request 1 to accounts", "request 2 to reviews after 1", "request 3 to products after 2", "request 4 to inventory after 2, 3"], requests);
    }

    [Fact]
    public void Equal_operations_give_equal_plans()
    {
        const string document = "{ me { reviews { product { name shipping reviews { author { name email } } } } } products { inStock rating } version }";
        Assert.Equal(_shop.Plan(document), new Shop().Plan(document));
    }
}
