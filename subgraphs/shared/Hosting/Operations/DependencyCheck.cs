using System.Diagnostics;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace FinFlow.Hosting;

/// <summary>Something that a process needs in order to serve, and how to see that it is there.</summary>
/// <param name="Name">As <c>/health</c> shows it: <c>database</c>, <c>payments</c>.</param>
/// <param name="ProbeAsync">Throws when it is not; a <see cref="DependencyDownException"/> says why.</param>
public sealed record DependencyCheck(string Name, Func<CancellationToken, Task> ProbeAsync)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Whether nothing can be served without it. What is not vital is told, and the process goes on and stays in service.</summary>
    public bool IsVital { get; init; } = true;

    /// <summary>Of all that bear the same name here one is enough to stay in service; null for what nothing takes the place of.</summary>
    public string? OneOf { get; init; }

    /// <summary>Where it should be, by the variables that say so; for the log alone.</summary>
    public string? Where { get; init; }

    internal async Task<DependencyState> RunAsync(ILogger logger, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Timeout);
        try
        {
            await ProbeAsync(patience.Token).WaitAsync(Timeout, cancellationToken);
            return new DependencyState(Name, "UP", ElapsedMs(started)) { IsVital = IsVital, OneOf = OneOf };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The reason may name hosts and users, so only the log has it.
            var reason = exception is DependencyDownException ? exception.Message : Where;
            logger.LogWarning(exception, "Dependency {Dependency:l} is down{Reason:l}", Name, reason is null ? "" : $": {reason}");
            return new DependencyState(Name, "DOWN", ElapsedMs(started)) { IsVital = IsVital, OneOf = OneOf };
        }
    }

    private static double ElapsedMs(long started) => Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1);
}

/// <param name="Status">UP or DOWN.</param>
public sealed record DependencyState(string Name, string Status, double ElapsedMs)
{
    [JsonIgnore]
    internal bool IsVital { get; init; }

    [JsonIgnore]
    internal string? OneOf { get; init; }
}
