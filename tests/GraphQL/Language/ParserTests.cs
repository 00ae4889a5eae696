using System.Text;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Tests;

public sealed class ParserTests
{
    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"a\\n\\t\\\"\\\\\\/\\b\\f\\r\"", "a\n\t\"\\/\b\f\r")]
    [InlineData("\"\\u00e9\\u{e9}\"", "éé")]
    [InlineData("\"\\u{1F600}\\uD83D\\uDE00\U0001F600\"", "\U0001F600\U0001F600\U0001F600")]
    [InlineData("\"\\u{000000E9}\"", "é")]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\" a \"\"\"", " a ")]
    [InlineData("\"\"\"\n    a\n      b\n\n    c\n  \"\"\"", "a\n  b\n\nc")]
    [InlineData("\"\"\"first\r\n  second\r  third\n\"\"\"", "first\nsecond\nthird")]
    [InlineData("\"\"\"\\n \\\"\"\" \" \"\" \"\"\"", "\\n \"\"\" \" \"\" ")]
    [InlineData("\"\"\"\n \t\n \n\"\"\"", "")]
    public void Strings_Should_HaveTheValueThatTheSpecificationGives(string source, string value)
        => Assert.Equal(value, ((StringValueNode)Parser.ParseValue(source)).Value);

    [Theory]
    [InlineData("0", SyntaxKind.IntValue)]
    [InlineData("-0", SyntaxKind.IntValue)]
    [InlineData("123456789012345678901234567890", SyntaxKind.IntValue)]
    [InlineData("-1.50", SyntaxKind.FloatValue)]
    [InlineData("1E-2", SyntaxKind.FloatValue)]
    [InlineData("0.1e+10", SyntaxKind.FloatValue)]
    [InlineData("true", SyntaxKind.BooleanValue)]
    [InlineData("null", SyntaxKind.NullValue)]
    [InlineData("nullable", SyntaxKind.EnumValue)]
    [InlineData("$on", SyntaxKind.Variable)]
    [InlineData("[]", SyntaxKind.ListValue)]
    [InlineData("{}", SyntaxKind.ObjectValue)]
    public void Values_Should_KeepTheirKindAndText(string source, SyntaxKind kind)
    {
        var value = Parser.ParseValue(source);
        Assert.Equal((kind, source), (value.Kind, SyntaxPrinter.Print(value)));
    }

    [Fact]
    public void Locations_Should_CountUtf16CodeUnitsAndLines()
    {
        var document = Parser.Parse("\uFEFF# \U0001F600\r\n{ a(x: \"\U0001F600\") b\r  c }");
        var selections = ((OperationDefinitionNode)document.Definitions[0]).SelectionSet.Selections;
        Assert.Equal(new Location(9, 19, 2, 3), selections[0].Location);
        Assert.Equal(new Location(20, 21, 2, 14), selections[1].Location);
        Assert.Equal(new Location(24, 25, 3, 3), selections[2].Location);
    }

    [Fact]
    public void Locations_Should_ContinueAfterABlockString()
    {
        var type = (ObjectTypeDefinitionNode)Parser.Parse("\"\"\"\none\ntwo\n\"\"\" type T {\n a: Int }").Definitions[0];
        Assert.Equal((1, 1), (type.Location!.Value.Line, type.Location.Value.Column));
        Assert.Equal((4, 10), (type.Name.Location!.Value.Line, type.Name.Location.Value.Column));
        Assert.Equal((5, 2), (type.Fields[0].Location!.Value.Line, type.Fields[0].Location!.Value.Column));
    }

    [Fact]
    public void Bytes_Should_ParseLikeText()
    {
        const string source = "\"é\U0001F600\" query Q { a(x: \"é\") }";
        Assert.True(SyntaxComparer.Equal(Parser.Parse(source), Parser.Parse(Encoding.UTF8.GetBytes(source))));
    }

    [Fact]
    public void Keywords_Should_BeNamesWhereNamesStand()
    {
        foreach (var keyword in (string[])["query", "on", "fragment", "type", "true", "null", "extend", "implements", "repeatable"])
        {
            var source = $"query {keyword}(${keyword}:{keyword}){{{keyword}:{keyword}({keyword}:{{{keyword}:${keyword}}})@{keyword}}}";
            Assert.Equal(source, SyntaxPrinter.PrintCompact(Parser.Parse(source)));
        }
    }

    [Fact]
    public void Descriptions_Should_StandBeforeOperationsFragmentsAndVariables()
    {
        var document = Parser.Parse("\"o\" query Q(\"v\" $a: Int @d) { ...F } \"\"\"f\"\"\" fragment F on T { a }");
        var operation = (OperationDefinitionNode)document.Definitions[0];
        Assert.Equal("o", operation.Description!.Value);
        Assert.Equal("v", operation.VariableDefinitions[0].Description!.Value);
        Assert.Equal(("f", true), (((FragmentDefinitionNode)document.Definitions[1]).Description!.Value, ((FragmentDefinitionNode)document.Definitions[1]).Description!.Block));
    }

    [Fact]
    public void Extensions_Should_BearTheirOwnKind()
    {
        var document = Parser.Parse(
            "extend schema @d extend scalar S @d extend type T implements & A & B extend interface I @d extend union U = | A | B extend enum E { A } extend input N { a: Int = 1 }");
        Assert.Equal(
            [SyntaxKind.SchemaExtension, SyntaxKind.ScalarTypeExtension, SyntaxKind.ObjectTypeExtension, SyntaxKind.InterfaceTypeExtension,
                SyntaxKind.UnionTypeExtension, SyntaxKind.EnumTypeExtension, SyntaxKind.InputObjectTypeExtension],
            document.Definitions.Select(definition => definition.Kind));
    }

    [Theory]
    [InlineData("id amount { currency }")]
    [InlineData("{ id amount { currency } }")]
    public void SelectionSets_Should_ParseWithAndWithoutBraces(string source)
        => Assert.Equal("{id amount{currency}}", SyntaxPrinter.PrintCompact(Parser.ParseSelectionSet(source)));

    [Fact]
    public void SelectionSets_Should_EndWhereTheTextEnds()
    {
        Assert.Equal("Syntax Error: Expected Name, found <EOF>.", Assert.Throws<SyntaxException>(() => Parser.ParseSelectionSet("")).Message);
        Assert.Equal("Syntax Error: Expected <EOF>, found Name \"b\".", Assert.Throws<SyntaxException>(() => Parser.ParseSelectionSet("{ a } b")).Message);
        Assert.Equal("Syntax Error: Expected <EOF>, found \"!\".", Assert.Throws<SyntaxException>(() => Parser.ParseType("[Int!]!!")).Message);
    }

    [Fact]
    public void Names_Should_BeSharedBetweenDocuments()
    {
        var (first, second) = (Parser.ParseType("FirstSeenHere"), Parser.ParseType("FirstSeenHere"));
        Assert.Same(((NamedTypeNode)first).Name.Value, ((NamedTypeNode)second).Name.Value);
    }
}
