using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Gateway.Tests;

/// <summary>Where a started program listens, whose port was free by chance.</summary>
internal static class ListeningAddress
{
    /// <summary>On this machine's loopback, also where it listens on every address; with the port's scheme and no path.</summary>
    public static Uri ListensAt(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new UriBuilder(address) { Host = "127.0.0.1" }.Uri;
    }
}
