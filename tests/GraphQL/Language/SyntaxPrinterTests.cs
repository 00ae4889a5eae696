using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Tests;

public sealed class SyntaxPrinterTests
{
    [Fact]
    public void Print_Should_LayOutAnOperation()
        => AssertPrints(
            """
            query HomeScreen($first: Int = 5 @old, $filter: PaymentFilter = {status: [CAPTURED]}) @traced {
              me {
                id
              }
              recent: payments(first: $first, where: $filter) @include(if: true) {
                nodes {
                  ...PaymentParts @defer
                  ... on Refund @skip(if: false) {
                    id
                  }
                  ... {
                    id
                  }
                }
              }
            }

            fragment PaymentParts on Payment @traced {
              id
            }

            mutation {
              logout
            }

            query ($id: ID!) {
              node(id: $id)
            }
            """,
            "query HomeScreen($first:Int=5@old,$filter:PaymentFilter={status:[CAPTURED]})@traced{me{id}recent:payments(first:$first,where:$filter)@include(if:true){nodes{...PaymentParts@defer...on Refund@skip(if:false){id}...{id}}}}fragment PaymentParts on Payment@traced{id}mutation{logout}query($id:ID!){node(id:$id)}");

    [Fact]
    public void Print_Should_WrapArgumentsThatDoNotFitALine()
    {
        var fits = $"a(x: \"{new string('x', 72)}\")";
        Assert.Equal(80, fits.Length);
        AssertPrints($"{{\n  {fits}\n}}", null);
        var tooLong = $"x: \"{new string('x', 73)}\"";
        AssertPrints($"{{\n  b {{\n    a(\n      {tooLong}\n    ) @d\n  }}\n}}", null);
    }

    [Fact]
    public void Print_Should_LayOutATypeSystem()
        => AssertPrints(
            """"
            """What the schema is."""
            schema @link(url: "x") {
              query: Query
              mutation: Mutation
            }

            """
            A payment
              with an indented line,

            and an empty one.
            """
            type Payment implements Node & Event @key(fields: "id") {
              "Opaque."
              id: ID!
              lines(
                "How many."
                first: Int = 20 @cost(weight: "1")
                after: String
              ): [Line!]! @deprecated
              plain(a: Int, b: Int = 1): Int
            }

            extend interface Node implements Event

            union Subject @d = Payment | Refund

            enum Status {
              "Done."
              CAPTURED
              FAILED @deprecated
            }

            input Filter @oneOf {
              a: Int = 1
              b: [String!] = ["", "b"]
            }

            scalar Decimal @specifiedBy(url: "x")

            directive @cost(weight: String!) repeatable on FIELD_DEFINITION | ARGUMENT_DEFINITION
            """",
            "\"What the schema is.\"schema@link(url:\"x\"){query:Query mutation:Mutation}\"A payment\\n  with an indented line,\\n\\nand an empty one.\"type Payment implements Node&Event@key(fields:\"id\"){\"Opaque.\"id:ID!lines(\"How many.\"first:Int=20@cost(weight:\"1\"),after:String):[Line!]!@deprecated plain(a:Int,b:Int=1):Int}extend interface Node implements Event union Subject@d=Payment|Refund enum Status{\"Done.\"CAPTURED FAILED@deprecated}input Filter@oneOf{a:Int=1 b:[String!]=[\"\",\"b\"]}scalar Decimal@specifiedBy(url:\"x\")directive@cost(weight:String!)repeatable on FIELD_DEFINITION|ARGUMENT_DEFINITION");

    [Theory]
    [InlineData("\n a")]
    [InlineData("a\n ")]
    [InlineData(" a\n b")]
    [InlineData("a\r\nb")]
    [InlineData(" \n")]
    [InlineData(" ")]
    public void Print_Should_QuoteWhatABlockStringCannotHold(string value)
    {
        var printed = SyntaxPrinter.Print(new StringValueNode(value, block: true));
        Assert.Equal((value, false), (((StringValueNode)Parser.ParseValue(printed)).Value, ((StringValueNode)Parser.ParseValue(printed)).Block));
    }

    [Fact]
    public void Print_Should_NotLetAQueryBecomeATypesFields()
    {
        var document = Parser.Parse("type T query { a }");
        Assert.Equal("type T\n\nquery {\n  a\n}", SyntaxPrinter.Print(document));
        Assert.Equal("type T query{a}", SyntaxPrinter.PrintCompact(document));
    }

    [Fact]
    public void PrintCompact_Should_NotLetTwoStringsMerge()
    {
        const string source = "input I { a: String = \"\" \"d\" b: Int }";
        Assert.Equal("input I{a:String=\"\" \"d\"b:Int}", SyntaxPrinter.PrintCompact(Parser.Parse(source)));
    }

    private static void AssertPrints(string text, string? compact)
    {
        text = text.ReplaceLineEndings("\n");
        var document = Parser.Parse(text);
        Assert.Equal(text, SyntaxPrinter.Print(document));
        Assert.Equal(compact ?? SyntaxPrinter.PrintCompact(document), SyntaxPrinter.PrintCompact(document));
        Assert.True(SyntaxComparer.Equal(document, Parser.Parse(SyntaxPrinter.PrintCompact(document))));
    }
}
