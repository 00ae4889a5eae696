using System.Text;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Tests;

public sealed class VariableCoercionTests
{
    private static readonly Schema Schema = SchemaBuilder.Build(
        Parser.Parse(
            """
            type Query { pay(input: Pay): Int }
            input Pay { amount: Decimal!, lines: [Line!], side: Side = DEBIT, note: String }
            input Line { code: Int!, by: Key }
            input Key @oneOf { id: ID, name: String }
            enum Side { DEBIT CREDIT }
            scalar Decimal
            scalar JSON
            """),
        StandardScalars.All);

    [Theory]
    [InlineData("$input: Int", "{\"input\":\"abc\"}", "Variable \"$input\" got invalid value \"abc\"; Int cannot represent non-integer value: \"abc\"")]
    [InlineData("$input: Int!", "{}", "Variable \"$input\" of required type \"Int!\" was not provided.")]
    [InlineData("$input: Int!", "{\"input\":null}", "Variable \"$input\" of non-null type \"Int!\" must not be null.")]
    [InlineData("$input: Query", "{}", "Variable \"$input\" expected value of type \"Query\" which cannot be used as an input type.")]
    [InlineData("$input: Pay", "{\"input\":1}", "Variable \"$input\" got invalid value 1; Expected type \"Pay\" to be an object.")]
    [InlineData("$input: Pay", "{\"input\":{}}", "Variable \"$input\" got invalid value {}; Field \"amount\" of required type \"Decimal!\" was not provided.")]
    [InlineData(
        "$input: Pay", "{\"input\":{\"amount\":1,\"lines\":[{\"code\":1},{\"code\":\"x\"}]}}",
        "Variable \"$input\" got invalid value \"x\" at \"input.lines[1].code\"; Int cannot represent non-integer value: \"x\"")]
    [InlineData(
        "$input: Pay", "{\"input\":{\"amount\":1,\"lines\":[null]}}",
        "Variable \"$input\" got invalid value null at \"input.lines[0]\"; Expected non-nullable type \"Line!\" not to be null.")]
    [InlineData(
        "$input: Pay", "{\"input\":{\"amount\":1,\"nota\":\"\"}}",
        "Variable \"$input\" got invalid value { amount: 1, nota: \"\" }; Field \"nota\" is not defined by type \"Pay\". Did you mean \"note\"?")]
    [InlineData(
        "$input: Side", "{\"input\":\"DEBUT\"}",
        "Variable \"$input\" got invalid value \"DEBUT\"; Value \"DEBUT\" does not exist in \"Side\" enum. Did you mean the enum value \"DEBIT\"?")]
    [InlineData("$input: Side", "{\"input\":7}", "Variable \"$input\" got invalid value 7; Enum \"Side\" cannot represent non-string value: 7.")]
    [InlineData(
        "$input: Key", "{\"input\":{\"id\":1,\"name\":\"a\"}}",
        "Variable \"$input\" got invalid value { id: 1, name: \"a\" }; Exactly one key must be specified for OneOf type \"Key\".")]
    [InlineData("$input: Key", "{\"input\":{\"id\":null}}", "Variable \"$input\" got invalid value null at \"input.id\"; Field \"id\" must be non-null.")]
    [InlineData("$input: Int", "[1]", "Variables must be a JSON object, nested at most 64 levels deep.")]
    [InlineData("$input: String", "{\"input\":\"\\ud800\"}", "Variables must be a JSON object, nested at most 64 levels deep.")]
    [InlineData("$input: Int", "{\"input\":", "Variables must be a JSON object, nested at most 64 levels deep.")]
    public void A_Wrong_Variable_Should_BeRefused(string definition, string json, string message)
        => Assert.Equal([message], Coerce(definition, json).Errors.Select(error => error.Message));

    [Fact]
    public void Values_Should_HaveTheirRuntimeTypesAndDefaults()
    {
        var (values, errors) = Coerce(
            "$input: Pay, $list: [[Int]], $absent: Int, $side: Side! = CREDIT, $any: JSON",
            """{"input":{"amount":12.50,"lines":{"code":1,"by":{"id":7}}},"list":3,"any":{"a":[1]},"unknown":1}""");

        Assert.Empty(errors);
        var input = Assert.IsType<Dictionary<string, object?>>(values.Coerced["input"]);
        Assert.Equal("12.50", Assert.IsType<decimal>(input["amount"]).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("DEBIT", input["side"]);
        Assert.False(input.ContainsKey("note"));
        var line = Assert.IsType<Dictionary<string, object?>>(Assert.Single(Assert.IsType<List<object?>>(input["lines"])));
        Assert.Equal("7", Assert.IsType<Dictionary<string, object?>>(line["by"])["id"]);
        Assert.Equal([3], Assert.IsType<List<object?>>(Assert.Single(Assert.IsType<List<object?>>(values.Coerced["list"]))));
        Assert.False(values.Contains("absent"));
        Assert.Equal("CREDIT", values.Coerced["side"]);
        Assert.Equal("{\"a\":[1]}", values.Sent["any"].GetRawText());
    }

    [Fact]
    public void Variables_Should_BeRefused_When_TheyAreNoTextOrTooDeep()
    {
        var operation = (OperationDefinitionNode)Parser.Parse("query($input: JSON) { pay }").Definitions[0];
        byte[] broken = [.. "{\"input\":\""u8, 0xFF, .. "\"}"u8];
        var deep = Encoding.UTF8.GetBytes($"{{\"input\":{new string('[', 64)}{new string(']', 64)}}}");

        Assert.All([broken, deep], json => Assert.Single(VariableCoercion.Coerce(Schema, operation.VariableDefinitions, json).Errors));
    }

    [Fact]
    public void Errors_Should_BeLimited_When_ManyItemsAreWrong()
    {
        var (_, errors) = Coerce("$input: [Int]", $$"""{"input":[{{string.Join(',', Enumerable.Repeat("\"x\"", 10_000))}}]}""");

        Assert.Equal(51, errors.Count);
        Assert.Equal("Too many errors processing variables, error limit reached. Execution aborted.", errors[^1].Message);
    }

    [Theory]
    [InlineData("[1, $absent, 3]", "[Int]", "1 null 3")]
    [InlineData("[1, $absent]", "[Int!]", null)]
    [InlineData("[[1], 2]", "[[Int]]", "1 2")]
    [InlineData("{ a: $one, b: [$one, $absent] }", "JSON", "{\"a\":1,\"b\":[1,null]}")]
    [InlineData("{ id: $absent }", "Key", null)]
    [InlineData("{ id: 1, name: $absent }", "Key", null)]
    [InlineData("{ id: $one }", "Key", "1")]
    [InlineData("{ unknown: 1 }", "Key", null)]
    [InlineData("DEBIT", "Side", "DEBIT")]
    [InlineData("\"DEBIT\"", "Side", null)]
    [InlineData("null", "Int!", null)]
    public void A_Literal_Should_BeCoercedWithVariables(string literal, string type, string? expected)
    {
        var (variables, _) = Coerce("$one: Int, $absent: Int", """{"one":1}""");
        var isValue = ValueCoercion.TryCoerceLiteral(Parser.ParseValue(literal), Schema.Resolve(Parser.ParseType(type))!, variables, out var value);

        Assert.Equal(expected is not null, isValue);
        Assert.Equal(expected, isValue ? Show(value) : null);
    }

    [Theory]
    [InlineData("pay", "Argument \"x\" of required type \"Int!\" was not provided.")]
    [InlineData("pay(x: null)", "Argument \"x\" of non-null type \"Int!\" must not be null.")]
    [InlineData("pay(x: \"a\")", "Argument \"x\" has invalid value \"a\".")]
    [InlineData("pay(x: $absent)", "Argument \"x\" of required type \"Int!\" was provided the variable \"$absent\" which was not provided a runtime value.")]
    [InlineData("pay(x: 1)", null)]
    public void Arguments_Should_BeCoercedOrRefused(string selection, string? message)
    {
        var schema = SchemaBuilder.Build(Parser.Parse("type Query { pay(x: Int!, y: Int = 2, z: Int): Int }"));
        var field = (FieldNode)Parser.ParseSelectionSet(selection).Selections[0];
        var isCoerced = ValueCoercion.TryCoerceArguments(
            schema.QueryType!.Fields["pay"].Arguments, field.Arguments, field, VariableValues.None, out var values, out var error);

        Assert.Equal(message, error?.Message);
        Assert.Equal(message is null, isCoerced);
        if (isCoerced)
        {
            Assert.Equal("1 2", string.Join(' ', values.Values));
        }
    }

    private static string? Show(object? value) => value switch
    {
        List<object?> list => string.Join(' ', list.Select(Show)),
        Dictionary<string, object?> fields => string.Join(' ', fields.Values.Select(Show)),
        null => "null",
        _ => value.ToString(),
    };

    private static (VariableValues Values, IReadOnlyList<GraphQLError> Errors) Coerce(string definitions, string json)
    {
        var operation = (OperationDefinitionNode)Parser.Parse($"query({definitions}) {{ pay }}").Definitions[0];
        return VariableCoercion.Coerce(Schema, operation.VariableDefinitions, Encoding.UTF8.GetBytes(json));
    }
}
