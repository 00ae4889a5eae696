using System.Collections.Concurrent;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;
using FinFlow.Hosting;

namespace FinFlow.Gateway;

/// <summary>The gateway as a process of its own, reaching the subgraphs over HTTP.</summary>
public static class GatewayHost
{
    private static readonly ProgramUsage Usage = new(
        """
        (nothing)                  serves the composed schema at FINFLOW_PORT; .env.example has every variable
        --schema FILE              the composed schema; default: schema/gateway.graphql
        --subgraphs FILE           subgraphs that are composed at start, in place of --schema
        --operations FOLDER        trusted documents; default: schema/operations where the schema is FinFlow's own
        --trusted-only             executes these and no other document
        --source NAME=URL[,URL]    a subgraph's addresses, as often as needed
        --source-silence SECONDS   how long a source with heartbeats may send nothing; default: 60, 0 for any time
        --pass-tokens              hands tokens on unread
        --pass-header NAME         passes on a further header of clients, as often as needed
        health                     whether the one that runs on this machine lives: 0 or 1
        """);

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (ProgramUsage.IsAskedFor(arguments))
        {
            return await Usage.PrintAsync();
        }

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
        catch (UsageException misunderstood)
        {
            return await Usage.RefuseAsync(misunderstood.Message);
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
                source => clients.GetOrAdd(source, name => ClientOf(name, settings.AddressesOf(name, configuration), http, settings)),
                services.GetRequiredService<ILoggerFactory>());
        });
        var app = builder.Build();
        var gateway = app.Services.GetRequiredService<GatewayRuntime>();
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseRequestLogging();
        app.UseWebSockets();
        app.MapGateway(gateway, settings.PassesTokens ? null : AuthenticatorOf(configuration, app.Services.GetRequiredService<ILogger<RequestAuthenticator>>()), app.Services.GetRequiredService<RateLimits>());
        if (gateway.IsFinFlow)
        {
            app.MapForwardedEndpoints(http, subgraph => settings.AddressesOf(subgraph, configuration));
        }

        app.MapOperations("gateway", configuration, settings.Subgraphs is null ? SourceChecks(configuration, settings, http) : []);
        return app;
    }

    /// <summary>Each address has the time of an attempt, so that all together have as much more.</summary>
    private static SharingSourceClient ClientOf(string source, IReadOnlyList<Uri> addresses, HttpMessageInvoker http, GatewaySettings settings)
    {
        var client = new HttpSourceClient(
            http, addresses, HttpSourceOptions.Default with { AddressTimeout = settings.Resilience.AttemptTimeout, SilenceMax = settings.SourceSilenceMax });
        var isApollo = settings.Subgraphs?.ApolloNames.Contains(source) == true;
        return new SharingSourceClient(new ResilientSourceClient(
            isApollo ? new EntitiesSourceClient(client) : client,
            settings.Resilience with { AttemptTimeout = settings.Resilience.AttemptTimeout * addresses.Count }));
    }

    // Revocations are told to the subgraphs, which refuse such tokens; here signature and lifetime are checked.
    private static RequestAuthenticator AuthenticatorOf(FinFlowConfiguration configuration, ILogger<RequestAuthenticator> logger)
        => new(
            new AccessTokens(configuration, TimeProvider.System),
            new SessionRevocations(configuration.AccessTokenLifetime, TimeProvider.System),
            TimeProvider.System,
            logger);

    /// <summary>
    /// A source is there when it says that it lives; whether it is ready is its own health's matter. A gateway that misses some of them
    /// answers from the others and stays in service; one that reaches none is better replaced by one that does.
    /// </summary>
    private static IEnumerable<DependencyCheck> SourceChecks(FinFlowConfiguration configuration, GatewaySettings settings, HttpMessageInvoker http)
    {
        var addresses = CompositeSchema.Load(File.ReadAllText(settings.SchemaPath)).Sources.ToDictionary(source => source, source => settings.AddressesOf(source, configuration));
        var checks = addresses.Select(source => new DependencyCheck(source.Key, cancellationToken => LivesAsync(source.Value, http, cancellationToken))
        {
            OneOf = "subgraphs",
            Where = $"{string.Join(", ", source.Value.Select(address => address.GetLeftPart(UriPartial.Authority)))} ({source.Key.ToUpperInvariant()}_URL)",
        });
        return settings.PassesTokens
            ? checks
            : checks.Append(new SharedSecretCheck(new AccessTokens(configuration, TimeProvider.System), http, addresses, TimeProvider.System).Check);
    }

    /// <summary>One of several addresses is enough.</summary>
    private static async Task LivesAsync(IReadOnlyList<Uri> addresses, HttpMessageInvoker http, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(addresses[i], "/health/live"));
                using var response = await http.SendAsync(request, cancellationToken);
                response.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (i + 1 < addresses.Count)
            {
                // The next one may live.
            }
        }
    }
}
