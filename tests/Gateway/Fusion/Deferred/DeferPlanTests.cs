using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>What is asked of whom when fragments are deferred, and what comes with what.</summary>
public sealed class DeferPlanTests
{
    private readonly Press _press = new();
    private readonly Library _library = new();
    private readonly Shop _shop = new();

    private static void Golden(ComposedSources sources, string document, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
        => Snapshot.Matches($"Plans/{name}.txt", new Planner(sources.Composed).Plan(Parser.Parse(document), isIncremental: true).ToString());

    [Fact]
    public void What_is_deferred_is_a_request_of_its_own_with_keys_of_the_first()
        => Golden(_press, "{ feed { title ... @defer(label: \"text\") { body words } } }");

    [Fact]
    public void The_same_source_is_entered_again()
        => Golden(_press, "{ feed { title ... @defer { subtitle author { name } } } }");

    [Fact]
    public void Two_fragments_share_the_request_of_what_both_want()
        => Golden(_press, "{ front { ... @defer(label: \"one\") { body author { name } } ... @defer(label: \"two\") { body author { email } } } }");

    [Fact]
    public void Nested_fragments_follow_one_another()
        => Golden(_press, "{ front { title ... @defer(label: \"outer\") { related { title ... @defer(label: \"inner\") { body author { name } } } } } }");

    [Fact]
    public void Root_fields_are_asked_for_by_requests_of_their_own()
        => Golden(_press, "{ editor { name } ... @defer { front { title body } } }");

    [Fact]
    public void Without_a_lookup_the_root_field_is_asked_for_again()
        => Golden(_press, "{ stats { visits ... @defer { since top { body } } } }");

    [Fact]
    public void Without_a_lookup_items_of_a_list_are_fetched_before()
        => Golden(_press, "{ stats { history { number ... @defer { pages cover { body } } } } }");

    [Fact]
    public void A_mutation_is_not_repeated()
        => Golden(_press, "mutation { publish(title: \"Wind\") { id issue { number ... @defer { pages } } ... @defer { title } } retract { id } }");

    [Fact]
    public void A_requirement_comes_with_what_is_before()
        => Golden(_press, "{ front { id ... @defer { headline } } }");

    [Fact]
    public void A_deferred_key_goes_through_several_hops()
        => Golden(_library, "{ loans { item { ... on Book { due } ... on Book @defer(label: \"fee\") { fee } } borrower { name ... @defer { email } } } }");

    [Fact]
    public void Fields_of_a_union_are_deferred_by_type()
        => Golden(_library, "{ loans { item { ... on Media { title } ... on Book @defer { isbn } ... on Film @defer { minutes } } } }");

    [Fact]
    public void A_node_exists_before_anything_of_it_is_deferred()
        => Golden(_shop, "query($id: ID!) { node(id: $id) { id ... on User @defer { name reviews { body } } } }");

    [Fact]
    public void The_explanation_shows_what_is_deferred()
    {
        var (explanation, _) = PlanExplanation.Of(
            _press.Composed, DeliveredAnswer.Request("query($d: Boolean!) { front { title ... Later @defer(if: $d, label: \"later\") } } fragment Later on Article { title body }", """{"d":true}"""));
        Snapshot.Matches("Plans/The_explanation_shows_what_is_deferred.txt", explanation!.ToString());
    }

    [Fact]
    public void In_one_piece_the_plan_is_as_if_nothing_were_deferred()
    {
        const string document = "{ front { title ... @defer { body author { name } } } }";
        Assert.Equal(_press.Plan(document.Replace(" @defer", "", StringComparison.Ordinal)), _press.Plan(document));
    }

    [Fact]
    public void More_deferred_fragments_than_permitted_are_refused()
    {
        var options = new PlannerOptions { DeferredFragmentsMax = 3 };
        var fragments = string.Join(' ', Enumerable.Range(1, 4).Select(i => $"... @defer(label: \"{i}\") {{ body }}"));
        var refusal = Assert.Throws<PlanException>(() => new Planner(_press.Composed, options).Plan(Parser.Parse($"{{ front {{ {fragments} }} }}"), isIncremental: true));
        Assert.Equal(("The operation has more than 3 deferred fragments, fragments expanded.", "DEFER_MAX"), (refusal.Message, refusal.Code));
    }
}
