using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Hosting;

/// <summary>Proxies before the gateway that may say where a client is. From anybody else the header is what a client writes to look like another.</summary>
public static class TrustedProxies
{
    private const int HopsMax = 4;

    /// <summary>For <c>UseForwardedHeaders</c>: the client's address and scheme, as trusted proxies name them.</summary>
    public static IServiceCollection AddTrustedProxies(this IServiceCollection services, FinFlowConfiguration configuration)
        => services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            options.ForwardedHeaders = ForwardedHeaders.None;
            foreach (var network in Parse(configuration.Get("FINFLOW_TRUSTED_PROXIES"))!)
            {
                options.KnownIPNetworks.Add(network);
                options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                options.ForwardLimit = HopsMax;
            }
        });

    /// <returns>Null when the text is not a list of addresses and networks.</returns>
    internal static IReadOnlyList<System.Net.IPNetwork>? Parse(string? text)
    {
        var networks = new List<System.Net.IPNetwork>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPAddress.TryParse(part, out var address))
            {
                networks.Add(new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else if (System.Net.IPNetwork.TryParse(part, out var network))
            {
                networks.Add(network);
            }
            else
            {
                return null;
            }
        }

        return networks;
    }
}
