using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace FinFlow.Payments;

/// <summary>How long a processor may take, and what silence means: not that nothing happened, but that we do not know.</summary>
/// <remarks>
/// The client's own cancellation is left out on purpose. Once a promise is recorded it is not the client's to cancel: a closed
/// connection must not leave a charge unknown.
/// </remarks>
public sealed class ProcessorPatience(TimeProvider clock, ILogger<ProcessorPatience> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public async Task<ProcessorAnswer> AskAsync(Func<CancellationToken, Task<ProcessorAnswer>> ask)
    {
        using var timeout = new CancellationTokenSource(Timeout, clock);
        try
        {
            return await ask(timeout.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or HttpRequestException or SqliteException)
        {
            logger.LogWarning(exception, "The processor gave no answer");
            return new ProcessorAnswer.Unknown();
        }
    }
}
