using System.Reflection;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using FinFlow.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FinFlow.Subgraph;

/// <summary>A subgraph that runs: its container, its jobs, and the executor that authenticates before it executes.</summary>
public sealed class SubgraphRuntime : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IReadOnlyList<Action<IEndpointRouteBuilder, IServiceProvider>> _endpoints;
    private readonly List<IHostedService> _started = [];

    private SubgraphRuntime(SubgraphBuilder builder)
    {
        Name = builder.Name;
        _services = builder.Build();
        _endpoints = builder.EndpointMaps;
        var authenticator = _services.GetRequiredService<RequestAuthenticator>();
        var refusals = new PermissionRefusals(
            _services.GetRequiredService<IRequestExecutor>(), Name, _services.GetRequiredService<Func<FinFlowDbContext>>(), _services.GetRequiredService<TimeProvider>());
        Executor = new AuthenticatingExecutor(
            builder.Configuration.SpeaksApolloFederation ? new FederationExecutor(refusals) : refusals,
            async authorization => await authenticator.AuthenticateAsync(authorization) switch
            {
                AuthenticationOutcome.Authenticated known => new(known.Principal, null),
                AuthenticationOutcome.Refused refused => new(null, refused.Message),
                _ => default,
            });
    }

    public string Name { get; }

    public IRequestExecutor Executor { get; }

    public IServiceProvider Services => _services;

    public static SubgraphRuntime Create<TSubgraph>(SubgraphEnvironment environment) where TSubgraph : ISubgraph
    {
        var builder = new SubgraphBuilder(TSubgraph.Name, typeof(TSubgraph).Assembly, environment);
        TSubgraph.Configure(builder);
        return new SubgraphRuntime(builder);
    }

    /// <summary>Brings the database up to date and starts the jobs, in the order of their registration.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var job in _services.GetServices<IHostedService>())
        {
            await job.StartAsync(cancellationToken);
            _started.Add(job);
        }
    }

    /// <summary>Runs every periodic job now: when a clock has jumped, or a test does not want to wait.</summary>
    public async Task RunPeriodicJobsAsync(CancellationToken cancellationToken)
    {
        foreach (var job in _services.GetServices<IHostedService>().OfType<IRunsOnDemand>())
        {
            await job.RunOnceAsync(cancellationToken);
        }
    }

    /// <summary>Ends the jobs in reverse order.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var job in Enumerable.Reverse(_started))
        {
            await job.StopAsync(cancellationToken);
        }

        _started.Clear();
    }

    /// <summary>What the subgraph cannot do without, for `/health`.</summary>
    public IEnumerable<DependencyCheck> Dependencies => _services.GetServices<DependencyCheck>();

    /// <summary>What `/debug` shows of the subgraph.</summary>
    public IEnumerable<DebugPart> DebugParts => _services.GetServices<DebugPart>();

    /// <summary>What a field demands of its caller, by the field's coordinate; null for nothing.</summary>
    public string? PermissionOf(string coordinate)
        => _services.GetRequiredService<ExecutableSchema>().Permissions.GetValueOrDefault(coordinate) is { } permission
            ? string.Join(", ", permission.Policies.Concat(permission.Roles.SelectMany(roles => roles)).DefaultIfEmpty("authenticated"))
            : null;

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        foreach (var map in _endpoints)
        {
            map(endpoints, _services);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
