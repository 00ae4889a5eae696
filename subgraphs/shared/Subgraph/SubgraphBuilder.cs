using System.Reflection;
using FinFlow.GraphQL.Execution;
using FinFlow.Hosting;
using FinFlow.Messaging;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FinFlow.Subgraph;

/// <summary>Collects a subgraph's parts. Everything that all subgraphs have is there already.</summary>
public sealed class SubgraphBuilder
{
    private readonly List<Action<MessagingBuilder>> _consumers = [];
    private Action<SubgraphBuilder> _database = _ => { };

    internal SubgraphBuilder(string name, Assembly assembly, SubgraphEnvironment environment)
    {
        Name = name;
        Configuration = environment.Configuration;
        environment.AddTo(Services, name);
        Schema = Services.AddGraphQLServer(name).AddFinFlowDefaults().AddTypes(assembly);
    }

    public string Name { get; }

    public IServiceCollection Services { get; } = new ServiceCollection();

    public FinFlowConfiguration Configuration { get; }

    internal IRequestExecutorBuilder Schema { get; }

    internal List<Action<IEndpointRouteBuilder, IServiceProvider>> EndpointMaps { get; } = [];

    /// <summary>The subgraph's own database, with its outbox relayed and the events of <see cref="On{TEvent, THandler}"/> consumed.</summary>
    public SubgraphBuilder UseDatabase<TContext>() where TContext : FinFlowDbContext
    {
        _database = subgraph => subgraph.Services
            .AddFinFlowDbContext<TContext>(subgraph.Configuration, subgraph.Name)
            .AddMessaging<TContext>(subgraph.Name, messaging => subgraph._consumers.ForEach(consume => consume(messaging)))
            .AddSingleton<Func<FinFlowDbContext>>(services => services.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext)
            .AddSingleton(services => DebugParts.Outbox(services.GetRequiredService<Func<FinFlowDbContext>>(), services.GetRequiredService<TimeProvider>()))
            .AddSingleton(DebugParts.Consumers(subgraph.Name));
        return this;
    }

    /// <summary>A <see cref="ReadCache"/> of the subgraph's own, for answers that are asked for again.</summary>
    public SubgraphBuilder UseCache()
    {
        Services.AddFinFlowCache(Name);
        return this;
    }

    /// <summary>Handles an event inside a transaction of the subgraph's database, once.</summary>
    public SubgraphBuilder On<TEvent, THandler>()
        where TEvent : IEvent
        where THandler : class, IEventHandler<TEvent>
        => Consume(messaging => messaging.On<TEvent, THandler>());

    /// <summary>Answers requests of people about their own data: what the subgraph holds is collected, erased, or no longer processed.</summary>
    public SubgraphBuilder PersonalData<TContext, TPersonalData>()
        where TContext : FinFlowDbContext
        where TPersonalData : class, IPersonalData
    {
        Services.AddScoped<TPersonalData>();
        Services.AddSingleton<ErasureTraces>();
        return Periodic<EmptyJournal<TContext>>(TimeSpan.FromMinutes(1))
            .On<AccessRequested, CollectPersonalData<TContext, TPersonalData>>()
            .On<ErasureRequested, ErasePersonalData<TContext, TPersonalData>>()
            .On<RestrictionChanged, ObserveRestriction<TContext, TPersonalData>>();
    }

    /// <summary>Work that goes on beside requests: timers, recovery at start.</summary>
    public SubgraphBuilder Background<TJob>() where TJob : class, IHostedService
    {
        Services.AddSingleton<IHostedService, TJob>();
        return this;
    }

    /// <summary>A job that runs at start and then every <paramref name="interval"/>.</summary>
    public SubgraphBuilder Periodic<TJob>(TimeSpan interval) where TJob : class, IPeriodicJob
    {
        Services.AddScoped<TJob>();
        Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<PeriodicJobs<TJob>>(services, interval));
        return this;
    }

    /// <summary>Plain HTTP beside GraphQL, such as a processor's webhooks.</summary>
    public SubgraphBuilder Endpoints(Action<IEndpointRouteBuilder, IServiceProvider> map)
    {
        EndpointMaps.Add(map);
        return this;
    }

    /// <summary>The schema, beyond what the defaults and the assembly's annotated classes give.</summary>
    public SubgraphBuilder GraphQL(Action<IRequestExecutorBuilder> configure)
    {
        configure(Schema);
        return this;
    }

    internal ServiceProvider Build()
    {
        // Last, because jobs that a subgraph registered must start after its database is there: hosted services start in order.
        var jobs = Services.Where(service => service.ServiceType == typeof(IHostedService)).ToList();
        jobs.ForEach(job => Services.Remove(job));
        _database(this);
        jobs.ForEach(job => Services.Add(job));
        Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<ProcessNotices>(services, Name));
        return Services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    /// <summary>Nobody waits for what it makes of events: those of three tenths of a second are handled together.</summary>
    public SubgraphBuilder Unhurried()
        => Consume(messaging => (messaging.Options.GatherFor, messaging.Options.BatchEventsMax) = (TimeSpan.FromMilliseconds(300), 128));

    private SubgraphBuilder Consume(Action<MessagingBuilder> consume)
    {
        _consumers.Add(consume);
        return this;
    }
}
