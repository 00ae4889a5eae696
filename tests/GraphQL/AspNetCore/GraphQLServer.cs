using System.Net.Http.Headers;
using System.Text;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace FinFlow.GraphQL.Tests;

/// <summary>A real server on a free loopback port, with a client for it.</summary>
internal sealed class GraphQLServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IRequestExecutor _executor;

    private GraphQLServer(WebApplication app, IRequestExecutor executor)
    {
        _app = app;
        _executor = executor;
        Url = new Uri($"{app.Urls.Single()}/graphql");
        Client = new HttpClient();
    }

    public Uri Url { get; }

    public Uri SocketUrl => new UriBuilder(Url) { Scheme = "ws" }.Uri;

    public HttpClient Client { get; }

    /// <summary>The executor when none was given to <see cref="StartAsync"/>.</summary>
    public ScriptedExecutor Executor => (ScriptedExecutor)_executor;

    public static async Task<GraphQLServer> StartAsync(
        GraphQLServerOptions? options = null, Action<WebApplication>? configure = null, IRequestExecutor? executor = null)
    {
        executor ??= new ScriptedExecutor();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGraphQL("/graphql", () => executor, options);
        configure?.Invoke(app);
        await app.StartAsync();
        return new GraphQLServer(app, executor);
    }

    public Task<HttpResponseMessage> PostAsync(string body, string? accept = null, string contentType = "application/json")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, Url) { Content = content }, accept);
    }

    public Task<HttpResponseMessage> GetAsync(string query, string? accept = null)
        => SendAsync(new HttpRequestMessage(HttpMethod.Get, $"{Url}?{query}"), accept);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? accept)
    {
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Ends the server as a deployment does; it lets go of requests within two seconds.</summary>
    public Task StopAsync() => _app.StopAsync(new CancellationTokenSource(TimeSpan.FromSeconds(2)).Token);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
