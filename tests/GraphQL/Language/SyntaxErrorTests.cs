using System.Text;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Tests;

/// <summary>What clients read when a document is wrong: the whole message, and where.</summary>
public sealed class SyntaxErrorTests
{
    [Theory]
    [InlineData("", "Unexpected <EOF>.", 1, 1)]
    [InlineData("{ a ? }", "Unexpected character: \"?\".", 1, 5)]
    [InlineData("{ a é }", "Unexpected character: U+00E9.", 1, 5)]
    [InlineData("{ a \U0001F600 }", "Unexpected character: U+1F600.", 1, 5)]
    [InlineData("{ a(x: 'y') }", "Unexpected single quote character ('), did you mean to use a double quote (\")?", 1, 8)]
    [InlineData("{\r\n\r..}", "Unexpected character: \".\".", 3, 1)]
    [InlineData("{ a(x: 00) }", "Invalid number, unexpected digit after 0: \"0\".", 1, 9)]
    [InlineData("{ a(x: 0xF1) }", "Invalid number, expected digit but got: \"x\".", 1, 9)]
    [InlineData("{ a(x: 1.) }", "Invalid number, expected digit but got: \")\".", 1, 10)]
    [InlineData("{ a(x: 1.2.3) }", "Invalid number, expected digit but got: \".\".", 1, 11)]
    [InlineData("{ a(x: 1e+", "Invalid number, expected digit but got: <EOF>.", 1, 11)]
    [InlineData("{ a(x: -\"1\") }", "Invalid number, expected digit but got: '\"'.", 1, 9)]
    [InlineData("{ a(x: \"y) }", "Unterminated string.", 1, 13)]
    [InlineData("{ a(x: \"y\n\") }", "Unterminated string.", 1, 10)]
    [InlineData("{ a(x: \"\"\"y\n\") }", "Unterminated string.", 2, 5)]
    [InlineData("{ a(x: \"\\q\") }", "Invalid character escape sequence: \"\\q\".", 1, 9)]
    [InlineData("{ a(x: \"\\u12\") }", "Invalid Unicode escape sequence: \"\\u12\")\".", 1, 9)]
    [InlineData("{ a(x: \"\\uD83D\") }", "Invalid Unicode escape sequence: \"\\uD83D\".", 1, 9)]
    [InlineData("{ a(x: \"\\u{110000}\") }", "Invalid Unicode escape sequence: \"\\u{110000}\".", 1, 9)]
    [InlineData("{ a(x: \"\\u{}\") }", "Invalid Unicode escape sequence: \"\\u{}\".", 1, 9)]
    [InlineData("{ a { } }", "Expected Name, found \"}\".", 1, 7)]
    [InlineData("{ a() }", "Expected Name, found \")\".", 1, 5)]
    [InlineData("{ a(x: ) }", "Unexpected \")\".", 1, 8)]
    [InlineData("{ a 1.5 }", "Expected Name, found Float \"1.5\".", 1, 5)]
    [InlineData("{ a \"\"\" b\n\"\"\" }", "Expected Name, found BlockString \" b\".", 1, 5)]
    [InlineData("query Q($a: Int = $b) { a }", "Unexpected variable \"$b\" in constant value.", 1, 19)]
    [InlineData("fragment on on T { a }", "Unexpected Name \"on\".", 1, 10)]
    [InlineData("\"d\" { a }", "Unexpected description, descriptions are not supported on shorthand queries.", 1, 1)]
    [InlineData("\"d\" extend type T { a: Int }", "Unexpected description, only GraphQL definitions support descriptions.", 1, 1)]
    [InlineData("extend type T", "Unexpected <EOF>.", 1, 14)]
    [InlineData("extend query", "Unexpected Name \"query\".", 1, 8)]
    [InlineData("enum E { null }", "Name \"null\" is reserved and cannot be used for an enum value.", 1, 10)]
    [InlineData("directive @d on FIELDS", "Unexpected Name \"FIELDS\".", 1, 17)]
    [InlineData("type T { a: Int! ! }", "Expected Name, found \"!\".", 1, 18)]
    public void Parser_Should_SayWhatIsWrongAndWhere(string source, string message, int line, int column)
    {
        var exception = Assert.Throws<SyntaxException>(() => Parser.Parse(source));
        Assert.Equal(($"Syntax Error: {message}", line, column), (exception.Message, exception.Location.Line, exception.Location.Column));
        var fromBytes = Assert.Throws<SyntaxException>(() => Parser.Parse(Encoding.UTF8.GetBytes(source)));
        Assert.Equal((exception.Message, exception.Location), (fromBytes.Message, fromBytes.Location));
    }

    // A test runner's arguments pass through UTF-8, where a lone surrogate cannot exist; it must stand in code.
    [Fact]
    public void Parser_Should_RefuseLoneSurrogates()
    {
        AssertFails("{ a(x: \"\uD83D\") }", "Invalid character within String: U+D83D.", 1, 9);
        AssertFails("{ a(x: \"\"\"\uDE00\"\"\") }", "Invalid character within String: U+DE00.", 1, 11);
        AssertFails("{ a \uDE00 }", "Invalid character: U+DE00.", 1, 5);
        AssertFails("{ a # \uDE00 \n }", "Invalid character: U+DE00.", 1, 7);
    }

    [Fact]
    public void Parser_Should_RefuseBytesThatAreNotUtf8()
    {
        var exception = Assert.Throws<SyntaxException>(() => Parser.Parse([.. "{ é\n "u8, 0xFF, .. "}"u8]));
        Assert.Equal(("Syntax Error: Invalid UTF-8 sequence.", 2, 2), (exception.Message, exception.Location.Line, exception.Location.Column));
    }

    [Fact]
    public void Parser_Should_RefuseMoreTokensThanAllowed()
    {
        var options = new ParserOptions { TokensMax = 3 };
        Assert.Single(Parser.Parse("{ a }", options).Definitions);
        var exception = Assert.Throws<SyntaxException>(() => Parser.Parse("{ a b }", options));
        Assert.Equal("Syntax Error: Document contains more that 3 tokens. Parsing aborted.", exception.Message);
        Assert.Equal((1, 7), (exception.Location.Line, exception.Location.Column));
    }

    [Theory]
    [InlineData("", "{a")]
    [InlineData("{a(x:", "[")]
    [InlineData("{a(x:", "{y:")]
    [InlineData("query($a:", "[")]
    public void Parser_Should_RefuseToNestDeeperThanAllowed(string before, string open)
    {
        // Unclosed on purpose: the limit must act on the way down, where the stack is at stake.
        var exception = Assert.Throws<SyntaxException>(() => Parser.Parse(before + string.Concat(Enumerable.Repeat(open, 100_000)), ParserOptions.Trusted));
        Assert.Equal("Syntax Error: Document nests deeper than 200 levels. Parsing aborted.", exception.Message);
    }

    private static void AssertFails(string source, string message, int line, int column)
    {
        var exception = Assert.Throws<SyntaxException>(() => Parser.Parse(source));
        Assert.Equal(($"Syntax Error: {message}", line, column), (exception.Message, exception.Location.Line, exception.Location.Column));
    }
}
