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
    /// <summary>Longer than any processor's tokens.</summary>
    private const int TokenLengthMax = 500;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>The card behind a token of the processor.</summary>
    public async Task<Result<ProcessorCard>> FindCardAsync(IPaymentProcessor processor, string token, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return token.Length is > 0 and <= TokenLengthMax && await processor.FindCardAsync(token, either.Token) is { } card
                ? card
                : new PaymentMethodTokenInvalid(processor.Name);
        }
        catch (Exception exception) when (IsSilence(exception) && !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "The processor {Processor} could not be asked about a card", processor.Name);
            return new ProcessorSilent(processor.Name);
        }
    }

    /// <summary>Whether the processor says that it has the card no more.</summary>
    public async Task<bool> ForgetCardAsync(IPaymentProcessor processor, string token, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await processor.ForgetCardAsync(token, either.Token);
        }
        catch (Exception exception) when (IsSilence(exception) && !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "The processor {Processor} did not say whether it deleted a card", processor.Name);
            return false;
        }
    }

    public async Task<ProcessorAnswer> AskAsync(Func<CancellationToken, Task<ProcessorAnswer>> ask)
    {
        using var timeout = new CancellationTokenSource(Timeout, clock);
        try
        {
            return await ask(timeout.Token);
        }
        catch (Exception exception) when (IsSilence(exception))
        {
            logger.LogWarning(exception, "The processor gave no answer");
            return new ProcessorAnswer.Unknown();
        }
    }

    private static bool IsSilence(Exception exception) => exception is OperationCanceledException or IOException or HttpRequestException or SqliteException;
}
