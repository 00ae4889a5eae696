using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Tests;

public sealed class SchemaBuilderTests
{
    private const string Ledger =
        """
        "The book of one business."
        schema @owned(by: "accounting") {
          query: Query
          mutation: Operations
        }

        directive @owned(by: String!) on SCHEMA | OBJECT

        type Query {
          account(id: ID!): Account
          node: Node
        }

        interface Node {
          id: ID!
        }

        type Account implements Node @owned(by: "accounting") {
          id: ID!
          balance(asOf: Date = "2024-01-31"): Decimal! @deprecated(reason: "Use `closing`.")
        }

        type Operations {
          open(input: OpenAccount!): Account
        }

        input OpenAccount @oneOf {
          code: String
          number: Int
        }

        enum Side {
          DEBIT
          CREDIT @deprecated
        }

        union Anything = Account | Query

        scalar Date @specifiedBy(url: "https://example.com/date")

        scalar Decimal

        """;

    [Fact]
    public void Build_Should_GiveEveryMember_When_DocumentIsValid()
    {
        var schema = SchemaBuilder.Build(Parser.Parse(Ledger));

        Assert.Equal(
            ["Query", "Node", "Account", "Operations", "OpenAccount", "Side", "Anything", "Date", "Decimal", "String", "Int", "Boolean", "ID"],
            schema.Types.Keys.Where(name => !name.StartsWith("__", StringComparison.Ordinal)));
        Assert.Equal("The book of one business.", schema.Description);
        Assert.Equal("Operations", schema.MutationType?.Name);
        Assert.Null(schema.SubscriptionType);
        Assert.Equal(["include", "skip", "deprecated", "specifiedBy", "oneOf"], schema.Directives.Keys.Except(["owned"]));

        var account = Assert.IsType<ObjectType>(schema.FindType("Account"));
        Assert.Equal("Use `closing`.", account.Fields["balance"].DeprecationReason);
        Assert.Equal("Decimal!", account.Fields["balance"].Type.ToString());
        Assert.Equal("Account.balance", account.Fields["balance"].Coordinate);
        Assert.Equal([account], schema.PossibleTypes(schema.FindType("Node")!));
        Assert.True(Assert.IsType<InputObjectType>(schema.FindType("OpenAccount")).IsOneOf);
        Assert.Equal("No longer supported", Assert.IsType<EnumType>(schema.FindType("Side")).Find("CREDIT")?.DeprecationReason);
        Assert.Equal("https://example.com/date", Assert.IsType<ScalarType>(schema.FindType("Date")).SpecifiedByUrl);
    }

    [Fact]
    public void FindField_Should_GiveMetaFields_When_TheyMayStandThere()
    {
        var schema = SchemaBuilder.Build(Parser.Parse(Ledger));

        Assert.Same(MetaFields.TypeName, schema.FindField(schema.FindType("Anything")!, "__typename"));
        Assert.Same(MetaFields.Schema, schema.FindField(schema.QueryType!, "__schema"));
        Assert.Null(schema.FindField(schema.FindType("Account")!, "__type"));
        Assert.Null(schema.FindField(schema.FindType("Side")!, "__typename"));
    }

    [Fact]
    public void Print_Should_GiveTheDocument_When_NothingIsExtended()
        => Assert.Equal(Ledger.TrimEnd(), SchemaPrinter.Print(SchemaBuilder.Build(Parser.Parse(Ledger))).Replace("\"\"\"", "\"", StringComparison.Ordinal).TrimEnd());

    [Fact]
    public void Print_Should_SortAndLeaveOutAuthorsDirectives_When_Asked()
        => Assert.Equal(
            """
            schema {
              query: Start
            }

            interface A {
              a(x: Int): Int
            }

            type Account implements A & B {
              a(x: Int, y: Int): Int
              b: Int @deprecated
            }

            interface B {
              b: Int
            }

            type Start {
              account: Account
            }
            """,
            SchemaPrinter.Print(
                SchemaBuilder.Build(Parser.Parse(
                    """
                    directive @key(fields: String!) on OBJECT
                    schema { query: Start }
                    type Start { account: Account }
                    interface B { b: Int }
                    interface A { a(x: Int): Int }
                    type Account implements B & A @key(fields: "a") { b: Int @deprecated a(y: Int, x: Int): Int }
                    """)),
                new SchemaPrinterOptions { Sorted = true, AppliedDirectives = false }).TrimEnd());

    [Fact]
    public void Build_Should_MergeExtensions_When_TheyComeBeforeOrAfterTheDefinition()
        => Assert.Equal(
            """
            type Query implements Node {
              a: Int
              id: ID!
              b: Side
            }

            interface Node {
              id: ID!
            }

            enum Side {
              DEBIT
              CREDIT
            }
            """,
            SchemaPrinter.Print(SchemaBuilder.Build(Parser.Parse(
                """
                extend type Query implements Node { id: ID! }
                type Query { a: Int }
                interface Node { id: ID! }
                extend type Query { b: Side }
                enum Side { DEBIT }
                extend enum Side { CREDIT }
                """))).TrimEnd());

    [Fact]
    public void BuildUnchecked_Should_TakeAnExtensionForTheType_When_ItIsNotDefined()
        => Assert.Equal("type Query @lookup {\n  a: Int\n}\n", SchemaPrinter.Print(SchemaBuilder.BuildUnchecked(Parser.Parse("extend type Query @lookup { a: Int }"))));
}
