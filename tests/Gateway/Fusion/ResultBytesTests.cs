using System.Globalization;
using System.Text;
using FinFlow.Gateway.Composition;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Gateway.Tests;

/// <summary>Results stay bytes: what a larger answer needs is pooled memory, not objects.</summary>
public sealed class ResultBytesTests
{
    /// <summary>Less than one object for each of what the larger answer has more.</summary>
    private const int MoreBytesMax = 4_000;

    private const string Document = "{ shop { orders { id note lines { amount } } } }";

    /// <summary>Numbers and escapes as no two writers of JSON would write them.</summary>
    private const string Values = """{"amount":1.10,"ratio":1E2,"name":"Caf\u00e9 \/ \ud83d\ude00 é","tags":[ "a" ,"\u0062"],"note":null}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_larger_answer_needs_no_more_objects(bool isEntity)
    {
        var (few, many) = (await MeasureAsync(200, isEntity), await MeasureAsync(2_000, isEntity));

        Assert.InRange(many.AnswerBytes - few.AnswerBytes, 200_000, int.MaxValue);
        Assert.InRange(many.Allocated - few.Allocated, long.MinValue, MoreBytesMax);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Values_come_through_byte_for_byte(bool isEntity, bool overHttp)
    {
        const string fields = "amount: Float! ratio: Float! name: String! tags: [String!]! note: String";
        await using var server = overHttp ? await KnownServer.StartAsync() : null;
        await using var result = await Executor(fields, Values, isEntity, clientOf: server is null ? null : server.ClientOf)
            .ExecuteAsync(new OperationRequest { Document = "{ shop { amount ratio name tags note } }"u8.ToArray() }, CancellationToken.None);

        Assert.Equal($$$"""{"data":{"shop":{{{Values}}}}}""", Assert.IsType<OperationResult>(result).Body.ToString());
    }

    /// <summary>The least that a request allocates once its plan is known and the pools are filled, and how long its answer is.</summary>
    private static async Task<(long Allocated, int AnswerBytes)> MeasureAsync(int orders, bool isEntity)
    {
        var shop = $$$"""{"orders":[{{{string.Join(',', Enumerable.Range(0, orders).Select(Order))}}}]}""";
        var executor = Executor("orders: [Order!]!", shop, isEntity, " type Order { id: ID! note: String lines: [Line!]! } type Line { amount: Int! }");
        var (least, length) = (long.MaxValue, $$$"""{"data":{"shop":{{{shop}}}}}""".Length);
        for (var i = 0; i < 60; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var running = executor.ExecuteAsync(new OperationRequest { Document = Encoding.UTF8.GetBytes(Document) }, CancellationToken.None);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            // The source answers at once, so that all work was done by this thread.
            Assert.True(running.IsCompleted);
            await using var result = await running;
            Assert.Equal(length, Assert.IsType<OperationResult>(result).Body.Length);
            least = Math.Min(least, allocated);
        }

        return (least, length);
    }

    /// <summary>A gateway over a shop: a source's own, or an entity that an Apollo Federation subgraph gives for its key.</summary>
    private static FusionExecutor Executor(string fields, string shop, bool isEntity, string types = "", Func<string, ISourceClient>? clientOf = null)
    {
        clientOf ??= answer => new Known(answer);
        if (!isEntity)
        {
            return Executor([new("shop", $"type Query {{ shop: Shop }} type Shop {{ {fields} }}{types}")], new() { ["shop"] = clientOf($$$"""{"data":{"shop":{{{shop}}}}}""") });
        }

        const string protocol = """extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"]) """;
        var (sources, errors) = ApolloSchema.Translate([
            new("keys", protocol + """type Query { shop: Shop } type Shop @key(fields: "id") { id: ID! }"""),
            new("shop", protocol + $$"""type Shop @key(fields: "id") { id: ID! {{fields}} }{{types}}"""),
        ]);
        Assert.Empty(errors);
        return Executor(sources, new()
        {
            ["keys"] = new EntitiesSourceClient(clientOf("""{"data":{"shop":{"id":"1"}}}""")),
            ["shop"] = new EntitiesSourceClient(clientOf($$$"""{"data":{"_entities":[{{{shop}}}]}}""")),
        });
    }

    private static FusionExecutor Executor(IReadOnlyList<SourceSchemaDocument> sources, Dictionary<string, ISourceClient> clients)
        => new(CompositeSchema.Load(Composer.Compose(sources).Print()), clients);

    private static string Order(int number)
        => $$$"""{"id":"{{{number:D6}}}","note":"{{{new string('n', 60)}}}","lines":[{"amount":{{{number + 1}}}},{"amount":7}]}""";

    /// <summary>Says behind HTTP what a test wants it to say.</summary>
    private sealed class KnownServer : IAsyncDisposable
    {
        private readonly HttpMessageInvoker _http = HttpSourceClient.CreateInvoker();
        private readonly List<string> _answers = [];
        private SourceServer _server = null!;

        public static async Task<KnownServer> StartAsync()
        {
            var known = new KnownServer();
            known._server = await SourceServer.StartAsync([], app => app.Run(async context =>
            {
                context.Response.ContentType = "application/graphql-response+json";
                await context.Response.WriteAsync(known._answers[int.Parse(context.Request.Path.Value![1..], CultureInfo.InvariantCulture)]);
            }));
            return known;
        }

        public HttpSourceClient ClientOf(string answer)
        {
            _answers.Add(answer);
            return new HttpSourceClient(_http, [_server.AddressOf($"{_answers.Count - 1}")]);
        }

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await _server.DisposeAsync();
        }
    }

    private sealed class Known(string answer) : ISourceClient
    {
        private readonly byte[] _answer = Encoding.UTF8.GetBytes(answer);

        public ValueTask<SourceResponse> FetchAsync(SourceRequest request, CancellationToken cancellationToken)
            => ValueTask.FromResult(new SourceResponse([new SourceAnswer(_answer, 0, _answer.Length, 0, 0)]));

        public IAsyncEnumerable<SourceResponse> SubscribeAsync(SourceRequest request, CancellationToken cancellationToken) => throw new SourceUnavailableException("There are no events.");
    }
}
