using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Tests;

/// <summary>One example of each violation, with its whole message and where it points.</summary>
public sealed class SchemaValidatorTests
{
    [Theory]
    [InlineData("schema { query: Query } schema { mutation: Query }", "1:25 Must provide only one schema definition.")]
    [InlineData("schema { query: Query query: Query }", "1:10 1:23 There can be only one query type in schema.")]
    [InlineData("scalar A scalar A", "1:8 1:17 There can be only one type named \"A\".")]
    [InlineData("enum A { X } extend enum A { X }", "1:10 1:30 Enum value \"A.X\" can only be defined once.")]
    [InlineData("input A { x: Int } extend input A { x: Int }", "1:11 1:37 Field \"A.x\" can only be defined once.")]
    [InlineData("directive @a(x: Int, x: Int) on FIELD", "1:14 1:22 Argument \"@a(x:)\" can only be defined once.")]
    [InlineData("directive @a on FIELD directive @a on FIELD", "1:12 1:34 There can be only one directive named \"@a\".")]
    [InlineData("type A { x: Strin }", "1:13 Unknown type \"Strin\". Did you mean \"String\"?")]
    [InlineData("type A @nothing { x: Int }", "1:8 Unknown directive \"@nothing\".")]
    [InlineData("type A @deprecated { x: Int }", "1:8 Directive \"@deprecated\" may not be used on OBJECT.")]
    [InlineData("input A @oneOf { x: Int } extend input A @oneOf", "1:9 1:42 The directive \"@oneOf\" can only be used once at this location.")]
    [InlineData("type Account { x: Int } extend type Acount { y: Int }", "1:37 Cannot extend type \"Acount\" because it is not defined. Did you mean \"Account\"?")]
    [InlineData("type A { x: Int } extend input A { y: Int }", "1:1 1:19 Cannot extend non-input object type \"A\".")]
    [InlineData("scalar A @specifiedBy(url: \"\", ulr: \"\")", "1:32 Unknown argument \"ulr\" on directive \"@specifiedBy\". Did you mean \"url\"?")]
    [InlineData("scalar A @specifiedBy(url: \"\", url: \"\")", "1:23 1:32 There can be only one argument named \"url\".")]
    [InlineData("input A { x: A = { x: null, x: null } }", "1:20 1:29 There can be only one input field named \"x\".")]
    [InlineData("scalar A @specifiedBy", "1:10 Directive \"@specifiedBy\" argument \"url\" of type \"String!\" is required, but it was not provided.")]
    public void Definitions_Should_BeRefused_When_TheyDoNotFitTogether(string sdl, string expected)
        => Assert.Equal([expected], DefinitionValidator.Validate(Parser.Parse(sdl + " type Query { ok: Int }")).Select(Show));

    [Theory]
    [InlineData("schema { query: A } scalar A", "1:17 Query root type must be Object type, it cannot be A.")]
    [InlineData("input Mutation { x: Int }", "1:1 Mutation root type must be Object type if provided, it cannot be Mutation.")]
    [InlineData("directive @a(x: Query) on FIELD", "1:14 The type of @a(x:) must be Input Type but got: Query.")]
    [InlineData("type __A { x: Int }", "1:1 Name \"__A\" must not begin with \"__\", which is reserved by GraphQL introspection.")]
    [InlineData("type A", "1:1 Type A must define one or more fields.")]
    [InlineData("type A { x(y: Int! @deprecated): Int }", "1:20 1:15 Required argument A.x(y:) cannot be deprecated.")]
    [InlineData("type A implements Query { ok: Int }", "1:19 Type A must only implement Interface types, it cannot implement Query.")]
    [InlineData("interface B { x: Int } type A implements B { x: String }", "1:18 1:49 Interface field B.x expects type Int but A.x is type String.")]
    [InlineData("interface B { x: Int } type A implements B & B { x: Int }", "1:42 1:46 Type A can only implement B once.")]
    [InlineData("union A", "1:1 Union type A must define one or more member types.")]
    [InlineData("union A = Query | Query", "1:11 1:19 Union type A can only include type Query once.")]
    [InlineData("enum A", "1:1 Enum type A must define one or more values.")]
    [InlineData("input A @oneOf { x: Int! y: Int }", "1:21 OneOf input field A.x must be nullable.")]
    [InlineData("input A { b: B! } input B { a: A! }", "1:11 1:29 Cannot reference Input Object \"A\" within itself through a series of non-null fields: \"b.a\".")]
    [InlineData("enum A { X @deprecated(reason: 3) }", "1:32 The value of @deprecated(reason:) must be of type String but is: 3.")]
    [InlineData("input A { x: Int = \"one\" }", "1:20 The default value of A.x must be of type Int but is: \"one\".")]
    [InlineData("type A { x(y: [Int!] = [1, null]): Int }", "1:24 The default value of A.x(y:) must be of type [Int!] but is: [1, null].")]
    [InlineData("input A { a: A = {} }", "1:18 Invalid circular reference. The default value of Input Object field A.a references itself.")]
    [InlineData(
        "input A { b: [B] = [{}] } input B { a: A = { b: null }, c: C = {} } input C { b: B = { a: {} } }",
        "1:20 1:64 1:86 Invalid circular reference. The default value of Input Object field A.b references itself via the default values of: B.c, C.b.")]
    public void A_Schema_Should_BeRefused_When_ItBreaksARule(string sdl, string expected)
    {
        var isRoot = sdl.Contains("query:", StringComparison.Ordinal);
        SchemaBuilder.TryBuild(Parser.Parse(sdl + (isRoot ? "" : " type Query { ok: Int }")), SchemaOptions.Default, out var schema, out var errors);

        Assert.Null(schema);
        Assert.Equal([expected], errors.Select(Show).Take(1));
    }

    [Fact]
    public void Every_Violation_Should_BeListed_When_BuildingFails()
        => Assert.Equal(
            ["1:6 Type Query must define one or more fields.", "1:18 Enum type A must define one or more values."],
            Assert.Throws<SchemaException>(() => SchemaBuilder.Build(Parser.Parse("     type Query  enum A"))).Errors.Select(Show));

    [Fact]
    public void Definitions_Of_The_Prelude_Should_Count_When_TheDocumentHasNone()
    {
        var options = new SchemaOptions { Prelude = Parser.Parse("directive @lookup on FIELD_DEFINITION scalar A") };

        var schema = SchemaBuilder.Build(Parser.Parse("type Query { a: A @lookup }"), options);

        Assert.False(schema.Directives["lookup"].IsBuiltIn);
        Assert.IsType<ScalarType>(schema.FindType("A"));
    }

    private static string Show(GraphQLError error)
        => string.Join(' ', [.. error.Locations.Select(location => $"{location.Line}:{location.Column}"), error.Message]);
}
