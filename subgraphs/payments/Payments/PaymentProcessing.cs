namespace FinFlow.Payments;

/// <summary>
/// Sees through what a payment promises: asks the processor with our key, then records its answer. Any number may do so for
/// one payment at once: the processor knows the key, and only the first answer is recorded.
/// </summary>
public sealed class PaymentProcessing(
    PaymentStore payments, PaymentMethodStore methods, PaymentProcessors processors, ProcessorPatience patience, TimeProvider clock)
{
    /// <summary>An intent that the processor has not heard of after this long is given up rather than charged unexpectedly late.</summary>
    private static readonly TimeSpan IntentLifetime = TimeSpan.FromHours(1);

    /// <summary>Authorizes an intent that was recorded just now.</summary>
    /// <param name="token">How the processor knows the payment's method.</param>
    public async Task<Result<Payment>> AuthorizeAsync(Payment payment, string token)
    {
        var request = RequestOf(payment, token);
        return await RecordAsync(payment, await patience.AskAsync(timeout => processors.Of(payment.Processor).AuthorizeAsync(request, timeout)));
    }

    /// <summary>Does what is due, if anything is. About an authorization it asks first: it may have been carried out.</summary>
    public async Task<Result<Payment>> FinishAsync(Payment payment, CancellationToken cancellationToken)
        => payment.Due switch
        {
            ProcessorStep.Authorize => await ResolveAuthorizationAsync(payment, cancellationToken),
            ProcessorStep.Capture => await RecordAsync(
                payment,
                await patience.AskAsync(timeout => processors.Of(payment.Processor).CaptureAsync(
                    payment.ChargeId!, payment.CapturedAmount, $"{payment.Id}:capture", timeout))),
            ProcessorStep.Void => await RecordAsync(
                payment,
                await patience.AskAsync(timeout => processors.Of(payment.Processor).VoidAsync(payment.ChargeId!, $"{payment.Id}:void", timeout))),
            _ => payment,
        };

    private async Task<Result<Payment>> ResolveAuthorizationAsync(Payment payment, CancellationToken cancellationToken)
    {
        var token = await methods.FindTokenAsync(payment.PaymentMethodId, cancellationToken);
        var request = RequestOf(payment, token);
        ProcessorAnswer? found = null;
        var asked = await patience.AskAsync(async timeout
            => (found = await processors.Of(payment.Processor).FindAuthorizationAsync(request, timeout)) ?? new ProcessorAnswer.Unavailable());
        if (found is not null || asked is ProcessorAnswer.Unknown)
        {
            return await RecordAsync(payment, asked);
        }

        return clock.GetUtcNow() - payment.CreatedAt < IntentLifetime
            ? await AuthorizeAsync(payment, token)
            : await RecordAsync(payment, new ProcessorAnswer.Unavailable());
    }

    private static AuthorizationRequest RequestOf(Payment payment, string token) => new(payment.Id, token, payment.Amount, payment.Reference, payment.CreatedAt);

    // Whoever comes second finds the step no longer due, and leaves what the first one recorded. What the processor said is
    // recorded even for a client that has gone.
    private Task<Result<Payment>> RecordAsync(Payment asked, ProcessorAnswer answer)
        => payments.ChangeAsync(asked, payment => payment.Due == asked.Due ? Apply(payment, answer) : payment, CancellationToken.None);

    private Result<Payment> Apply(Payment payment, ProcessorAnswer answer)
    {
        var now = clock.GetUtcNow();
        return (payment.Due, answer) switch
        {
            (ProcessorStep.Authorize, ProcessorAnswer.Done done) => payment.Authorized(done.ChargeId, now),
            (ProcessorStep.Authorize, ProcessorAnswer.ActionRequired action) => payment.ActionRequired(action.ChargeId),
            (ProcessorStep.Authorize, ProcessorAnswer.Declined declined) => payment.Failed(declined.Code, "The processor declined.", now),
            (ProcessorStep.Authorize, ProcessorAnswer.Unavailable) => payment.Failed(null, "The processor was not reached.", now),
            (ProcessorStep.Capture, ProcessorAnswer.Done done) => payment.Captured(done.Fee, now),
            (ProcessorStep.Capture, ProcessorAnswer.Declined declined) => payment.Failed(declined.Code, "The processor declined the capture.", now),
            (ProcessorStep.Void, ProcessorAnswer.Done) => payment.Voided(now),
            _ => payment.Unanswered(now),
        };
    }
}
