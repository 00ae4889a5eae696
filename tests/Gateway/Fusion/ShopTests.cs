using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinFlow.Gateway.Tests;

/// <summary>Tests of the shop's answers, which are the same whether its sources are in the process or behind HTTP.</summary>
public abstract class ShopTests(bool overHttp) : IAsyncLifetime
{
    private readonly HttpMessageInvoker _http = HttpSourceClient.CreateInvoker();
    private WebApplication? _server;

    private protected Shop Shop { get; } = new();

    public async Task InitializeAsync()
    {
        if (!overHttp)
        {
            return;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        foreach (var source in Shop.Sources)
        {
            _server.MapGraphQL($"/{source.Name}", () => source, new GraphQLServerOptions { ServeIde = false });
        }

        await _server.StartAsync();
        var address = new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Shop.ClientOf = source => new HttpSourceClient(_http, [new Uri(address, source.Name)]);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
