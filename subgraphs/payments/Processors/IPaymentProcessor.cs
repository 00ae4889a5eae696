namespace FinFlow.Payments;

/// <summary>
/// Who moves the money. Every call that moves some carries our key: the same key again is the same request again, and never
/// a second charge. A call that gets no answer throws nothing; it is <see cref="ProcessorAnswer.Unknown"/>, and is asked about later.
/// </summary>
public interface IPaymentProcessor
{
    /// <summary>The name that payments and events carry: <c>sandbox</c>, <c>stripe</c>, <c>paypal</c> or <c>square</c>.</summary>
    string Name { get; }

    /// <summary>The card behind a token that the client got from the processor; null when the processor knows no such token.</summary>
    Task<ProcessorCard?> FindCardAsync(string token, CancellationToken cancellationToken);

    /// <summary>Deletes a stored card, and the customer that was made for it; true once the processor has neither, also when it never had.</summary>
    /// <exception cref="HttpRequestException">Whether it did is not known; asking again does no harm.</exception>
    Task<bool> ForgetCardAsync(string token, CancellationToken cancellationToken);

    /// <summary>Sets the amount aside.</summary>
    Task<ProcessorAnswer> AuthorizeAsync(AuthorizationRequest request, CancellationToken cancellationToken);

    /// <summary>What became of an authorization that was asked for before; null when the processor has set nothing aside for it. It moves no money.</summary>
    Task<ProcessorAnswer?> FindAuthorizationAsync(AuthorizationRequest request, CancellationToken cancellationToken);

    /// <summary>Collects what was set aside, or a part of it; the rest is released.</summary>
    Task<ProcessorAnswer> CaptureAsync(string chargeId, Money amount, string key, CancellationToken cancellationToken);

    /// <summary>Releases what was set aside.</summary>
    Task<ProcessorAnswer> VoidAsync(string chargeId, string key, CancellationToken cancellationToken);

    /// <summary>Sends back collected money.</summary>
    Task<ProcessorAnswer> RefundAsync(string chargeId, Money amount, string key, CancellationToken cancellationToken);

    /// <summary>What the processor moved on a day (UTC), by its own books and in the order in which it happened.</summary>
    /// <exception cref="HttpRequestException">The processor did not say.</exception>
    Task<IReadOnlyList<ProcessorCharge>> ListChargesAsync(DateOnly day, CancellationToken cancellationToken);
}

/// <summary>Money that a processor collected or sent back.</summary>
/// <param name="Id">The processor's own id of the movement.</param>
/// <param name="PaymentId">Our id of the payment, where the processor carries it along.</param>
/// <param name="ChargeId">The processor's id of the charge, as its answers name it.</param>
/// <param name="RefundId">Our id of the refund; null for a capture, and for a refund that we did not make.</param>
/// <param name="Fee">What the processor kept of it.</param>
public sealed record ProcessorCharge(
    string Id, string? PaymentId, string? ChargeId, string? RefundId, ChargeKind Kind, Money Amount, Money Fee, DateTimeOffset OccurredAt);

/// <summary>Which way the money went.</summary>
public enum ChargeKind
{
    /// <summary>It was collected from the customer.</summary>
    Capture,

    /// <summary>It went back to the customer.</summary>
    Refund,
}

/// <param name="Key">Our idempotency key: the payment's id.</param>
/// <param name="Token">The stored payment method, as the processor knows it.</param>
/// <param name="Reference">The business's own name for the payment, which its customer may see.</param>
/// <param name="IntendedAt">When the payment was recorded: the processor cannot have heard of it before.</param>
public sealed record AuthorizationRequest(string Key, string Token, Money Amount, string Reference, DateTimeOffset IntendedAt);

/// <summary>What can be shown of a card.</summary>
public sealed record ProcessorCard(string Brand, string Last4, int ExpiryMonth, int ExpiryYear)
{
    /// <summary>What the processor wants to see from now on instead of the client's token; null when that stays.</summary>
    public string? StoredToken { get; init; }
}

/// <summary>A processor's answer: one of the cases below.</summary>
public abstract record ProcessorAnswer
{
    private ProcessorAnswer()
    {
    }

    /// <param name="ChargeId">The processor's id of the charge.</param>
    /// <param name="Fee">What it keeps; zero until something is captured.</param>
    public sealed record Done(string ChargeId, Money Fee) : ProcessorAnswer;

    /// <param name="Code">The processor's decline code, such as <c>insufficient_funds</c>.</param>
    public sealed record Declined(string Code) : ProcessorAnswer;

    /// <summary>The customer must authenticate first.</summary>
    public sealed record ActionRequired(string ChargeId) : ProcessorAnswer;

    /// <summary>The request may have been carried out or not: it must be asked about.</summary>
    public sealed record Unknown : ProcessorAnswer;

    /// <summary>The request certainly did not reach the processor.</summary>
    public sealed record Unavailable : ProcessorAnswer;
}
