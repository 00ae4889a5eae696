namespace FinFlow.Payments;

/// <summary>What a processor says that it moved for the organisation on one day.</summary>
/// <param name="Processor">Which processor.</param>
/// <param name="Day">In UTC, by the processor's clock.</param>
/// <param name="IsComplete">Whether the day was over and settled when it was listed.</param>
/// <param name="Charges">In the order in which they happened.</param>
/// <param name="ListedAt">When the processor was asked.</param>
public sealed record ChargeList(string Processor, DateOnly Day, bool IsComplete, IReadOnlyList<ListedMovement> Charges, DateTimeOffset ListedAt)
{
    internal ChargesListed ToEvent(string organizationId)
        => new(organizationId, Processor, Day, IsComplete, [.. Charges.Select(charge => charge.ToEvent())], ListedAt);
}

/// <summary>Money that a processor collected or sent back, by its own books.</summary>
/// <param name="Id">The processor's own id of the movement.</param>
/// <param name="PaymentId">The payment that it belongs to.</param>
/// <param name="RefundId">The refund; null for a capture, and for a refund that was made in the processor's own pages.</param>
/// <param name="Kind">Which way the money went.</param>
/// <param name="Amount">Above zero either way.</param>
/// <param name="Fee">What the processor kept of it.</param>
/// <param name="OccurredAt">By the processor's clock.</param>
[GraphQLName("ListedCharge")]
public sealed record ListedMovement(
    string Id, [property: ID] string PaymentId, [property: ID] string? RefundId, ChargeKind Kind, Money Amount, Money Fee, DateTimeOffset OccurredAt)
{
    internal ListedCharge ToEvent() => new(
        Id, PaymentId, RefundId, Kind is ChargeKind.Capture ? "CAPTURE" : "REFUND", Amount.Minor, Fee.Minor, Amount.Currency.Code, OccurredAt);
}

/// <summary>The day is not begun, or longer ago than processors tell.</summary>
public sealed record DayNotListed(DateOnly From, DateOnly To) : Refusal($"Charges can be listed from {From:yyyy-MM-dd} to {To:yyyy-MM-dd}.");

/// <summary>The processor could not be asked for its list; nothing was told.</summary>
public sealed record ChargesUnavailable(string Processor) : Refusal($"The processor \"{Processor}\" does not list its charges at this moment; try again later.");
