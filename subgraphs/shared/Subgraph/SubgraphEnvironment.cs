using FinFlow.GraphQL.Execution;
using FinFlow.Hosting;
using FinFlow.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FinFlow.Subgraph;

/// <summary>
/// What the subgraphs of one process share: configuration, clock, event log, topics and logging. Each has a container of its own for
/// the rest, so that a subgraph cannot come to depend on another's services.
/// </summary>
public sealed class SubgraphEnvironment : IDisposable
{
    private readonly bool _ownsLog;

    public SubgraphEnvironment(FinFlowConfiguration configuration, TimeProvider clock, ILoggerFactory loggers, IEventLog? events = null)
    {
        Configuration = configuration;
        Clock = clock;
        Loggers = loggers;
        _ownsLog = events is null;
        Directory.CreateDirectory(configuration.DataFolder);
        PersonKeys = new PersonKeys(Path.Combine(configuration.DataFolder, "person-keys.db"));
        Events = events ?? new SealedEventLog(new SqliteEventLog(Path.Combine(configuration.DataFolder, "events.db"), clock), PersonKeys);
    }

    public FinFlowConfiguration Configuration { get; }

    public TimeProvider Clock { get; }

    public ILoggerFactory Loggers { get; }

    public IEventLog Events { get; }

    /// <summary>What opens the personal fields of events.</summary>
    public PersonKeys PersonKeys { get; }

    public void Dispose()
    {
        if (_ownsLog && Events is IDisposable log)
        {
            log.Dispose();
        }

        PersonKeys.Dispose();
    }

    internal void AddTo(IServiceCollection services)
    {
        services.AddSingleton(Configuration);
        services.AddSingleton(Clock);
        services.AddSingleton(Events);
        services.AddSingleton(PersonKeys);
        services.AddSingleton(Loggers);
        services.TryAddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddHttpClient();
        services.AddFinFlowAuthentication();
        services.AddSingleton<InMemoryTopics>();
        services.AddSingleton<ITopicEventSender>(provider => provider.GetRequiredService<InMemoryTopics>());
        services.AddSingleton<ITopicEventReceiver>(provider => provider.GetRequiredService<InMemoryTopics>());
    }
}
