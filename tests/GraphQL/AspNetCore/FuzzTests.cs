using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Tests;

/// <summary>
/// Texts that were right and have been damaged, each by a seed that a failure names. Whatever comes in: no crash, no surprise, no answer
/// later than the time limit.
/// </summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private static readonly string[] Operations =
    [
        "{ hello products { id name supplier { name } rating prices { amount label } } }",
        "query Q($id: ID!, $no: Boolean = true) { productById(id: $id) { ...F @skip(if: $no) state } } fragment F on Product { stock supplier { id } }",
        "mutation M { addProduct(input: { draft: { name: \"Desk\", tags: [\"a\", \"b\"] }, hour: 9 }) { product { id } errors { __typename ... on NameTakenError { message } } } }",
        "{ __schema { types { name fields(includeDeprecated: true) { name args { defaultValue } type { kind ofType { name } } } } } }",
        "subscription { ticks(count: 3) }",
    ];

    private static readonly string[] Splinters =
        ["{", "}", "(", ")", "[", "]", "...", "$", "@", "!", ":", "=", "|", "&", "\"", "\"\"\"", "\\u{110000}", "\\uD800", "#", "\0", "\uFEFF", "é", "💰",
            "-1e999", "0x1", "9999999999999999999", "null", "true", "on", "fragment", "query", "__typename", "@skip(if: $a)", "{a:{a:{a:", " ", "\n"];

    [Fact]
    public Task Damaged_Documents_And_Requests_Should_Be_Answered() => RunAsync(firstSeed: 1, TimeSpan.FromSeconds(20));

    [Fact]
    [Trait("Category", "Long")]
    public Task Damaged_Documents_And_Requests_Should_Be_Answered_For_Long()
        => RunAsync(firstSeed: 1_000_000, TimeSpan.FromMinutes(10));

    private static async Task RunAsync(int firstSeed, TimeSpan length)
    {
        await using var shop = new ShopServer(builder => builder.ModifyOptions(options => options.ExecutionTimeout = TimeSpan.FromSeconds(5)));
        await using var server = await GraphQLServer.StartAsync(executor: shop.Executor);
        var clock = Stopwatch.StartNew();
        var seed = firstSeed;
        for (; clock.Elapsed < length; seed++)
        {
            var random = new Random(seed);
            try
            {
                Examine(shop.Executor.Schema, Damage(SyntaxPrinter.Print(RandomDocument.Create(seed)), random));
                var document = Damage(Operations[random.Next(Operations.Length)], random);
                Examine(shop.Executor.Schema, document);
                await AnswerAsync(server, random, document);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed}", failure);
            }
        }

        Assert.True(seed - firstSeed > 100, $"Only {seed - firstSeed} documents in {length}.");
    }

    private static void Examine(Schema schema, string text)
    {
        try
        {
            var document = Parser.Parse(text);
            DocumentValidator.Validate(schema, document, ValidationLimits.Default);
            SchemaBuilder.TryBuild(document, SchemaOptions.Default, out _, out _);
            Assert.True(SyntaxComparer.Equal(document, Parser.Parse(SyntaxPrinter.Print(document))));
        }
        catch (SyntaxException)
        {
            // What most damaged texts are.
        }
    }

    private static async Task AnswerAsync(GraphQLServer server, Random random, string document)
    {
        var body = JsonSerializer.Serialize(new { query = document, variables = new { id = "p1", no = random.Next(2) == 0 } });
        if (random.Next(3) == 0)
        {
            body = Damage(body, random);
        }

        using var response = await server.PostAsync(body, random.Next(4) switch { 0 => "text/event-stream", 1 => "application/graphql-response+json", _ => null })
            .WaitAsync(AnswerLimit);
        var answer = await response.Content.ReadAsStringAsync().WaitAsync(AnswerLimit);
        Assert.True((int)response.StatusCode < 500, $"{response.StatusCode}: {answer}\n{body}");
        Assert.DoesNotContain("INTERNAL_ERROR", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("UNEXPECTED_ERROR", answer, StringComparison.Ordinal);
    }

    private static string Damage(string text, Random random)
    {
        var damaged = new StringBuilder(text);
        for (var times = random.Next(4); times >= 0; times--)
        {
            var at = random.Next(damaged.Length + 1);
            switch (random.Next(5))
            {
                case 0: damaged.Insert(at, Splinters[random.Next(Splinters.Length)]); break;
                case 1: damaged.Remove(at, Math.Min(random.Next(8), damaged.Length - at)); break;
                case 2: damaged.Insert(at, damaged.ToString(at, Math.Min(random.Next(40), damaged.Length - at))); break;
                case 3: damaged.Insert(at, new string("{[($\"a"[random.Next(6)], random.Next(60))); break;
                default:
                    if (at < damaged.Length)
                    {
                        damaged[at] = (char)random.Next(random.Next(2) == 0 ? 128 : 0x10000);
                    }

                    break;
            }
        }

        return damaged.ToString();
    }
}
