using FinFlow.Gateway.Fusion;

namespace FinFlow.Gateway.Tests;

/// <summary>Tests of a gateway's answers, which are the same whether its sources are in the process or behind HTTP.</summary>
public abstract class BothTransports : IAsyncLifetime
{
    private readonly ComposedSources _sources;
    private readonly bool _overHttp;
    private readonly HttpMessageInvoker _http = HttpSourceClient.CreateInvoker();
    private SourceServer? _server;

    private protected BothTransports(ComposedSources sources, bool overHttp) => (_sources, _overHttp) = (sources, overHttp);

    public async Task InitializeAsync()
    {
        if (_overHttp)
        {
            var server = _server = await SourceServer.StartAsync(_sources.Sources);
            _sources.ClientOf = source => new HttpSourceClient(_http, [server.AddressOf(source)]);
        }
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}

/// <summary>The shop's.</summary>
public abstract class ShopTests : BothTransports
{
    protected ShopTests(bool overHttp)
        : this(new Shop(), overHttp)
    {
    }

    private ShopTests(Shop shop, bool overHttp)
        : base(shop, overHttp) => Shop = shop;

    private protected Shop Shop { get; }
}
