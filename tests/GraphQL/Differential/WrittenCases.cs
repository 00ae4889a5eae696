namespace FinFlow.GraphQL.Tests;

/// <summary>
/// Operations whose answers people argue about. Two kinds are missing because the answers differ on purpose: operations of a type that the
/// schema lacks, for which graphql-js 16 does not yet have the specification's rule, and the empty text, which is no document for us.
/// </summary>
internal static class WrittenCases
{
    public const string Sdl =
        """
        type Query { a: A aa: [A!] nn: N! list: [[Int!]] bad: Int word: Int! pet: Pet pets: [Named] echo(in: In, n: Int = 4, ids: [ID!], e: E, one: One, f: Float): String slow: A }
        type A { x: Int y: A n: N! s: String! }
        type N { v: Int! w: Int }
        interface Named { name: String! }
        type Cat implements Named { name: String! meows: Boolean other: Int }
        type Dog implements Named { name: String! barks: Boolean other: String }
        union Pet = Cat | Dog
        enum E { UP DOWN }
        input In { a: Int! = 5 b: [Int] c: In e: E = UP }
        input One @oneOf { s: String n: Int }
        """;

    public const string Root =
        """
        {
          "a": { "x": 1, "y": { "x": 2, "y": null, "n": { "v": null, "w": 3 }, "s": "t" }, "n": { "v": 1, "w": null }, "s": "s" },
          "aa": [{ "x": 1, "n": { "v": 1 }, "s": "s" }, { "x": 2, "n": null, "s": "s" }],
          "nn": { "v": 4, "w": { "$error": "no w" } },
          "list": [[1, 2], null, [3, null]],
          "bad": "not a number", "word": 7.5,
          "pet": { "__typename": "Dog", "name": "Rex", "barks": true, "other": "o" },
          "pets": [{ "__typename": "Cat", "name": "Tom", "meows": true, "other": 1 }, null, { "__typename": "Dog", "name": { "$error": "nameless" }, "other": "o" }],
          "slow": { "$later": { "x": 5, "y": { "$later": { "x": 6, "s": { "$later": null } } }, "s": "late" } }
        }
        """;

    public static IReadOnlyList<(string Document, string Variables)> All { get; } =
    [
        ("{ a { x y { x n { v w } s } } }", "{}"),
        ("{ aa { x n { v } } }", "{}"),
        ("{ nn { v w } }", "{}"),
        ("{ list }", "{}"),
        ("{ bad }", "{}"),
        ("{ word }", "{}"),
        ("{ pet { ... on Named { name } ... on Dog { barks } ... on Cat { meows } __typename } }", "{}"),
        ("{ pets { name ... on Cat { o: other } ... on Dog { p: other } } }", "{}"),
        ("{ pets { ... on Cat { other } ... on Dog { other } } }", "{}"),
        ("{ slow { x y { x s } s } }", "{}"),
        ("{ slow { y { s } } a { x } }", "{}"),
        ("{ echo }", "{}"),
        ("{ echo(n: null) }", "{}"),
        ("query ($n: Int) { echo(n: $n) }", "{}"),
        ("query ($n: Int) { echo(n: $n) }", """{ "n": null }"""),
        ("query ($n: Int = 9) { echo(n: $n) }", "{}"),
        ("query ($n: Int!) { echo(n: $n) }", "{}"),
        ("query ($n: Int!) { echo(n: $n) }", """{ "n": "1" }"""),
        ("query ($n: Int!) { echo(n: $n) }", """{ "n": 2147483648 }"""),
        ("query ($n: Int!) { echo(n: $n) }", """{ "n": 1.5 }"""),
        ("query ($n: Int!) { echo(n: $n) }", """{ "n": true }"""),
        ("{ echo(n: 2147483648) }", "{}"),
        ("{ echo(in: {}) }", "{}"),
        ("{ echo(in: { a: 1, b: 2, c: { b: [1, null], e: DOWN } }) }", "{}"),
        ("query ($b: Int) { echo(in: { b: [$b, 1] }) }", "{}"),
        ("query ($b: [Int]) { echo(in: { b: $b }) }", "{}"),
        ("query ($b: [Int]) { echo(in: { b: $b }) }", """{ "b": 3 }"""),
        ("query ($in: In) { echo(in: $in) }", """{ "in": { "a": null } }"""),
        ("query ($in: In) { echo(in: $in) }", """{ "in": { "z": 1, "c": { "e": "SIDEWAYS" } } }"""),
        ("query ($in: In) { echo(in: $in) }", """{ "in": [1] }"""),
        ("{ echo(ids: 7) }", "{}"),
        ("{ echo(ids: [7, \"x\"]) }", "{}"),
        ("query ($ids: [ID!]) { echo(ids: $ids) }", """{ "ids": [1, null] }"""),
        ("query ($ids: [ID!]) { echo(ids: $ids) }", """{ "ids": 1.5 }"""),
        ("query ($e: E) { echo(e: $e) }", """{ "e": "DOWN" }"""),
        ("query ($e: E) { echo(e: $e) }", """{ "e": "DWN" }"""),
        ("query ($e: E) { echo(e: $e) }", """{ "e": 1 }"""),
        ("{ echo(e: \"UP\") }", "{}"),
        ("{ echo(one: { s: \"a\" }) }", "{}"),
        ("{ echo(one: { s: \"a\", n: 1 }) }", "{}"),
        ("{ echo(one: {}) }", "{}"),
        ("{ echo(one: { s: null }) }", "{}"),
        ("query ($s: String) { echo(one: { s: $s }) }", "{}"),
        ("query ($s: String!) { echo(one: { s: $s }) }", """{ "s": "a" }"""),
        ("query ($one: One) { echo(one: $one) }", """{ "one": { "s": "a", "n": 1 } }"""),
        ("query ($one: One) { echo(one: $one) }", """{ "one": { "n": null } }"""),
        ("{ echo(f: 1) }", "{}"),
        ("query ($f: Float) { echo(f: $f) }", """{ "f": 1e2 }"""),
        ("query ($f: Float) { echo(f: $f) }", """{ "f": "1" }"""),
        ("query ($no: Boolean!) { a @skip(if: $no) { x } nn @include(if: $no) { v } }", """{ "no": true }"""),
        ("query ($no: Boolean!) { a { x ... @include(if: $no) { s } } a { s @skip(if: true) } }", """{ "no": false }"""),
        ("{ ...F ...F a { y { x } } } fragment F on Query { a { x } a { ...G } } fragment G on A { s }", "{}"),
        ("{ a { x } a: aa { x } }", "{}"),
        ("{ a { x(n: 1) } }", "{}"),
        ("{ a }", "{}"),
        ("{ a { x { y } } }", "{}"),
        ("{ ...Missing }", "{}"),
        ("{ ...F } fragment F on Query { ...F }", "{}"),
        ("query A { bad } query B { bad }", "{}"),
        ("{ a { x } ", "{}"),
        ("{ a { x } } \"dangling\"", "{}"),
        ("{ __typename __type(name: \"In\") { kind inputFields { name defaultValue type { name kind ofType { name } } } } }", "{}"),
        ("{ __type(name: \"Nothing\") { name } __schema { queryType { name } mutationType { name } } }", "{}"),
        ("{ __type(name: \"Pet\") { possibleTypes { name } } x: __type(name: \"One\") { isOneOf } }", "{}"),
        ("query ($v: Nothing) { echo }", "{}"),
        ("query ($v: A) { echo }", "{}"),
        ("query ($v: Int, $v: Int) { echo(n: $v) }", "{}"),
        ("query ($v: Int) { echo }", "{}"),
        ("{ echo(n: $v) }", "{}"),
        ("query ($v: String) { echo(n: $v) }", "{}"),
        ("{ echo(n: 1, n: 2) }", "{}"),
        ("{ echo(in: { a: 1, a: 2 }) }", "{}"),
        ("{ a @unknown { x } }", "{}"),
        ("{ a @skip { x } }", "{}"),
        ("{ a @skip(if: true) @skip(if: true) { x } }", "{}"),
        ("{ pet { ... on A { x } } }", "{}"),
        ("{ pet { name } }", "{}"),
        ("{ ... on Int { x } }", "{}"),
        ("fragment F on A { x }", "{}"),
    ];
}
