using System.Collections.Concurrent;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;
using FinFlow.Hosting;

namespace FinFlow.Gateway;

/// <summary>The gateway as a process of its own, reaching the subgraphs over HTTP.</summary>
public static class GatewayHost
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        FinFlowConfiguration? configuration = null;
        try
        {
            configuration = FinFlowConfiguration.Load();
            if (arguments is ["health"])
            {
                return await HealthCommand.RunAsync(configuration, "gateway");
            }

            var settings = GatewaySettings.Parse(arguments);
            settings = settings with { Fusion = settings.Fusion with { AllowPlanRequests = configuration.IsDevelopment } };
            await using var app = Build(configuration, settings);
            await app.RunAsync();
            return 0;
        }
        catch (Exception failure) when (configuration is not null && StartFailures.Explain(failure, configuration, "gateway", out var reason))
        {
            await Console.Error.WriteLineAsync(reason);
            return 1;
        }
        catch (Exception invalid) when (invalid is ConfigurationInvalidException or ArgumentException or SchemaException or IOException)
        {
            await Console.Error.WriteLineAsync(invalid.Message);
            return 1;
        }
    }

    /// <summary>The gateway as an application that listens on the gateway's port when it is run.</summary>
    public static WebApplication Build(FinFlowConfiguration configuration, GatewaySettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddFinFlowLogging(configuration).AddFinFlowTracing(configuration, "gateway");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenFor(configuration, "gateway", toAny: true));
        var http = HttpSourceClient.CreateInvoker(TlsFiles.TrustOf(configuration));
        builder.Services.AddSingleton(http);
        builder.Services.AddSingleton(RateLimits.Of(configuration)).AddTrustedProxies(configuration);
        builder.Services.AddSingleton(services =>
        {
            var clients = new ConcurrentDictionary<string, ISourceClient>();
            return GatewayRuntime.Create(
                settings,
                source => clients.GetOrAdd(source, name => new SharingSourceClient(
                    new ResilientSourceClient(ClientOf(name, ClientOf(http, settings.AddressesOf(name, configuration)), settings), settings.Resilience))),
                services.GetRequiredService<ILoggerFactory>());
        });
        var app = builder.Build();
        var gateway = app.Services.GetRequiredService<GatewayRuntime>();
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseRequestLogging();
        app.UseWebSockets();
        app.MapGateway(gateway, settings.PassesTokens ? null : AuthenticatorOf(configuration, app.Services.GetRequiredService<ILogger<RequestAuthenticator>>()), app.Services.GetRequiredService<RateLimits>());
        if (settings.Subgraphs is null)
        {
            app.MapForwardedEndpoints(http, subgraph => settings.AddressesOf(subgraph, configuration)[0]);
        }

        app.MapOperations("gateway", configuration, settings.Subgraphs is null ? SourceChecks(configuration, settings, http) : []);
        return app;
    }

    private static ISourceClient ClientOf(HttpMessageInvoker http, IReadOnlyList<Uri> addresses)
        => addresses.Count == 1 ? new HttpSourceClient(http, addresses) : new BalancedSourceClient(addresses, order => new HttpSourceClient(http, order));

    private static ISourceClient ClientOf(string source, ISourceClient client, GatewaySettings settings)
        => settings.Subgraphs?.ApolloNames.Contains(source) == true ? new EntitiesSourceClient(client) : client;

    // Revocations are told to the subgraphs, which refuse such tokens; here signature and lifetime are checked.
    private static RequestAuthenticator AuthenticatorOf(FinFlowConfiguration configuration, ILogger<RequestAuthenticator> logger)
        => new(
            new AccessTokens(configuration, TimeProvider.System),
            new SessionRevocations(configuration.AccessTokenLifetime, TimeProvider.System),
            TimeProvider.System,
            logger);

    /// <summary>A source is there when it says that it lives; whether it is ready is its own health's matter.</summary>
    private static IEnumerable<DependencyCheck> SourceChecks(FinFlowConfiguration configuration, GatewaySettings settings, HttpMessageInvoker http)
    {
        var addresses = CompositeSchema.Load(File.ReadAllText(settings.SchemaPath)).Sources.ToDictionary(source => source, source => settings.AddressesOf(source, configuration));
        var checks = addresses.Select(source => new DependencyCheck(source.Key, async cancellationToken =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(source.Value[0], "/health/live"));
            using var response = await http.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
        })
        {
            Where = $"{source.Value[0].GetLeftPart(UriPartial.Authority)} ({source.Key.ToUpperInvariant()}_URL)",
        });
        return settings.PassesTokens
            ? checks
            : checks.Append(new SharedSecretCheck(new AccessTokens(configuration, TimeProvider.System), http, addresses, TimeProvider.System).Check);
    }
}
