namespace FinFlow.Payments;

/// <summary>Which event tells the other subgraphs of a step in a payment's life.</summary>
internal static class PaymentAnnouncement
{
    /// <summary>Null for steps that concern nobody else. A refund is told by <see cref="OfRefund"/>.</summary>
    internal static IPaymentEvent? Of(Payment before, Payment after, DateTimeOffset now) => after.Status switch
    {
        _ when before.Status == after.Status => null,
        PaymentStatus.Authorized when before.AuthorizedAt is null => new PaymentAuthorized(FactsOf(after), now),
        PaymentStatus.Held => new PaymentHeld(FactsOf(after), "HIGH_RISK", now),
        PaymentStatus.Captured => new PaymentCaptured(FactsOf(after), after.CapturedAmount.Minor, after.Fee.Minor, now),
        PaymentStatus.Voided => new PaymentVoided(FactsOf(after), after.Reason, now),
        PaymentStatus.Failed => new PaymentFailed(FactsOf(after), after.DeclineCode ?? after.Reason ?? "unknown", now),
        _ => null,
    };

    internal static PaymentRefunded OfRefund(Payment after, Refund refund, DateTimeOffset now)
        => new(FactsOf(after), refund.Id, refund.Amount.Minor, after.RefundedAmount.Minor, refund.Reason, now);

    internal static PaymentDisputed OfDispute(Payment after, ProcessorNews.Disputed disputed, DateTimeOffset now)
        => new(FactsOf(after), disputed.DisputeId, disputed.Amount.Minor, disputed.Reason, now);

    private static PaymentFacts FactsOf(Payment payment) => new(
        payment.Id,
        payment.OrganizationId,
        payment.UserId,
        payment.Amount.Minor,
        payment.Amount.Currency.Code,
        payment.Reference,
        payment.Description,
        payment.Country?.Alpha2,
        payment.PaymentMethodId,
        payment.CardBrand,
        payment.Processor,
        payment.ChargeId,
        payment.CaptureMethod is CaptureMethod.Manual ? "MANUAL" : "AUTOMATIC",
        payment.CreatedAt);
}
