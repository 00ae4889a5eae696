namespace FinFlow.Gateway.Tests;

/// <summary>
/// The cheaper plan wins: two more requests side by side (20) are better than one more round trip (a request and a level of waiting, 25), three (30)
/// are not. Three sources give one measure each and are asked at once; one gives all, by a code that the catalog must be asked for first.
/// </summary>
public sealed class PlanTradeTests
{
    private readonly Measures _measures = new();

    private static void Golden(string plan, [System.Runtime.CompilerServices.CallerMemberName] string name = "") => Snapshot.Matches($"Plans/{name}.txt", plan);

    [Fact]
    public void Two_more_requests_side_by_side_are_better_than_one_more_round_trip() => Golden(_measures.Plan("{ item { label width height } }"));

    [Fact]
    public void One_more_round_trip_is_better_than_three_more_requests_side_by_side() => Golden(_measures.Plan("{ item { label width height depth } }"));

    private sealed class Measures : ComposedSources
    {
        public override IReadOnlyList<TestSource> Sources { get; } =
        [
            new TestSource("items", """
                type Query { item: Item }
                type Item @key(fields: "id") { id: ID! }
                """),
            new TestSource("catalog", """
                type Query { itemById(id: ID!): Item @lookup @internal }
                type Item @key(fields: "id") { id: ID! code: String! @shareable label: String! }
                """),
            new TestSource("drawings", """
                type Query { itemByCode(code: String!): Item @lookup @internal }
                type Item @key(fields: "code") { code: String! width: Int! @shareable height: Int! @shareable depth: Int! @shareable }
                """),
            .. ((string[])["width", "height", "depth"]).Select(measure => new TestSource(measure, $$"""
                type Query { {{measure}}OfItem(id: ID!): Item @lookup @internal }
                type Item @key(fields: "id") { id: ID! {{measure}}: Int! @shareable }
                """)),
        ];
    }
}
