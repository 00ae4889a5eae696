using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinFlow.Gateway.Tests;

/// <summary>
/// A source behind HTTP that keeps its connection and says nothing: lost when it used to send heartbeats, quiet when it never did. In the
/// process there is no connection that could be there without its source.
/// </summary>
public sealed class SilentSourceTests : IAsyncLifetime
{
    private const string Lost = """{"errors":[{"message":"The subscription's source is not available any more.","extensions":{"code":"SOURCE_UNAVAILABLE"}}]}""";

    private static readonly TimeSpan AlmostTooLong = HttpSourceOptions.Default.SilenceMax!.Value - TimeSpan.FromSeconds(1);

    private readonly HandClock _clock = new();
    private readonly Shop _shop = new();
    private readonly HttpMessageInvoker _http = HttpSourceClient.CreateInvoker();
    private readonly Channel<string> _written = Channel.CreateUnbounded<string>();
    private SourceServer _server = null!;
    private FusionExecutor _gateway = null!;

    /// <summary>Whether the source begins its answer before there is something to write.</summary>
    private bool _beginsAtOnce = true;

    public async Task InitializeAsync()
    {
        _server = await SourceServer.StartAsync([], app => app.Run(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await (_beginsAtOnce ? context.Response.StartAsync() : Task.CompletedTask);
            await foreach (var text in _written.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(text);
                await context.Response.Body.FlushAsync();
            }
        }));
        var reviews = new HttpSourceClient(_http, [_server.AddressOf(_shop.Reviews)], HttpSourceOptions.Default with { TimeProvider = _clock });
        _gateway = new FusionExecutor(_shop.Composed, _shop.Sources.ToDictionary(
            source => source.Name, source => source == _shop.Reviews ? new SharingSourceClient(reviews) : _shop.ClientOf(source)));
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.BreakOffAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_that_had_heartbeats_and_falls_silent_ends_with_an_error()
    {
        await using var client = await SubscribeAsync();
        Write(Event("1"), Heartbeat, Event("2"));
        await client.ReadAsync("1", "2");

        for (var i = 3; i < 6; i++)
        {
            await client.WaitAsync();
            _clock.Advance(AlmostTooLong);
            Write(Event($"{i}"));
            await client.ReadAsync($"{i}");
        }

        await client.EndsAsync(_clock);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":\n\n")]
    public async Task A_source_without_heartbeats_may_be_silent_for_any_time_even_if_it_opens_its_streams_with_a_comment(string opening)
    {
        await using var client = await SubscribeAsync();
        Write(opening + Event("1"));
        await client.ReadAsync("1");
        for (var hour = 0; hour < 3; hour++)
        {
            await client.WaitAsync();
            _clock.Advance(TimeSpan.FromHours(1));
        }

        Write(Event("2"));
        await client.ReadAsync("2");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_one_stream_of_a_source_has_shown_holds_for_those_that_never_had_a_sign_of_it(bool begins)
    {
        await using (var other = await SubscribeAsync())
        {
            Write(Event("1"), Heartbeat, Event("2"));
            await other.ReadAsync("1", "2");
        }

        _beginsAtOnce = begins;
        await using var client = await SubscribeAsync();
        await client.EndsAsync(_clock);
    }

    [Fact]
    public async Task A_client_over_WebSocket_gets_error_and_not_complete()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGraphQL("/graphql", () => _gateway);
        await app.StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(new Uri(app.ListensAt(), "/graphql")) { Scheme = "ws" }.Uri, CancellationToken.None);
        await SendAsync("""{"type":"connection_init"}""");
        Assert.Equal("""{"type":"connection_ack"}""", await NextAsync());
        await SendAsync("""{"id":"1","type":"subscribe","payload":{"query":"subscription { reviewAdded { body } }"}}""");
        Write(Event("1"), Heartbeat, Event("2"));
        Assert.Equal("""{"id":"1","type":"next","payload":{"data":{"reviewAdded":{"body":"1"}}}}""", await NextAsync());
        Assert.Equal("""{"id":"1","type":"next","payload":{"data":{"reviewAdded":{"body":"2"}}}}""", await NextAsync());

        var end = NextAsync();
        await PassAsync(_clock, end);
        Assert.Equal($$"""{"id":"1","type":"error","payload":{{Lost["{\"errors\":".Length..^1]}}}""", await end);

        Task SendAsync(string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

        async Task<string> NextAsync()
        {
            var buffer = new byte[4096];
            var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
            return Encoding.UTF8.GetString(buffer, 0, received.Count);
        }
    }

    private const string Heartbeat = ":\n\n";

    private static string Event(string body) => $"event: next\ndata: {{\"data\":{{\"reviewAdded\":{{\"body\":\"{body}\"}}}}}}\n\n";

    private void Write(params string[] texts) => Array.ForEach(texts, text => Assert.True(_written.Writer.TryWrite(text)));

    /// <summary>Moves the clock until something has happened: when it is moved, the gateway may not have begun to wait.</summary>
    private static async Task PassAsync(HandClock clock, Task happens)
    {
        for (var i = 0; i < 1_000 && !happens.IsCompleted; i++)
        {
            clock.Advance(HttpSourceOptions.Default.SilenceMax!.Value);
            await Task.WhenAny(happens, Task.Delay(10));
        }
    }

    private async Task<Subscriber> SubscribeAsync()
    {
        var request = new OperationRequest { Document = "subscription { reviewAdded { body } }"u8.ToArray() };
        return new Subscriber(Assert.IsType<ResponseStream>(await _gateway.ExecuteAsync(request, CancellationToken.None)));
    }

    /// <summary>A client, always waiting for its next event.</summary>
    private sealed class Subscriber : IAsyncDisposable
    {
        private readonly ResponseStream _stream;
        private readonly IAsyncEnumerator<OperationResult> _results;
        private Task<bool> _next;

        public Subscriber(ResponseStream stream)
        {
            (_stream, _results) = (stream, stream.Results.GetAsyncEnumerator());
            _next = _results.MoveNextAsync().AsTask();
        }

        public async Task ReadAsync(params string[] bodies)
        {
            foreach (var body in bodies)
            {
                Assert.Equal($$$$"""{"data":{"reviewAdded":{"body":"{{{{body}}}}"}}}""", await NextAsync());
            }
        }

        /// <summary>Until the gateway has read all that was written, and waits.</summary>
        public async Task WaitAsync()
        {
            await Task.Delay(50);
            Assert.False(_next.IsCompleted);
        }

        public async Task EndsAsync(HandClock clock)
        {
            await PassAsync(clock, _next);
            Assert.True(await _next.WaitAsync(TimeSpan.FromSeconds(5)));
            Assert.Equal((RequestErrorKind.Internal, Lost), (_results.Current.RequestError, _results.Current.Body.ToString()));
            Assert.False(await _results.MoveNextAsync());
        }

        public async ValueTask DisposeAsync()
        {
            await _stream.DisposeAsync();
            await _next.ContinueWith(_ => { }, TaskScheduler.Default);
            await _results.DisposeAsync();
        }

        private async Task<string> NextAsync()
        {
            Assert.True(await _next.WaitAsync(TimeSpan.FromSeconds(20)));
            var body = _results.Current.Body.ToString();
            _next = _results.MoveNextAsync().AsTask();
            return body;
        }
    }
}
