using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Benchmarks;

/// <summary>
/// The floor of a gateway: a program on the same HTTP client that makes the same source requests and answers a constant of the same size.
/// What the gateway asks is recorded once, and so is the answer; nothing is read of what the sources say.
/// </summary>
internal static class GatewayFloor
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <param name="url">Where it listens.</param>
    /// <param name="schema">The composed schema.</param>
    /// <param name="sources">The sources' common address; each is below its name.</param>
    /// <param name="body">The request as JSON.</param>
    public static async Task ServeAsync(string url, string schema, string sources, string body)
    {
        var (requests, answer) = await RecordAsync(await File.ReadAllTextAsync(schema), sources, await File.ReadAllTextAsync(body));
        foreach (var wave in requests.Waves)
        {
            Console.WriteLine($"Wave {wave.Key + 1}: {string.Join(", ", wave.Select(request => $"{request.Address.AbsolutePath} ({request.Body.Length} bytes)"))}");
        }

        var waves = requests.Waves.Select(wave => wave.ToArray()).ToArray();
        using var http = HttpSourceClient.CreateInvoker();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add(url);
        app.MapPost("/graphql", context => AnswerAsync(context, http, waves, answer));
        await app.RunAsync();
    }

    private static async Task<(RecordedRequests Requests, byte[] Answer)> RecordAsync(string schema, string sources, string body)
    {
        var requests = new RecordedRequests(new SocketsHttpHandler());
        using var http = new HttpMessageInvoker(requests);
        var composed = CompositeSchema.Load(schema);
        var executor = new FusionExecutor(
            composed, composed.Sources.ToDictionary(name => name, ISourceClient (name) => new HttpSourceClient(http, [new Uri($"{sources}/{name}")])));
        using var request = JsonDocument.Parse(body);
        await using var result = (OperationResult)await executor.ExecuteAsync(
            new OperationRequest { Document = Encoding.UTF8.GetBytes(request.RootElement.GetProperty("query").GetString()!) }, CancellationToken.None);
        return (requests, result.Body.WrittenSpan.ToArray());
    }

    private static async Task AnswerAsync(HttpContext context, HttpMessageInvoker http, Recorded[][] waves, byte[] answer)
    {
        var read = await context.Request.BodyReader.ReadAtLeastAsync((int)context.Request.ContentLength!.Value);
        context.Request.BodyReader.AdvanceTo(read.Buffer.End);
        var authorization = context.Request.Headers.Authorization.ToString();
        foreach (var wave in waves)
        {
            await Task.WhenAll(wave.Select(request => AskAsync(http, request, authorization)));
        }

        context.Response.ContentType = "application/graphql-response+json; charset=utf-8";
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer);
    }

    private static async Task AskAsync(HttpMessageInvoker http, Recorded request, string authorization)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, request.Address) { Content = new ReadOnlyMemoryContent(request.Body) };
        message.Content.Headers.ContentType = Json;
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await http.SendAsync(message, CancellationToken.None);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = ArrayPool<byte>.Shared.Rent((int)(response.Content.Headers.ContentLength + 1 ?? 16 * 1024));
        while (await stream.ReadAsync(buffer) > 0)
        {
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }
}
