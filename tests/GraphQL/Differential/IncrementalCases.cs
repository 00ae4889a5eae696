namespace FinFlow.GraphQL.Tests;

/// <summary>Operations in parts, for the schema and the data of <see cref="WrittenCases"/>.</summary>
internal static class IncrementalCases
{
    public static IReadOnlyList<string> All { get; } =
    [
        "{ a { x ... @defer { s } } }",
        "{ a { x ... @defer(label: \"one\") { s } ... @defer(label: \"two\") { s x y { x } } } }",
        "{ ... @defer { a { x } } }",
        "{ a { x } ... @defer(label: \"all\") { a { x s } nn { v } } }",
        "{ a { ... @defer(label: \"outer\") { x ... @defer(label: \"inner\") { s y { x } } } } }",
        "{ a { ... @defer(label: \"outer\") { ... @defer(label: \"inner\") { s } } } }",
        "{ a { x ... @defer(label: \"nothing new\") { x } } }",
        "{ a { ... @defer(if: false) { s } x } }",
        "query ($d: Boolean = false) { a { x ... @defer(if: $d) { s } } }",
        "query ($d: Boolean = true) { a { x ... @defer(if: $d) { s } } }",
        "query ($d: Boolean) { a { x ... @defer(if: $d) { s } } }",
        "{ a { x ... @defer(label: \"d\") { y { n { v } } } } }",
        "{ a { x ... @defer(label: \"bad\") { y { y { x } n { v w } } s } } }",
        "{ nn { ... @defer { v w } } }",
        "{ nn { v ... @defer { w } } }",
        "{ a { y { ... @defer { n { w } x } n { v } } } }",
        "{ slow { ... @defer { x } y { x ... @defer { s } } } }",
        "{ slow { x ... @defer(label: \"null for the list\") { y { s } } } }",
        "{ aa @stream(initialCount: 1) { x } }",
        "{ list @stream }",
        "{ list @stream(initialCount: 3) }",
        "{ list @stream(initialCount: 9) }",
        "{ list @stream(if: false) }",
        "{ list @stream(initialCount: 1, label: \"items\") }",
        "{ list @stream(initialCount: -1) }",
        "{ pets @stream(initialCount: 1, label: \"pets\") { name ... on Cat @defer { meows } } }",
        "{ pets @stream { ... @defer { name } __typename } }",
        "{ ... @defer(label: \"later\") { pets @stream(initialCount: 1) { name } } }",
        "{ aa { x ... @defer { s } } }",
        "{ aa { ... @defer { n { v } } } }",
        "{ aa @stream { x n { v } } a { x } }",
        "{ pet { ... on Dog @defer { barks other } ... on Cat @defer { meows } __typename } }",
        "{ ...F @defer(label: \"f\") ...F } fragment F on Query { a { x } }",
        "{ ...F ...F @defer(label: \"f\") } fragment F on Query { a { x } }",
        "{ ...F @defer(label: \"f\") ...G @defer(label: \"g\") } fragment F on Query { a { x y { x } } } fragment G on Query { a { y { s x } } nn { v } }",
        "{ a { ... @defer(label: \"A\") { y { x } } y { ... @defer(label: \"B\") { x s } } } }",
        "{ a { y { n { w } } } ... @defer(label: \"deep\") { a { y { n { v } s } } } }",
        "mutation { a }",
    ];
}
