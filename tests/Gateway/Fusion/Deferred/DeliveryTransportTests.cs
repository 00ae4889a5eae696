using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace FinFlow.Gateway.Tests;

/// <summary>The gateway's parts over each transport to clients; who does not accept parts gets the whole.</summary>
public sealed class DeliveryTransportTests : IAsyncLifetime, IDisposable
{
    private const string Document = """{ front { title ... @defer(label: "text") { body } } }""";
    private const string First = """{"data":{"front":{"title":"Tides"}},"pending":[{"id":"0","path":["front"],"label":"text"}],"hasNext":true}""";
    private const string Last = """{"hasNext":false,"incremental":[{"id":"0","data":{"body":"Body of a1"}}],"completed":[{"id":"0"}]}""";
    private const string Whole = """{"data":{"front":{"title":"Tides","body":"Body of a1"}}}""";

    private readonly Press _press = new();
    private readonly HttpClient _http = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OneDocument _documents = new();
    private WebApplication _app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        var gateway = _press.Executor();
        _app.MapGraphQL("/graphql", () => gateway, new GraphQLServerOptions { ServeIde = false, Documents = _documents });
        await _app.StartAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("multipart/mixed", "multipart/mixed")]
    [InlineData("multipart/mixed;incrementalSpec=v0.2, application/graphql-response+json", "multipart/mixed")]
    [InlineData("text/event-stream", "text/event-stream")]
    [InlineData("application/jsonl", "application/jsonl")]
    public async Task Parts_come_in_the_format_that_is_accepted(string accept, string format)
    {
        using var response = await PostAsync(new { query = Document }, accept);

        Assert.Equal(format, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal([First, Last], Payloads(await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("multipart/mixed")]
    [InlineData("text/event-stream")]
    public async Task The_first_part_is_on_its_way_while_a_source_hangs(string accept)
    {
        _press.Texts.Ready = _ready.Task;
        using var response = await PostAsync(new { query = Document }, accept);
        using var body = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = new StringBuilder();
        while (Payloads(text.ToString()) is [])
        {
            text.AppendLine(await body.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)));
        }

        Assert.Equal([First], Payloads(text.ToString()));
        _ready.SetResult();
        Assert.Equal([Last], Payloads(await body.ReadToEndAsync()));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    public async Task Who_accepts_no_parts_gets_the_whole(string accept)
    {
        using var response = await PostAsync(new { query = Document }, accept);

        Assert.Equal(accept, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Whole, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_trusted_document_comes_in_parts_too()
    {
        using var response = await PostAsync(new { documentId = OneDocument.Id }, "multipart/mixed");

        Assert.Equal([First, Last], Payloads(await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_client_that_hangs_up_calls_the_sources_off()
    {
        _press.Texts.Ready = _ready.Task;
        using (await PostAsync(new { query = Document }, "multipart/mixed"))
        {
            await Eventually.TrueAsync(() => _press.Texts.Requests == 1);
        }

        await Eventually.TrueAsync(() => _press.Texts.Cancelled == 1);
    }

    [Fact]
    public async Task A_socket_gets_each_part_as_next()
    {
        using var socket = await ConnectAsync();
        await SendAsync(socket, new { id = "1", type = "subscribe", payload = new { query = Document } });

        Assert.Equal(First, (await NextAsync(socket)).GetProperty("payload").GetRawText());
        Assert.Equal(Last, (await NextAsync(socket)).GetProperty("payload").GetRawText());
        Assert.Equal("complete", (await NextAsync(socket)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_socket_that_completes_an_operation_calls_the_sources_off()
    {
        _press.Texts.Ready = _ready.Task;
        using var socket = await ConnectAsync();
        await SendAsync(socket, new { id = "1", type = "subscribe", payload = new { query = Document } });
        Assert.Equal(First, (await NextAsync(socket)).GetProperty("payload").GetRawText());
        await Eventually.TrueAsync(() => _press.Texts.Requests == 1);
        await SendAsync(socket, new { id = "1", type = "complete" });

        await Eventually.TrueAsync(() => _press.Texts.Cancelled == 1);
    }

    private Task<HttpResponseMessage> PostAsync(object body, string accept)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, $"{_app.Urls.Single()}/graphql") { Content = content };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static string[] Payloads(string text)
        => [.. text.Split('\n').Select(line => line.Trim().Replace("data: ", "", StringComparison.Ordinal)).Where(line => line.StartsWith('{'))];

    private async Task<ClientWebSocket> ConnectAsync()
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(_app.Urls.Single()) { Scheme = "ws", Path = "/graphql" }.Uri, CancellationToken.None);
        await SendAsync(socket, new { type = "connection_init" });
        Assert.Equal("connection_ack", (await NextAsync(socket)).GetProperty("type").GetString());
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, object message)
        => socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private static async Task<JsonElement> NextAsync(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[16 * 1024];
        var received = await socket.ReceiveAsync(buffer, patience.Token);
        Assert.True(received.EndOfMessage);
        return JsonDocument.Parse(buffer.AsMemory(0, received.Count)).RootElement;
    }

    private sealed class OneDocument : IOperationDocumentStorage
    {
        public static string Id { get; } = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Document)))}";

        public ValueTask<ReadOnlyMemory<byte>?> TryReadAsync(string id, CancellationToken cancellationToken)
            => new(id == Id ? Encoding.UTF8.GetBytes(Document) : null);
    }
}
