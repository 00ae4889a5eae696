using FinFlow.Hosting;
using FinFlow.Messaging;

namespace FinFlow.Cli;

/// <summary>Tells an installation on `finflow.system` what does not hold in its data: analytics counts it, and an alert calls somebody who may not look at this terminal.</summary>
internal static class Alarm
{
    private const string Source = "/finflow/verify";

    /// <summary>A cluster that is away must keep nobody from reading what was found.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="folder">An embedded installation's folder, in place of the configured log.</param>
    public static async Task RaiseAsync(FinFlowConfiguration configuration, string? folder, IReadOnlyList<Finding> broken, TextWriter error)
    {
        try
        {
            var clock = TimeProvider.System;
            using var log = EventLogs.OpenExisting(configuration, folder, clock);
            var events = broken.Select(finding =>
            {
                var told = EventEnvelope.Wrap(new VerificationFailed(finding.Invariant, string.Join("; ", finding.Broken), clock.GetUtcNow()), Source, clock);
                return new LoggedEvent(Topics.System, told.Subject, told.Id, told.ToUtf8());
            });
            await log.Log.AppendAsync([.. events], CancellationToken.None).WaitAsync(Patience);
        }
        catch (Exception failure)
        {
            await error.WriteLineAsync($"finflow verify: no alarm was raised: {failure.Message}");
        }
    }
}
