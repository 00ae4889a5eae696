namespace FinFlow.Payments;

/// <summary>The processor declined the payment.</summary>
public sealed record PaymentDeclined(string PaymentId, string DeclineCode)
    : Refusal($"The payment was declined: {DeclineCode.Replace('_', ' ')}.");

/// <summary>The processor cannot be reached; nothing was charged, and a new attempt needs a new idempotency key.</summary>
public sealed record ProcessorUnavailable(string PaymentId)
    : Refusal("The payment processor cannot be reached. Nothing was charged; try again later with a new idempotency key.");

/// <summary>No payment of this organisation has this id.</summary>
public sealed record PaymentNotFound(string Id) : Refusal("There is no payment with this id.");

/// <summary>The payment is past the point where it is authorized.</summary>
public sealed record PaymentNotPayable(PaymentStatus Status) : Refusal($"A payment that is {Status.Words} cannot be authorized.");

/// <summary>The payment waits for no validation and no reviewer.</summary>
public sealed record PaymentNotReviewable(PaymentStatus Status) : Refusal($"A payment that is {Status.Words} cannot be reviewed.");

/// <summary>Only an authorized payment that nobody is capturing or voiding can be captured.</summary>
public sealed record PaymentNotCapturable(PaymentStatus Status) : Refusal($"A payment that is {Status.Words} cannot be captured.");

/// <summary>The payment has not passed validation yet.</summary>
public sealed record PaymentNotApproved() : Refusal("The payment cannot be captured before it has passed validation.");

/// <summary>More than the authorized amount cannot be captured.</summary>
public sealed record CaptureExceedsAuthorization(Money Authorized, Money Requested)
    : Refusal($"Only {Authorized} is authorized, so {Requested} cannot be captured.");

/// <summary>Only a payment that is not captured yet can be voided.</summary>
public sealed record PaymentNotVoidable(PaymentStatus Status) : Refusal($"A payment that is {Status.Words} cannot be voided.");

/// <summary>Only a captured payment can be refunded.</summary>
public sealed record PaymentNotRefundable(PaymentStatus Status) : Refusal($"A payment that is {Status.Words} cannot be refunded.");

/// <summary>More than what was captured and not yet refunded cannot be refunded.</summary>
public sealed record RefundExceedsCapture(Money Refundable, Money Requested)
    : Refusal($"Only {Refundable} can still be refunded, so {Requested} cannot.");

/// <summary>A description has at most 500 characters.</summary>
public sealed record DescriptionTooLong(int LengthMax) : Refusal($"The description must have at most {LengthMax} characters.");

/// <summary>Others changed the payment at the same moment, again and again; nothing was done.</summary>
public sealed record PaymentBusy(string Id) : Refusal("The payment is being changed by others at this moment; try again.");

internal static class PaymentStatusWords
{
    extension(PaymentStatus status)
    {
        // The words of a message: "partially refunded", not "PartiallyRefunded".
        public string Words => status switch
        {
            PaymentStatus.RequiresAction => "waiting for the customer",
            PaymentStatus.PartiallyRefunded => "partially refunded",
            _ => status.ToString().ToLowerInvariant(),
        };
    }
}
