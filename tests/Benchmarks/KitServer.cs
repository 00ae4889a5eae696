using System.Text;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;

namespace FinFlow.Benchmarks;

/// <summary>
/// What the kit of `bench/engine` measures: the engine as an application uses it, and the floor, which is the same web server answering
/// the same bytes without an engine.
///   taskset -c 0 dotnet FinFlow.Benchmarks.dll serve engine http://127.0.0.1:5000
///   taskset -c 0 dotnet FinFlow.Benchmarks.dll serve floor http://127.0.0.1:5000
/// </summary>
internal static class KitServer
{
    private static readonly string[] Documents =
        ["""{"query":"{hello}"}""", Items(50), Items(500)];

    public static async Task ServeAsync(string what, string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGraphQLServer("kit").AddType(typeof(KitQueries)).AddType(typeof(KitMutations));
        await using var app = builder.Build();
        app.Urls.Add(url);
        var executor = app.Services.GetRequiredService<IRequestExecutor>();
        if (what == "floor")
        {
            var answers = await AnswersAsync(executor);
            app.MapPost("/graphql", context => AnswerAsync(context, answers));
        }
        else
        {
            app.MapGraphQL("/graphql", () => executor);
        }

        await app.RunAsync();
    }

    // Told apart by their lengths, which differ.
    private static async Task AnswerAsync(HttpContext context, Dictionary<long, byte[]> answers)
    {
        var read = await context.Request.BodyReader.ReadAtLeastAsync((int)context.Request.ContentLength!.Value);
        var length = read.Buffer.Slice(read.Buffer.Length - 1).FirstSpan[0] == '\n' ? read.Buffer.Length - 1 : read.Buffer.Length;
        context.Request.BodyReader.AdvanceTo(read.Buffer.End);
        var answer = answers[length];
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer);
    }

    private static async Task<Dictionary<long, byte[]>> AnswersAsync(IRequestExecutor executor)
    {
        var answers = new Dictionary<long, byte[]>();
        foreach (var body in Documents)
        {
            using var request = System.Text.Json.JsonDocument.Parse(body);
            await using var result = (OperationResult)await executor.ExecuteAsync(
                new OperationRequest
                {
                    Document = Encoding.UTF8.GetBytes(request.RootElement.GetProperty("query").GetString()!),
                    Variables = request.RootElement.TryGetProperty("variables", out var variables) ? Encoding.UTF8.GetBytes(variables.GetRawText()) : default,
                },
                CancellationToken.None);
            answers[Encoding.UTF8.GetByteCount(body)] = result.Body.WrittenMemory.ToArray();
        }

        return answers;
    }

    private static string Items(int count)
        => """{"query":"query Q($n:Int){items(n:$n){id name next{id name next{id name}}}}","variables":{"n":COUNT}}""".Replace("COUNT", $"{count}", StringComparison.Ordinal);
}

/// <summary>The kit's schema.</summary>
[QueryType]
public static class KitQueries
{
    public static string Hello(string? name = "World") => $"Hello {name}";

    public static IReadOnlyList<Item> GetItems(int? n = 10) => [.. Enumerable.Range(0, n ?? 0).Select(Item.Of)];

    public static Item? GetMe() => Item.Of(0);

    public static string GetError() => throw new InvalidOperationException("boom");
}

[MutationType]
public static class KitMutations
{
    public static int Add(int a, int b) => a + b;
}
