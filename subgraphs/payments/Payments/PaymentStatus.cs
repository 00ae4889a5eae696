namespace FinFlow.Payments;

/// <summary>Where a payment stands. Money has moved once it is CAPTURED.</summary>
public enum PaymentStatus
{
    /// <summary>The intent is recorded; the processor has not been asked yet.</summary>
    Pending,

    /// <summary>The processor was asked and its answer is not known yet; it will be asked for it, never asked to charge again.</summary>
    Processing,

    /// <summary>The customer must authenticate with the card's issuer.</summary>
    RequiresAction,

    /// <summary>The issuer has set the amount aside; it waits for validation, or for a manual capture.</summary>
    Authorized,

    /// <summary>Its risk is high: a reviewer decides before it is captured.</summary>
    Held,

    /// <summary>The amount was collected.</summary>
    Captured,

    /// <summary>A part of the collected amount went back.</summary>
    PartiallyRefunded,

    /// <summary>All of the collected amount went back.</summary>
    Refunded,

    /// <summary>The authorization was released; nothing was collected.</summary>
    Voided,

    /// <summary>The processor declined it, or could not be reached.</summary>
    Failed,

    /// <summary>The cardholder contests it.</summary>
    Disputed,
}

/// <summary>Who says when the authorized amount is collected.</summary>
public enum CaptureMethod
{
    /// <summary>As soon as the payment is approved.</summary>
    Automatic,

    /// <summary>When <c>capturePayment</c> is called.</summary>
    Manual,
}

/// <summary>What was recorded as to be done at the processor and has no recorded outcome yet: what a restart must finish.</summary>
public enum ProcessorStep
{
    None,
    Authorize,
    Capture,
    Void,
}
