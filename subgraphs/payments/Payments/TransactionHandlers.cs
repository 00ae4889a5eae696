using Microsoft.Extensions.Logging;

namespace FinFlow.Payments;

/// <summary>Validation let the payment pass, or a reviewer did: an automatic one is captured as soon as this has committed.</summary>
public sealed class CaptureApproved(PaymentStore payments, TimeProvider clock, ILogger<CaptureApproved> logger) : IEventHandler<TransactionApproved>
{
    public static bool Concerns(TransactionApproved told) => told.Transaction.PaymentId is not null;

    public Task HandleAsync(EventContext<TransactionApproved> received, CancellationToken cancellationToken)
        => payments.FollowAsync(received.Payload.Transaction, payment => payment.Approve(clock.GetUtcNow()), logger, cancellationToken);
}

/// <summary>The payment's risk is high; it waits for a reviewer.</summary>
public sealed class HoldRisky(PaymentStore payments, ILogger<HoldRisky> logger) : IEventHandler<TransactionHeld>
{
    public static bool Concerns(TransactionHeld told) => told.Transaction.PaymentId is not null;

    public Task HandleAsync(EventContext<TransactionHeld> received, CancellationToken cancellationToken)
        => payments.FollowAsync(received.Payload.Transaction, payment => payment.Hold(), logger, cancellationToken);
}

/// <summary>Validation or a reviewer refused the payment; what the processor set aside is released.</summary>
public sealed class VoidRejected(PaymentStore payments, TimeProvider clock, ILogger<VoidRejected> logger) : IEventHandler<TransactionRejected>
{
    public static bool Concerns(TransactionRejected told) => told.Transaction.PaymentId is not null;

    public Task HandleAsync(EventContext<TransactionRejected> received, CancellationToken cancellationToken)
    {
        var rejected = received.Payload;
        var reason = rejected.Reason ?? string.Join(", ", rejected.Transaction.Errors.DefaultIfEmpty("REJECTED"));
        return payments.FollowAsync(rejected.Transaction, payment => payment.Void(reason, dueAt: clock.GetUtcNow()), logger, cancellationToken);
    }
}

internal static class TransactionVerdicts
{
    extension(PaymentStore payments)
    {
        /// <summary>A verdict that comes too late, say after its owner voided the payment, changes nothing.</summary>
        public async Task FollowAsync(
            TransactionFacts transaction, Func<Payment, Result<Payment>> decide, ILogger logger, CancellationToken cancellationToken)
        {
            if (transaction.PaymentId is null)
            {
                return;
            }

            var result = await payments.ChangeAsync(transaction.PaymentId, decide, cancellationToken);
            if (result.IsRefused)
            {
                logger.LogInformation("Payment {PaymentId} does not follow its transaction: {Code}", transaction.PaymentId, result.Refusal.Code);
            }
        }
    }
}
