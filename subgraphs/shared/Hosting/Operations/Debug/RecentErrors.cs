using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace FinFlow.Hosting;

/// <summary>An error as the log has it, secrets masked.</summary>
/// <param name="TraceId">Of the request or event that met it; null for what met none.</param>
/// <param name="Exception">Its type and where it was thrown.</param>
public sealed record RecentError(DateTimeOffset Time, string? TraceId, string? Source, string Message, string? Exception);

/// <summary>The last errors that the process logged.</summary>
public sealed class RecentErrors : ILogEventSink
{
    private readonly LastFew<RecentError> errors = new();

    /// <summary>The newest first.</summary>
    public IReadOnlyList<RecentError> Last => errors.All;

    public void Emit(LogEvent logEvent)
    {
        if (logEvent.Level >= LogEventLevel.Error)
        {
            errors.Add(new RecentError(
                logEvent.Timestamp.ToUniversalTime(),
                logEvent.TraceId?.ToString(),
                (logEvent.Properties.GetValueOrDefault(Constants.SourceContextPropertyName) as ScalarValue)?.Value as string,
                SecretMask.Apply(logEvent.RenderMessage(CultureInfo.InvariantCulture)),
                logEvent.Exception is { } exception ? SecretMask.Apply(exception.ToString()) : null));
        }
    }
}
