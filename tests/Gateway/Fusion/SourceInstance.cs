using System.Net;
using Microsoft.AspNetCore.Builder;

namespace FinFlow.Gateway.Tests;

/// <summary>One server; it remembers its address when it is stopped.</summary>
internal sealed class SourceInstance
{
    private SourceServer? _server;
    private int _asked;

    public int Asked => Volatile.Read(ref _asked);

    public Uri Address { get; private set; } = null!;

    /// <summary>What it answers in place of GraphQL; null for GraphQL.</summary>
    public HttpStatusCode? Status { get; set; }

    /// <summary>What requests wait for.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public async Task StartAsync(Shop shop)
    {
        await StartAnewAsync(shop.Accounts);
        Address = AddressOf(shop.Accounts);
    }

    public async Task StartAnewAsync(TestSource source)
    {
        await StopAsync();
        _server = await SourceServer.StartAsync(
            [source],
            app => app.Use(async (context, next) =>
            {
                Interlocked.Increment(ref _asked);
                if (Hold is { } hold)
                {
                    await hold.Task.WaitAsync(TimeSpan.FromSeconds(30), context.RequestAborted);
                }

                if (Status is { } status)
                {
                    context.Response.StatusCode = (int)status;
                    return;
                }

                await next();
            }),
            Address);
        Address ??= AddressOf(source);
    }

    public Uri AddressOf(TestSource source) => _server!.AddressOf(source);

    public async Task StopAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.BreakOffAsync();
            await server.DisposeAsync();
        }
    }
}
