namespace FinFlow.Payments;

[ObjectType<Payment>]
public static class PaymentNode
{
    /// <summary>What paid it; it stays readable after its removal.</summary>
    public static async Task<PaymentMethod> GetPaymentMethodAsync(
        [Parent] Payment payment, IPaymentMethodByIdDataLoader methods, CancellationToken cancellationToken)
        => await methods.LoadRequiredAsync(payment.PaymentMethodId, cancellationToken);

    /// <summary>What went back, or is about to, oldest first.</summary>
    public static async Task<IReadOnlyList<Refund>> GetRefundsAsync(
        [Parent] Payment payment, IRefundsByPaymentIdDataLoader refunds, CancellationToken cancellationToken)
        => await refunds.LoadAsync(payment.Id, cancellationToken) ?? [];

    /// <summary>Every step so far, oldest first.</summary>
    public static async Task<IReadOnlyList<PaymentUpdate>> GetUpdatesAsync(
        [Parent] Payment payment, IStepsByPaymentIdDataLoader steps, CancellationToken cancellationToken)
        => [.. (await steps.LoadAsync(payment.Id, cancellationToken) ?? []).Select(PaymentUpdate.Of)];

    /// <summary>Who collected it.</summary>
    public static User GetUser([Parent] Payment payment) => new(payment.UserId);
}
