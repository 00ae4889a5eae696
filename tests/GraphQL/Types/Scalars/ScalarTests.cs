using System.Globalization;
using System.Text.Json;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;
using FsCheck;
using FsCheck.Fluent;

namespace FinFlow.GraphQL.Tests;

public sealed class ScalarTests
{
    [Theory]
    [InlineData("Int", "2147483647", "2147483647")]
    [InlineData("Float", "1", "1")]
    [InlineData("Float", "1.5e3", "1500")]
    [InlineData("String", "\"é\\n\"", "\"é\\n\"")]
    [InlineData("Boolean", "true", "true")]
    [InlineData("ID", "\"usr_1\"", "\"usr_1\"")]
    [InlineData("ID", "12345678901234567890", "\"12345678901234567890\"")]
    [InlineData("Decimal", "12.10", "\"12.10\"")]
    [InlineData("Decimal", "\"-0.001\"", "\"-0.001\"")]
    [InlineData("Decimal", "1e3", "\"1000\"")]
    [InlineData("Decimal", "12.5E-2", "\"0.125\"")]
    [InlineData("Decimal", "9999999999999999999999999.999", "\"9999999999999999999999999.999\"")]
    [InlineData("Long", "9223372036854775807", "9223372036854775807")]
    [InlineData("Date", "\"2024-02-29\"", "\"2024-02-29\"")]
    [InlineData("DateTime", "\"2024-02-29T12:30:00.25+01:00\"", "\"2024-02-29T11:30:00.25Z\"")]
    [InlineData("DateTime", "\"2024-02-29t12:30:00z\"", "\"2024-02-29T12:30:00Z\"")]
    [InlineData("Duration", "\"P1DT2H30M\"", "\"P1DT2H30M\"")]
    [InlineData("Duration", "\"-PT0.5S\"", "\"-PT0.5S\"")]
    [InlineData("URL", "\"https://example.com/a?b=c\"", "\"https://example.com/a?b=c\"")]
    [InlineData("UUID", "\"018F0000-0000-7000-8000-00000000000A\"", "\"018f0000-0000-7000-8000-00000000000a\"")]
    [InlineData("JSON", "{\"a\":[1.0,null,\"b\"]}", "{\"a\":[1.0,null,\"b\"]}")]
    [InlineData("EmailAddress", "\"ada@example.com\"", "\"ada@example.com\"")]
    [InlineData("PhoneNumber", "\"+41446681800\"", "\"+41446681800\"")]
    public void A_Value_Should_ComeInAndGoOut(string scalar, string json, string written)
    {
        var behavior = Behavior(scalar);
        var literal = JsonLiteral(json);

        Assert.Equal(written, Write(behavior, behavior.ParseValue(Json(json))!));
        Assert.Equal(written, Write(behavior, behavior.ParseLiteral(literal)!));
        Assert.Equal(written, Write(behavior, behavior.ParseLiteral(behavior.ToLiteral(behavior.ParseLiteral(literal)!))!));
        Assert.True(behavior.RuntimeType.IsInstanceOfType(behavior.ParseLiteral(literal)));
    }

    [Theory]
    [InlineData("Int", "\"abc\"", "Int cannot represent non-integer value: \"abc\"")]
    [InlineData("Int", "1.5", "Int cannot represent non-integer value: 1.5")]
    [InlineData("Int", "2147483648", "Int cannot represent non 32-bit signed integer value: 2147483648")]
    [InlineData("Float", "\"1\"", "Float cannot represent non numeric value: \"1\"")]
    [InlineData("Float", "1e999", "Float cannot represent non numeric value: 1e999")]
    [InlineData("String", "1", "String cannot represent a non string value: 1")]
    [InlineData("Boolean", "\"true\"", "Boolean cannot represent a non boolean value: \"true\"")]
    [InlineData("Long", "1.5", "Long cannot represent non-integer value: 1.5")]
    [InlineData("Long", "9223372036854775808", "Long cannot represent non 64-bit signed integer value: 9223372036854775808")]
    [InlineData("Decimal", "\"1,5\"", "Decimal cannot represent value: \"1,5\". Expected a decimal number of at most 28 digits.")]
    [InlineData("Decimal", "\" 1\"", "Decimal cannot represent value: \" 1\". Expected a decimal number of at most 28 digits.")]
    [InlineData("Decimal", "\"--1\"", "Decimal cannot represent value: \"--1\". Expected a decimal number of at most 28 digits.")]
    [InlineData("Decimal", "\"\"", "Decimal cannot represent value: \"\". Expected a decimal number of at most 28 digits.")]
    [InlineData("Decimal", "0.12345678901234567890123456789", "Decimal cannot represent value: 0.12345678901234567890123456789. Expected a decimal number of at most 28 digits.")]
    [InlineData("Decimal", "1e99999999999", "Decimal cannot represent value: 1e99999999999. Expected a decimal number of at most 28 digits.")]
    [InlineData("Decimal", "1e28", "Decimal cannot represent value: 1e28. Expected a decimal number of at most 28 digits.")]
    [InlineData("Decimal", "true", "Decimal cannot represent value: true. Expected a decimal number of at most 28 digits.")]
    [InlineData("Date", "\"2023-02-29\"", "Date cannot represent value: \"2023-02-29\". Expected a date such as 2024-02-29.")]
    [InlineData("DateTime", "\"2024-02-29T12:30:00\"", "DateTime cannot represent value: \"2024-02-29T12:30:00\". Expected a date and time with offset such as 2024-02-29T12:30:00Z.")]
    [InlineData("Duration", "\"P1M\"", "Duration cannot represent value: \"P1M\". Expected a duration of days, hours, minutes and seconds such as P1DT2H30M.")]
    [InlineData("Duration", "\"PT\"", "Duration cannot represent value: \"PT\". Expected a duration of days, hours, minutes and seconds such as P1DT2H30M.")]
    [InlineData("URL", "\"/path\"", "URL cannot represent value: \"/path\". Expected an absolute URL such as https://example.com/path.")]
    [InlineData("UUID", "\"{018f0000-0000-7000-8000-00000000000a}\"", "UUID cannot represent value: \"{018f0000-0000-7000-8000-00000000000a}\". Expected a UUID such as 018f0000-0000-7000-8000-000000000000.")]
    [InlineData("EmailAddress", "\"ada@example.com\\n\"", "EmailAddress cannot represent value: \"ada@example.com\\n\". Expected an e-mail address such as ada@example.com.")]
    [InlineData("PhoneNumber", "\"044 668 18 00\"", "PhoneNumber cannot represent value: \"044 668 18 00\". Expected a telephone number such as +41446681800.")]
    public void A_Wrong_Value_Should_BeRefused(string scalar, string json, string message)
    {
        var behavior = Behavior(scalar);

        Assert.Equal(message, Assert.Throws<ScalarException>(() => behavior.ParseValue(Json(json))).Message);
        Assert.Equal(message, Assert.Throws<ScalarException>(() => behavior.ParseLiteral(JsonLiteral(json))).Message);
    }

    [Fact]
    public void Id_Should_SayWhatItReads_When_ValueIsNeither()
    {
        Assert.Equal("ID cannot represent value: 1.5", Assert.Throws<ScalarException>(() => IdScalar.Instance.ParseValue(Json("1.5"))).Message);
        Assert.Equal(
            "ID cannot represent a non-string and non-integer value: 1.5",
            Assert.Throws<ScalarException>(() => IdScalar.Instance.ParseLiteral(Parser.ParseValue("1.5"))).Message);
    }

    [Fact]
    public void Output_Should_BeRefused_When_ItWouldLoseWhatTheValueMeans()
    {
        Assert.Throws<ScalarException>(() => Write(DecimalScalar.Instance, 0.1));
        Assert.Throws<ScalarException>(() => Write(FloatScalar.Instance, double.NaN));
        Assert.Throws<ScalarException>(() => Write(IntScalar.Instance, long.MaxValue));
        Assert.Throws<ScalarException>(() => Write(DateTimeScalar.Instance, new DateTime(2024, 1, 1)));
        Assert.Equal("\"2024-01-01T00:00:00Z\"", Write(DateTimeScalar.Instance, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
        Assert.Equal("\"12.50\"", Write(DecimalScalar.Instance, 12.50m));
    }

    [Fact]
    public void Any_Should_PassEveryValue()
    {
        Assert.Equal("{\"a\":[1.10,\"DEBIT\",null]}", Write(AnyScalar.Instance, AnyScalar.Instance.ParseLiteral(Parser.ParseValue("{a: [1.10, DEBIT, null]}"))));
        Assert.Equal("JSON cannot represent value: DEBIT", Assert.Throws<ScalarException>(() => JsonScalar.Instance.ParseLiteral(Parser.ParseValue("DEBIT"))).Message);
    }

    [Fact]
    public void Decimal_Should_AcceptWhatItPrints()
        => Prop.ForAll<decimal>(value =>
        {
            var text = value.ToString(CultureInfo.InvariantCulture);
            return text.Count(char.IsAsciiDigit) > 28 || (decimal)DecimalScalar.Instance.ParseLiteral(new StringValueNode(text)) == value;
        }).QuickCheckThrowOnFailure();

    private static ScalarBehavior Behavior(string name)
        => StandardScalars.All.TryGetValue(name, out var behavior) ? behavior : BuiltIns.Scalars[name].Behavior;

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static ValueNode JsonLiteral(string json) => Parser.ParseValue(json.Replace("\"a\":", "a:", StringComparison.Ordinal));

    private static string Write(ScalarBehavior behavior, object value)
    {
        using var output = new JsonBuffer();
        behavior.Write(output, value);
        return output.ToString();
    }
}
