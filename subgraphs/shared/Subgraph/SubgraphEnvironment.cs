using FinFlow.GraphQL.Execution;
using FinFlow.Hosting;
using FinFlow.Messaging;
using Microsoft.EntityFrameworkCore.Diagnostics;
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
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(2);

    private readonly RedisConnection? _redis;
    private readonly OpenEventLog? _ownLog;

    /// <param name="events">Kept by the caller; null for the log that the configuration names.</param>
    /// <exception cref="ConfigurationInvalidException">What the configuration names is not on this machine.</exception>
    public SubgraphEnvironment(FinFlowConfiguration configuration, TimeProvider clock, ILoggerFactory loggers, IEventLog? events = null)
    {
        Configuration = configuration;
        Clock = new MicrosecondClock(clock);
        Loggers = loggers;
        MakeDataFolder(configuration.DataFolder);

        // What is measured while nobody listens is lost, and the first measurements are made before the first request.
        _ = PrometheusMetrics.Shared;
        PersonKeys = configuration.IsEmbedded
            ? new SqlitePersonKeys(Path.Combine(configuration.DataFolder, "person-keys.db"), configuration.DataCipher)
            : new PostgresPersonKeys(configuration.PostgresAt("person_keys"), configuration.DataCipher);
        _ownLog = events is null ? EventLogs.Open(configuration, clock, loggers) : null;
        Events = events ?? new SealedEventLog(_ownLog!.Log, PersonKeys);
        _redis = configuration.Get("REDIS_HOST") is { } host
            ? new RedisConnection(
                host, configuration.Number("REDIS_PORT"), loggers.CreateLogger<RedisConnection>(),
                string.Equals(configuration.Get("REDIS_TLS"), "required", StringComparison.OrdinalIgnoreCase), TlsFiles.TrustOf(configuration))
            : null;
        _redis?.Begin();
    }

    public FinFlowConfiguration Configuration { get; }

    public TimeProvider Clock { get; }

    public ILoggerFactory Loggers { get; }

    public IEventLog Events { get; }

    /// <summary>What took its databases long; remembered in development only.</summary>
    public SlowQueries SlowQueries { get; } = new();

    /// <summary>What opens the personal fields of events.</summary>
    public PersonKeys PersonKeys { get; }

    /// <summary>What the process shares with others; it goes on without them for a while.</summary>
    public IEnumerable<DependencyCheck> Dependencies
    {
        get
        {
            if (_ownLog?.Kafka is { } kafka)
            {
                yield return new DependencyCheck("kafka", cancellationToken => kafka.ProbeAsync(ProbePatience, cancellationToken)) { IsVital = false };
            }

            if (_ownLog?.File is { } file)
            {
                yield return new DependencyCheck("event log", cancellationToken => Task.Run(file.Probe, cancellationToken))
                {
                    IsVital = false, Where = $"SQLite in {Configuration.DataFolder} (FINFLOW_DATA)",
                };
            }

            if (_redis is not null)
            {
                yield return new DependencyCheck("redis", _ => _redis.ProbeAsync()) { IsVital = false };
            }
        }
    }

    public void Dispose()
    {
        _ownLog?.Dispose();
        _redis?.Dispose();
        PersonKeys.Dispose();
    }

    internal void AddTo(IServiceCollection services, string subgraph)
    {
        services.AddSingleton(Configuration);
        services.AddSingleton(Clock);
        services.AddSingleton(Events);
        services.AddSingleton(PersonKeys);
        services.AddSingleton(Loggers);
        if (Configuration.IsDevelopment)
        {
            services.AddSingleton<IInterceptor>(SlowQueries);
        }

        services.TryAddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddHttpClient();
        services.AddFinFlowAuthentication();
        AddTopics(services, subgraph);
    }

    // Nobody else on the machine reads what is in it. One that is there keeps the mode that it was given.
    private static void MakeDataFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private void AddTopics(IServiceCollection services, string subgraph)
    {
        if (_redis is null)
        {
            services.AddSingleton<InMemoryTopics>();
            services.AddSingleton<ITopicEventSender>(provider => provider.GetRequiredService<InMemoryTopics>());
            services.AddSingleton<ITopicEventReceiver>(provider => provider.GetRequiredService<InMemoryTopics>());
            return;
        }

        services.AddSingleton(_redis);
        services.AddSingleton(provider => new RedisTopics(_redis, subgraph, provider.GetRequiredService<ILogger<RedisTopics>>()));
        services.AddSingleton<ITopicEventSender>(provider => provider.GetRequiredService<RedisTopics>());
        services.AddSingleton<ITopicEventReceiver>(provider => provider.GetRequiredService<RedisTopics>());
    }
}
