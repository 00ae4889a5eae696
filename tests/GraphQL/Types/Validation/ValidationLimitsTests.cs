using System.Text.Json;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Tests;

/// <summary>What valid documents may still not do, and that hostile ones cost no more than they are long.</summary>
public sealed class ValidationLimitsTests
{
    private static readonly Schema Schema = SchemaBuilder.Build(Parser.Parse("type Query { a: Query b: Int c(x: Int): Int }"), SchemaOptions.Default);

    private static readonly ValidationLimits Tight = new()
    {
        DepthMax = 3, FragmentDepthMax = 2, FieldsMax = 12, RootFieldsMax = 4, AliasesMax = 2, DirectivesMax = 1, MergeComparisonsMax = 3, ErrorsMax = 2,
    };

    [Theory]
    [InlineData("{ a { a { b } } }", null)]
    [InlineData("{ a { a { a { b } } } }", "1:1 LIMIT_DEPTH_EXCEEDED Fields may be nested at most 3 levels deep.")]
    [InlineData("query A { a { ...F } } fragment F on Query { a { a { b } } }", "1:1 LIMIT_DEPTH_EXCEEDED Fields may be nested at most 3 levels deep.")]
    [InlineData("{ ... { ... { b } } }", null)]
    [InlineData("{ ... { ... { ... { b } } } }", "1:1 LIMIT_FRAGMENT_DEPTH_EXCEEDED Fragments may be nested at most 2 levels deep.")]
    [InlineData("{ b } fragment F on Query { ...G } fragment G on Query { ...H } fragment H on Query { ... { b } }",
        "1:7 LIMIT_FRAGMENT_DEPTH_EXCEEDED Fragments may be nested at most 2 levels deep.")]
    [InlineData("{ w: a { ...F } x: a { ...F } } fragment F on Query { a { b } b }", null)]
    [InlineData("{ a { ...F ...F ...F ...F } } fragment F on Query { ...G ...G } fragment G on Query { b c }",
        "1:1 LIMIT_FIELDS_EXCEEDED An operation may select at most 12 fields.")]
    [InlineData("{ b ...F } fragment F on Query { b b b b }", "1:1 LIMIT_ROOT_FIELDS_EXCEEDED An operation may select at most 4 fields of its root.")]
    [InlineData("{ x: b y: b z: b }", "1:13 LIMIT_ALIASES_EXCEEDED A document may have at most 2 aliases.")]
    [InlineData("{ b @skip(if: true) @include(if: true) }", "1:3 LIMIT_DIRECTIVES_EXCEEDED At most 1 directives may stand at one place.")]
    [InlineData("{ b b b }", null)]
    [InlineData("{ b b b b }", "1:1 LIMIT_MERGE_COMPARISONS_EXCEEDED Fields of the same name may need at most 3 comparisons.")]
    public void Limit_Should_HaveAnErrorOfItsOwn(string document, string? expected)
        => Assert.Equal(expected is null ? [] : [expected], Validate(document, Tight));

    [Fact]
    public void Validation_Should_GiveUp_When_NobodyWouldReadMore()
        => Assert.Equal(
            [
                "1:3  Cannot query field \"nothing\" on type \"Query\".",
                "1:11  Cannot query field \"nowhere\" on type \"Query\".",
                "LIMIT_ERRORS_EXCEEDED Too many validation errors, error limit reached. Validation aborted.",
            ],
            Validate("{ nothing nowhere never nobody }", Tight));

    [Fact]
    public void Introspection_Should_NotMultiplyListsByLists()
    {
        Assert.Empty(Validate("{ __schema { types { fields { type { fields { name } } } } } }", ValidationLimits.Default));
        Assert.Equal(
            ["1:3 LIMIT_INTROSPECTION_DEPTH_EXCEEDED Lists of introspection may be nested at most 2 levels deep."],
            Validate("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }", ValidationLimits.Default));
        Assert.Equal(
            ["1:3 LIMIT_INTROSPECTION_DEPTH_EXCEEDED Fields of introspection may be nested at most 20 levels deep."],
            Validate($"{{ __type(name: \"A\") {{ {Repeat("ofType { ", 19)} name {Repeat("}", 19)} }} }}", ValidationLimits.Default));
    }

    [Fact]
    public void Defaults_Should_BeWideEnoughForAnIdesIntrospection() => Assert.Empty(Validate(IdeIntrospection, ValidationLimits.Default));

    /// <summary>On a schema that knows none of their fields: the limits are examined before everything else.</summary>
    [SharedFact]
    public void Defaults_Should_BeWideEnoughForOurOwnOperations()
    {
        string[] documents =
        [
            File.ReadAllText(SharedFolder.File("bench", "gateway", "query.graphql")),
            .. Directory.GetFiles(SharedFolder.File("bench", "engine", "queries")).Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("query").GetString()!),
            .. Directory.GetFiles(Path.Combine(SharedFolder.Repository, "schema", "operations"), "*.graphql").Select(File.ReadAllText),
        ];

        Assert.All(documents, document => Assert.DoesNotContain(
            DocumentValidator.Validate(Schema, Parser.Parse(document), ValidationLimits.Default with { ErrorsMax = int.MaxValue }), error => error.Code is not null));
    }

    /// <summary>Each comparison is counted against the limit, so the largest limit that refuses a document tells its work: one for each field.</summary>
    [Theory]
    [InlineData(10, 31)]
    [InlineData(100, 301)]
    [InlineData(400, 1_201)]
    public void Comparisons_Should_BeCounted(int fields, int comparisons)
    {
        var document = $"{{ a {{ {Repeat("b a { b } ", fields)} }} }}";

        Assert.Empty(Validate(document, new ValidationLimits { MergeComparisonsMax = comparisons }));
        Assert.Single(Validate(document, new ValidationLimits { MergeComparisonsMax = comparisons - 1 }));
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { "LIMIT_MERGE_COMPARISONS_EXCEEDED", $"{{ a {{ {Repeat("b ", 9_000)} b: c(x: 1) }} }}" },
        { "LIMIT_MERGE_COMPARISONS_EXCEEDED", $"{{ a {{ {Repeat($"a {{ {Repeat("a { b } ", 20)} }} ", 100)} a {{ a {{ b: c(x: 1) }} }} }} }}" },
        { "LIMIT_MERGE_COMPARISONS_EXCEEDED", Fragments(900, i => i == 899 ? "b: c(x: 1)" : "b", "a { ", "}") },
        { "LIMIT_FIELDS_EXCEEDED", Fragments(30, i => i == 29 ? "b" : $"...F{i + 1} ...F{i + 1}", "...F0 #", "") },
        { "LIMIT_FRAGMENT_DEPTH_EXCEEDED", Fragments(2_000, i => i == 1_999 ? "b" : $"...F{i + 1}", "...F0 #", "") },
        { "LIMIT_DEPTH_EXCEEDED", Fragments(1_500, i => i == 1_499 ? "b" : $"a {{ ...F{i + 1} }}", "...F0 #", "") },
        { "LIMIT_FRAGMENT_DEPTH_EXCEEDED", Fragments(2_000, i => $"...F{(i + 1) % 2_000}", "...F0 #", "") },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_Document_Should_BeRefused_WithBoundedWork(string code, string document)
        => Assert.Contains(Validate(document, ValidationLimits.Default), error => error.Contains(code, StringComparison.Ordinal));

    [Fact]
    public void Fragments_ThatSpreadEachOther_Should_BeRefused_WithoutEnd()
        => Assert.All(
            Validate(Fragments(40, i => string.Join(' ', Enumerable.Range(0, 40).Select(j => $"a {{ ...F{j} }}")), "...F0 #", ""), ValidationLimits.Default),
            error => Assert.True(error.Contains("within itself", StringComparison.Ordinal) || error.Contains("LIMIT_", StringComparison.Ordinal), error));

    /// <summary>An operation that spreads all fragments between <paramref name="before"/> and <paramref name="after"/>, and the fragments F0, F1, ….</summary>
    private static string Fragments(int count, Func<int, string> body, string before, string after)
        => $"{{ {before} {string.Join(' ', Enumerable.Range(0, count).Select(i => $"...F{i}"))} {after}\n}}"
            + string.Join('\n', Enumerable.Range(0, count).Select(i => $"fragment F{i} on Query {{ {body(i)} }}"));

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static IEnumerable<string> Validate(string document, ValidationLimits limits)
        => DocumentValidator.Validate(Schema, Parser.Parse(document, ParserOptions.Trusted), limits)
            .Select(error => string.Concat(error.Locations.Take(1).Select(location => $"{location.Line}:{location.Column} ")) + $"{error.Code} {error.Message}");

    /// <summary>What GraphiQL and other explorers send.</summary>
    private const string IdeIntrospection =
        """
        query IntrospectionQuery {
          __schema {
            description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
            types { ...FullType }
            directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
          }
        }
        fragment FullType on __Type {
          kind name description specifiedByURL isOneOf
          fields(includeDeprecated: true) {
            name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason
          }
          inputFields(includeDeprecated: true) { ...InputValue }
          interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
          possibleTypes { ...TypeRef }
        }
        fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
        fragment TypeRef on __Type {
          kind name
          ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
          ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
        }
        """;
}
