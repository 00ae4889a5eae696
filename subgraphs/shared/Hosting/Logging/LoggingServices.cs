using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace FinFlow.Hosting;

public static class LoggingServices
{
    // What they log as an error they throw as well, and whoever catches it says what it means: a database that is away would be told a hundred times.
    private static readonly string[] ToldByUs =
    [
        "Microsoft.EntityFrameworkCore.Database.Connection", "Microsoft.EntityFrameworkCore.Database.Command", "Microsoft.EntityFrameworkCore.Query",
        "Microsoft.EntityFrameworkCore.Update", "Microsoft.Extensions.Hosting.Internal.Host",
    ];

    /// <summary>Logs JSON lines to standard output from LOG_LEVEL on; the frameworks below us speak from warnings on.</summary>
    public static IServiceCollection AddFinFlowLogging(this IServiceCollection services, FinFlowConfiguration configuration)
    {
        var errors = new RecentErrors();
        return services.AddSingleton(errors).AddLogging(logging =>
        {
            logging.ClearProviders();
            logging.SetMinimumLevel(LogLevel.Trace);
            if (LevelOf(configuration.Get("LOG_LEVEL")!) is { } level)
            {
                logging.AddSerilog(CreateLogger(level, configuration.IsDevelopment ? errors : null), dispose: true);
            }
        });
    }

    /// <param name="errors">Remembers the last ones for /debug; null where nobody may read them.</param>
    private static Logger CreateLogger(LogEventLevel level, RecentErrors? errors)
    {
        var rules = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            .Enrich.With(new MaskSecretProperties())
            .WriteTo.Console(new JsonLines());
        if (errors is not null)
        {
            rules.WriteTo.Sink(errors);
        }

        // With debug and below one looks for something, and it may be there.
        if (level > LogEventLevel.Debug)
        {
            rules.MinimumLevel.Override("Microsoft", Quiet(level)).MinimumLevel.Override("System", Quiet(level));
            foreach (var repeating in ToldByUs)
            {
                rules.MinimumLevel.Override(repeating, LogEventLevel.Fatal);
            }
        }

        return rules.CreateLogger();
    }

    private static LogEventLevel Quiet(LogEventLevel level) => level > LogEventLevel.Warning ? level : LogEventLevel.Warning;

    private static LogEventLevel? LevelOf(string name) => name.ToUpperInvariant() switch
    {
        "TRACE" => LogEventLevel.Verbose,
        "DEBUG" => LogEventLevel.Debug,
        "INFO" or "INFORMATION" => LogEventLevel.Information,
        "WARN" or "WARNING" => LogEventLevel.Warning,
        "ERROR" => LogEventLevel.Error,
        _ => null,
    };

    /// <summary>A property named like a secret loses its value before any message is rendered with it.</summary>
    private sealed class MaskSecretProperties : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            foreach (var name in logEvent.Properties.Keys.Where(SecretMask.IsSecretName).ToArray())
            {
                logEvent.AddOrUpdateProperty(new LogEventProperty(name, new ScalarValue(SecretMask.Mask)));
            }
        }
    }
}
