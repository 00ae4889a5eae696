using FinFlow.Gateway.Fusion;

namespace FinFlow.Gateway.Tests;

/// <summary>Tests of the shop's answers, which are the same whether its sources are in the process or behind HTTP.</summary>
public abstract class ShopTests(bool overHttp) : IAsyncLifetime
{
    private readonly HttpMessageInvoker _http = HttpSourceClient.CreateInvoker();
    private SourceServer? _server;

    private protected Shop Shop { get; } = new();

    public async Task InitializeAsync()
    {
        if (overHttp)
        {
            var server = _server = await SourceServer.StartAsync(Shop.Sources);
            Shop.ClientOf = source => new HttpSourceClient(_http, [server.AddressOf(source)]);
        }
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
