using FinFlow.Gateway.Fusion;

namespace FinFlow.Gateway.Tests;

/// <summary>Tests of a gateway's answers, which are the same whether its sources are in the process or behind HTTP.</summary>
public abstract class BothTransports : IAsyncLifetime
{
    private readonly ComposedSources _sources;
    private readonly bool _overHttp;
    private BehindHttp? _transport;

    private protected BothTransports(ComposedSources sources, bool overHttp) => (_sources, _overHttp) = (sources, overHttp);

    public async Task InitializeAsync()
    {
        if (_overHttp)
        {
            _transport = await BehindHttp.PutAsync(_sources);
        }
    }

    public async Task DisposeAsync() => await (_transport?.DisposeAsync() ?? ValueTask.CompletedTask);
}

/// <summary>Sources that the gateway asks over HTTP until this is disposed.</summary>
internal sealed class BehindHttp : IAsyncDisposable
{
    private readonly HttpMessageInvoker _http = HttpSourceClient.CreateInvoker();
    private readonly SourceServer _server;

    private BehindHttp(SourceServer server) => _server = server;

    public static async Task<BehindHttp> PutAsync(ComposedSources sources)
    {
        var transport = new BehindHttp(await SourceServer.StartAsync(sources.Sources));
        sources.ClientOf = source => new HttpSourceClient(transport._http, [transport._server.AddressOf(source)]);
        return transport;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
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
