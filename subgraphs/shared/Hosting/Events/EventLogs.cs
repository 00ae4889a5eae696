using FinFlow.Messaging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinFlow.Hosting;

/// <summary>The event log that a configuration names: a Kafka cluster, or a file of the data folder.</summary>
public static class EventLogs
{
    private const string FileName = "events.db";

    /// <exception cref="ConfigurationInvalidException">What Kafka is reached with is not on this machine.</exception>
    public static OpenEventLog Open(FinFlowConfiguration configuration, TimeProvider clock, ILoggerFactory loggers)
        => configuration.Get("KAFKA_BROKER") is { } brokers
            ? new OpenEventLog(Connect(configuration, brokers, loggers))
            : new OpenEventLog(new SqliteEventLog(Path.Combine(configuration.DataFolder, FileName), clock));

    /// <summary>The log of an installation that is there already: of the folder, where one is named, else the one that the configuration names.</summary>
    /// <exception cref="FileNotFoundException">Its file is not there.</exception>
    /// <exception cref="ConfigurationInvalidException">What Kafka is reached with is not on this machine.</exception>
    public static OpenEventLog OpenExisting(FinFlowConfiguration configuration, string? folder, TimeProvider clock)
        => folder is null && configuration.Get("KAFKA_BROKER") is not null
            ? Open(configuration, clock, NullLoggerFactory.Instance)
            : OpenFile(folder ?? configuration.DataFolder, clock);

    private static OpenEventLog OpenFile(string dataFolder, TimeProvider clock)
    {
        var file = Path.Combine(Path.GetFullPath(dataFolder), FileName);
        return File.Exists(file)
            ? new OpenEventLog(new SqliteEventLog(file, clock))
            : throw new FileNotFoundException($"There is no {file}; -d names the folder of an installation.", file);
    }

    private static KafkaEventLog Connect(FinFlowConfiguration configuration, string brokers, ILoggerFactory loggers)
    {
        try
        {
            var tls = string.Equals(configuration.Get("KAFKA_TLS"), "required", StringComparison.OrdinalIgnoreCase) ? new KafkaTls(configuration.Get("FINFLOW_TLS_CA")) : null;
            var connection = new KafkaConnection(brokers, configuration.Get("KAFKA_BROKER_VERSION"), loggers.CreateLogger<KafkaEventLog>(), tls);
            return new KafkaEventLog(connection, configuration.Get("KAFKA_LIBRARY"));
        }
        catch (FileNotFoundException missing)
        {
            throw new ConfigurationInvalidException([$"KAFKA_BROKER is set, but {missing.Message}"]);
        }
    }
}

/// <summary>An event log and the duty to close it.</summary>
public sealed class OpenEventLog(IEventLog log) : IDisposable
{
    public IEventLog Log { get; } = log;

    /// <summary>The cluster; null when the log is a file.</summary>
    public KafkaEventLog? Kafka => Log as KafkaEventLog;

    /// <summary>The file; null when the log is a cluster.</summary>
    public SqliteEventLog? File => Log as SqliteEventLog;

    public void Dispose() => (Log as IDisposable)?.Dispose();
}
