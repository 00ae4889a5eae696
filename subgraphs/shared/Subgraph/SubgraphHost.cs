using FinFlow.GraphQL.AspNetCore;
using FinFlow.GraphQL.Types;
using FinFlow.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinFlow.Subgraph;

/// <summary>Runs one subgraph as a process: its GraphQL endpoint, its plain HTTP endpoints, health and metrics; or prints its schema.</summary>
public static class SubgraphHost
{
    /// <summary>The gateway sends one lookup for many keys at a time; more than this it splits itself.</summary>
    private static readonly GraphQLServerOptions SubgraphOptions = new() { BatchSizeMax = 10_000, ServeIde = false };

    /// <summary>`schema export [file]` writes the SDL; `health` asks the one that runs whether it lives; without arguments the subgraph serves on its port.</summary>
    /// <param name="furtherUsage">A line of usage for what the program understands beside that.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync<TSubgraph>(string[] args, string? furtherUsage = null) where TSubgraph : ISubgraph
    {
        if (ProgramUsage.IsAskedFor(args))
        {
            return await UsageOf<TSubgraph>(furtherUsage).PrintAsync();
        }

        if (args is ["schema", "export"] or ["schema", "export", _])
        {
            return await ExportAsync<TSubgraph>(args.ElementAtOrDefault(2));
        }

        if (args is not ([] or ["health"]))
        {
            return await UsageOf<TSubgraph>(furtherUsage).RefuseAsync($"`{string.Join(' ', args)}` is not understood.");
        }

        FinFlowConfiguration? configuration = null;
        try
        {
            configuration = FinFlowConfiguration.Load();
            if (args is ["health"])
            {
                return await HealthCommand.RunAsync(configuration, TSubgraph.Name);
            }

            configuration.RequireSecrets(TSubgraph.Name);
            await ServeAsync<TSubgraph>(configuration);
            return 0;
        }
        catch (ConfigurationInvalidException invalid)
        {
            await Console.Error.WriteLineAsync(invalid.Message);
            return 1;
        }
        catch (Exception failure) when (configuration is not null && StartFailures.Explain(failure, configuration, TSubgraph.Name, out var reason))
        {
            await Console.Error.WriteLineAsync(reason);
            return 1;
        }
    }

    /// <summary>Maps a subgraph's endpoints below <paramref name="prefix"/>, as every process that hosts it does.</summary>
    public static void MapSubgraph(this WebApplication app, SubgraphRuntime subgraph, string prefix = "")
    {
        app.MapGraphQL($"{prefix}/graphql", () => subgraph.Executor, SubgraphOptions with { WebSockets = Watched(subgraph) });
        app.MapApiDocs($"{prefix}/api-docs", () => subgraph.Executor, Reference(subgraph));
        subgraph.MapEndpoints(app);
    }

    // A subscription was permitted once and lives for hours: a session that ends must end it within the five seconds that hold everywhere.
    private static WebSocketProtocolOptions Watched(SubgraphRuntime subgraph)
    {
        var authenticator = subgraph.Services.GetRequiredService<RequestAuthenticator>();
        return SubgraphOptions.WebSockets with
        {
            Authenticate = async (token, _) => await authenticator.AuthenticateAsync(token) is not AuthenticationOutcome.Refused,
            AuthenticateInterval = TimeSpan.FromSeconds(2),
        };
    }

    private static ApiDocsOptions Reference(SubgraphRuntime subgraph)
        => new()
        {
            Title = $"FinFlow {subgraph.Name}",
            Introduction = "The source schema of one subgraph, as the gateway sees it. Clients use the gateway's.",
            Permission = subgraph.PermissionOf,
        };

    private static async Task ServeAsync<TSubgraph>(FinFlowConfiguration configuration) where TSubgraph : ISubgraph
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddFinFlowLogging(configuration).AddFinFlowTracing(configuration, TSubgraph.Name);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenFor(configuration, TSubgraph.Name, configuration.ListensToAny));
        await using var app = builder.Build();
        using var environment = new SubgraphEnvironment(configuration, TimeProvider.System, app.Services.GetRequiredService<ILoggerFactory>());
        await using var subgraph = SubgraphRuntime.Create<TSubgraph>(environment);
        await subgraph.StartAsync(CancellationToken.None);
        app.UseSecurityHeaders();
        app.UseRequestLogging();
        app.UseWebSockets();
        app.MapOperations(
            TSubgraph.Name, configuration, [.. subgraph.Dependencies, .. environment.Dependencies], subgraph.DebugParts, environment.SlowQueries);
        app.MapSubgraph(subgraph);
        await app.RunAsync();
    }

    private static ProgramUsage UsageOf<TSubgraph>(string? furtherUsage) where TSubgraph : ISubgraph
        => new(
            $"""
            (nothing)              serves {TSubgraph.Name} at {TSubgraph.Name.ToUpperInvariant()}_PORT; .env.example has every variable
            schema export [FILE]   writes its schema, without FILE to standard output
            health                 whether the one that runs on this machine lives: 0 or 1
            """ + (furtherUsage is null ? "" : $"\n{furtherUsage}"));

    private static async Task<int> ExportAsync<TSubgraph>(string? file) where TSubgraph : ISubgraph
    {
        var sdl = SchemaExport.Print<TSubgraph>();
        if (file is null)
        {
            await Console.Out.WriteAsync(sdl);
        }
        else
        {
            await File.WriteAllTextAsync(file, sdl);
        }

        return 0;
    }
}
