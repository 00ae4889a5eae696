using System.Text;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>What is planned before any client comes.</summary>
public sealed class WarmUpTests
{
    public static TheoryData<string> Schemas => [nameof(Shop), nameof(Library), nameof(Press), nameof(Depots), nameof(Version1Subgraphs)];

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Typical_operations_are_valid_and_can_be_planned(string name)
    {
        var schema = SourcesOf(name).Composed;
        var operations = TypicalOperations.Of(schema.Client).Select(text => Encoding.UTF8.GetString(text.Span)).ToList();

        Assert.NotEmpty(operations);
        Assert.All(operations, operation =>
        {
            Assert.Equal([], DocumentValidator.Validate(schema.Client, Parser.Parse(operation)));
            Assert.NotEmpty(new Planner(schema).Plan(Parser.Parse(operation)).ToString());
        });
    }

    [Fact]
    public void A_typical_operation_goes_into_depth_and_takes_what_needs_no_arguments()
    {
        var schema = SchemaBuilder.Build(Parser.Parse("""
            type Query { count: Int! find(text: String!, first: Int = 3): [Found!]! }
            union Found = Book | Film
            type Book { id: ID! page(of: Int!): String author: Person }
            type Film { id: ID }
            type Person { name: String books: [Book!]! }
            """));

        Assert.Equal(
            "query Typical($more: Boolean! = true, $text: String!) { find(text: $text) { ...Parts ... @include(if: $more) { __typename } } } "
            + "fragment Parts on Found { __typename ... on Book { __typename id author { __typename name books { __typename id } } } } ",
            Encoding.UTF8.GetString(Assert.Single(TypicalOperations.Of(schema)).Span));
    }

    [Fact]
    public async Task Nobody_is_asked_and_what_is_wrong_is_left_for_clients_to_hear()
    {
        var shop = new Shop();
        var executor = shop.Executor();
        List<string> documents = ["{ me { name } }", "{ nothing }", "{ me {", "query($b: Boolean!) { me { name @include(if: $b) ... @defer { email } } }"];

        executor.WarmUp(documents.Select(document => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(document)));

        Assert.All(shop.Sources, source => Assert.Equal(0, source.Requests));
        Assert.Equal("""{"data":{"me":{"name":"Ada"}}}""", await ComposedSources.AskAsync(executor, documents[0]));
        Assert.Contains("Cannot query field", await ComposedSources.AskAsync(executor, documents[1]), StringComparison.Ordinal);
        Assert.Contains("Syntax Error", await ComposedSources.AskAsync(executor, documents[2]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_prepared_is_the_plan_that_the_client_gets()
    {
        var pipeline = new Pipeline(new Shop().Composed, FusionOptions.Default);
        var request = new OperationRequest { Document = "{ me { name } }"u8.ToArray() };

        pipeline.Prepare(request.Document);

        Assert.True(pipeline.TryPrepare(request, out var first, out _));
        Assert.True(pipeline.TryPrepare(request, out var second, out _));
        Assert.Same(first.Plan, second.Plan);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(60, 3)]
    public void It_ends_when_its_time_is_over(int seconds, int expected)
    {
        var planned = 0;
        var executor = new Shop().Executor(new FusionOptions { WarmUpTimeMax = TimeSpan.FromSeconds(seconds) });

        executor.WarmUp(Enumerable.Range(0, 3).Select(number =>
        {
            planned++;
            return (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{{ a{number}: me {{ name }} }}");
        }));

        Assert.Equal(expected, planned);
    }

    private static ComposedSources SourcesOf(string name) => name switch
    {
        nameof(Shop) => new Shop(),
        nameof(Library) => new Library(),
        nameof(Press) => new Press(),
        nameof(Depots) => new Depots(),
        _ => new Version1Subgraphs(),
    };
}
