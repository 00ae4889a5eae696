using FinFlow.GraphQL.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinFlow.Gateway.Tests;

/// <summary>Sources behind HTTP, each below its name.</summary>
internal sealed class SourceServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Uri _address;

    private SourceServer(WebApplication app)
        => (_app, _address) = (app, app.ListensAt());

    /// <param name="sources">What is served.</param>
    /// <param name="before">What looks at requests before the sources do.</param>
    /// <param name="at">Where it was before; null for a free port.</param>
    public static async Task<SourceServer> StartAsync(IEnumerable<TestSource> sources, Action<WebApplication>? before = null, Uri? at = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(at?.GetLeftPart(UriPartial.Authority) ?? "http://127.0.0.1:0");
        before?.Invoke(app);
        foreach (var source in sources)
        {
            app.MapGraphQL($"/{source.Name}", () => source, new GraphQLServerOptions { ServeIde = false });
        }

        await app.StartAsync();
        return new SourceServer(app);
    }

    public Uri AddressOf(TestSource source) => AddressOf(source.Name);

    public Uri AddressOf(string name) => new(_address, name);

    /// <summary>Breaks off whatever is under way.</summary>
    public Task BreakOffAsync() => _app.StopAsync(new CancellationToken(canceled: true));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
