using System.Diagnostics;
using FinFlow.Gateway;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.Hosting;
using FinFlow.Subgraph;

namespace FinFlow.AllInOne;

/// <summary>Gateway and all subgraphs in one process: what the README's first command runs.</summary>
internal static class AllInOneHost
{
    private static readonly string IdePath = Path.Combine("artifacts", "ide", "graphiql.html.gz");

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (ProgramUsage.IsAskedFor(arguments))
        {
            return await AllInOneOptions.Usage.PrintAsync();
        }

        FinFlowConfiguration? configuration = null;
        try
        {
            var options = AllInOneOptions.Parse(arguments);
            if (options.Demo)
            {
                DemoPrint.ProvideAdmin();
            }

            configuration = FinFlowConfiguration.Load();
            configuration.RequireSecrets(FinFlowProcess.All.Select(process => process.Name));
            await ServeAsync(options, configuration);
            return 0;
        }
        catch (Exception failure) when (configuration is not null && StartFailures.Explain(failure, configuration, "gateway", out var reason))
        {
            await Console.Error.WriteLineAsync(reason);
            return 1;
        }
        catch (UsageException misunderstood)
        {
            return await AllInOneOptions.Usage.RefuseAsync(misunderstood.Message);
        }
        catch (Exception refused) when (refused is ConfigurationInvalidException or ArgumentException or IOException)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }

    private static async Task ServeAsync(AllInOneOptions options, FinFlowConfiguration configuration)
    {
        var started = Stopwatch.GetTimestamp();
        var clock = new DemoClock();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddFinFlowLogging(configuration).AddFinFlowTracing(configuration, "finflow")
            .AddSingleton(RateLimits.Of(configuration)).AddTrustedProxies(configuration);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenFor(configuration, "gateway", toAny: true));
        await using var app = builder.Build();
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();
        using var environment = new SubgraphEnvironment(configuration, clock, loggers);
        await using var subgraphs = await AllSubgraphs.StartAsync(environment, CancellationToken.None);
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseRequestLogging();
        app.UseWebSockets();
        app.MapOperations(
            options.SubgraphsOnly ? "subgraphs" : "gateway", configuration,
            subgraphs.All
                .SelectMany(subgraph => subgraph.Dependencies.Select(check => check with { Name = $"{subgraph.Name} {check.Name}" }))
                .Concat(environment.Dependencies),
            subgraphs.All.SelectMany(subgraph => subgraph.DebugParts.Select(part => part with { Name = $"{subgraph.Name} {part.Name}" })),
            environment.SlowQueries);
        if (options.SubgraphsOnly)
        {
            MapSubgraphs(app, subgraphs);
            await app.RunAsync();
            return;
        }

        using var gateway = CreateGateway(configuration, subgraphs, loggers);
        Map(app, gateway, subgraphs);
        if (options.Demo)
        {
            await new DemoSeeder(gateway.Executor, subgraphs.All, configuration, clock, Console.Out).SeedAsync(CancellationToken.None);
        }

        await app.StartAsync();
        await PrintAddressesAsync(configuration, started, options);
        await app.WaitForShutdownAsync();
    }

    private static GatewayRuntime CreateGateway(FinFlowConfiguration configuration, AllSubgraphs subgraphs, ILoggerFactory loggers)
        => GatewayRuntime.Create(
            new GatewaySettings { Fusion = FusionOptions.Default with { AllowPlanRequests = configuration.IsDevelopment } },
            source => new SharingSourceClient(new InProcessSourceClient(subgraphs[source].Executor)),
            loggers);

    private static void Map(WebApplication app, GatewayRuntime gateway, AllSubgraphs subgraphs)
    {
        app.MapGateway(
            gateway,
            subgraphs["auth"].Services.GetRequiredService<RequestAuthenticator>(),
            app.Services.GetRequiredService<RateLimits>(),
            new GraphQLServerOptions { IdePath = IdePath });
        foreach (var subgraph in subgraphs.All)
        {
            subgraph.MapEndpoints(app);
        }
    }

    private static void MapSubgraphs(WebApplication app, AllSubgraphs subgraphs)
    {
        foreach (var subgraph in subgraphs.All)
        {
            app.MapSubgraph(subgraph, $"/{subgraph.Name}");
        }
    }

    private static async Task PrintAddressesAsync(FinFlowConfiguration configuration, long started, AllInOneOptions options)
    {
        var address = $"{configuration.Scheme}://localhost:{configuration.PortOf("gateway")}";
        await Console.Out.WriteLineAsync(
            $"""

            FinFlow is ready after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s.
              GraphQL endpoint   {address}/graphql
              GraphQL IDE        {address}/graphql  (open it in a browser)
              Dashboard          {address}/dashboard
              API reference      {address}/api-docs
              Health             {address}/health
              Data               {configuration.DataFolder}
              Administrator      {configuration.Admin?.Email ?? "none is made: FINFLOW_ADMIN_EMAIL and FINFLOW_ADMIN_PASSWORD are not set"}

            """);
        if (options.Demo)
        {
            await DemoPrint.PeopleAsync(Console.Out);
        }
    }
}
