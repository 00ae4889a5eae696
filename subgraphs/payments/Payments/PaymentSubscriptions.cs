namespace FinFlow.Payments;

[SubscriptionType]
public static class PaymentSubscriptions
{
    /// <summary>
    /// Each step of the caller's payments, in order, as it happens. With `after` it goes on where a reader stopped, so nothing is
    /// missed over a lost connection.
    /// </summary>
    /// <param name="paymentId">Only this payment; all of the organisation's when absent.</param>
    /// <param name="after">The `cursor` of the last update that was seen; `"0"` is before the first one.</param>
    [Subscribe(With = nameof(SubscribeToPaymentUpdated)), Joinable(Unless = ["after"])]
    [Authorize(Policy = Permissions.PaymentsRead)]
    public static PaymentUpdate PaymentUpdated([EventMessage] PaymentStep step, [ID<Payment>] string? paymentId, string? after)
        => PaymentUpdate.Of(step);

    internal static IAsyncEnumerable<PaymentStep> SubscribeToPaymentUpdated(
        string? paymentId, string? after, Caller caller, PaymentUpdates updates, CancellationToken cancellationToken)
        => updates.ReadAsync(caller.OrganizationId, paymentId, after, cancellationToken);
}

/// <summary>A step in a payment's life.</summary>
/// <param name="Cursor">Where this step stands; give it as `after` to go on from here.</param>
/// <param name="Status">What the payment became.</param>
/// <param name="OccurredAt">When it became so.</param>
public sealed record PaymentUpdate(
    string Cursor, PaymentStatus Status, DateTimeOffset OccurredAt, [property: GraphQLIgnore] string PaymentId)
{
    internal static PaymentUpdate Of(PaymentStep step) => new(PaymentStep.CursorOf(step.Sequence), step.Status, step.OccurredAt, step.PaymentId);
}

[ObjectType<PaymentUpdate>]
public static class PaymentUpdateNode
{
    /// <summary>The payment as it is now, which may be further than this step.</summary>
    public static async Task<Payment> GetPaymentAsync(
        [Parent] PaymentUpdate update, IPaymentByIdDataLoader payments, CancellationToken cancellationToken)
        => await payments.LoadRequiredAsync(update.PaymentId, cancellationToken);
}
