using System.Text;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>Plans over interfaces, unions, provided and shared fields, keys through several hops, requirements and subscriptions.</summary>
public sealed class LibraryPlanTests
{
    private readonly Library _library = new();

    private static void Golden(string plan, [System.Runtime.CompilerServices.CallerMemberName] string name = "") => Snapshot.Matches($"Plans/{name}.txt", plan);

    [Fact]
    public void A_key_goes_through_several_hops() => Golden(_library.Plan("{ loans { item { ... on Book { fee } } } }"));

    [Fact]
    public void A_shared_field_comes_from_where_the_object_is() => Golden(_library.Plan("{ loans { item { ... on Film { title } } } }"));

    [Fact]
    public void A_provided_field_needs_no_lookup() => Golden(_library.Plan("{ loans { borrower { name email } } }"));

    [Fact]
    public void A_requirement_goes_into_the_lookup_that_enters_the_source() => Golden(_library.Plan("{ shelf { ... on Book { label } } }"));

    [Fact]
    public void A_requirement_of_a_source_that_is_there_already_enters_it_again() => Golden(_library.Plan("{ dearest { fee label } }"));

    [Fact]
    public void An_interface_is_looked_up_in_a_union_of_another_source() => Golden(_library.Plan("{ shelf { title ... on Book { due } ... on Film { due } } }"));

    [Fact]
    public void A_union_is_looked_up_as_an_interface_of_another_source() => Golden(_library.Plan("{ loans { item { ... on Media { title } ... on Book { author { email } } } } }"));

    [Fact]
    public void Each_event_of_a_subscription_is_completed_by_lookups() => Golden(_library.Plan("subscription { returned { item { ... on Book { due title } } borrower { email } } }"));

    [Fact]
    public void In_one_piece_what_is_deferred_is_fetched_with_the_rest()
        => Golden(_library.Plan("{ loans { item { ... on Book { due } ... on Book @defer(label: \"fee\") { fee } } borrower { name ... @defer { email } } } }"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_skipped_is_in_no_plan(bool brief)
    {
        var request = new OperationRequest
        {
            Document = "query($brief: Boolean!) { shelf { title ... on Book @skip(if: $brief) { fee } ... on Film @include(if: $brief) { due } } }"u8.ToArray(),
            Variables = Encoding.UTF8.GetBytes($$"""{"brief":{{(brief ? "true" : "false")}}}"""),
        };
        var (explanation, _) = PlanExplanation.Of(_library.Composed, request);
        Golden(explanation!.ToString(), brief ? "What_is_skipped_is_in_no_plan" : "What_is_not_skipped_is_in_the_plan");
    }
}
