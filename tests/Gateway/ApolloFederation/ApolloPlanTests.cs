namespace FinFlow.Gateway.Tests;

/// <summary>Plans over Apollo Federation subgraphs: representations instead of keys, `_entities` instead of lookups.</summary>
public sealed class ApolloPlanTests
{
    private static void Golden(string plan, [System.Runtime.CompilerServices.CallerMemberName] string name = "") => Snapshot.Matches($"Plans/{name}.txt", plan);

    [Fact]
    public void Entities_are_asked_for_by_their_key() => Golden(ApolloShop.Plan("{ reviews { body product { name } } }"));

    [Fact]
    public void A_nested_key_is_fetched_from_who_knows_it() => Golden(ApolloShop.Plan("{ reviews { product { inStock } } }"));

    [Fact]
    public void Requirements_go_into_the_representation() => Golden(ApolloShop.Plan("query($e: Boolean!) { products { shipping(express: $e) } }"));

    [Fact]
    public void What_is_provided_is_not_asked_for_again() => Golden(ApolloShop.Plan("{ reviews { author { name email } } }"));

    [Fact]
    public void A_field_that_was_overridden_comes_from_its_new_place() => Golden(ApolloShop.Plan("{ products { shelf } }"));

    [Fact]
    public void An_interface_object_gives_its_fields_to_all_implementations() => Golden(ApolloShop.Plan("{ items { name stars } search(text: \"a\") { ... on Voucher { stars } } }"));

    [Fact]
    public void Of_an_interface_object_the_type_is_found_out_where_somebody_asks_for_it() => Golden(ApolloShop.Plan("{ top { __typename name stars ... on Product { inStock reviews { body } } } }"));

    [Fact]
    public void Of_an_interface_object_the_type_is_not_found_out_where_nobody_asks_for_it() => Golden(ApolloShop.Plan("{ best { upc stars similar { stars } } }"));

    [Fact]
    public void Several_steps_that_give_interface_objects_at_one_place_share_the_lookup_of_their_type() => Golden(ApolloShop.Plan("{ items { similar { name } } }"));

    [Fact]
    public void Interface_objects_of_interface_objects_are_found_out_one_after_the_other() => Golden(ApolloShop.Plan("{ best { similar { ... on Voucher { worth similar { name } } } } }"));

    [Fact]
    public void Of_what_may_be_of_several_types_each_type_is_asked_where_it_is_known() => Golden(ApolloShop.Plan("{ cases { label } }"));

    [Fact]
    public void What_is_required_of_the_types_of_an_interface_comes_with_it() => Golden(ApolloShop.Plan("{ cases { marking mark { code } } }"));

    [Fact]
    public void Types_are_required_in_lists() => Golden(ApolloShop.Plan("{ cases { kinds } }"));

    [Fact]
    public void Version_1_takes_part() => Golden(ApolloShop.Plan("{ products { buyer { name address { city } reviews { body } } } }"));
}
