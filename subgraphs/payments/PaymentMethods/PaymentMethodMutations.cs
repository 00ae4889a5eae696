namespace FinFlow.Payments;

[MutationType]
public static class PaymentMethodMutations
{
    /// <summary>Stores a card by the token that the processor gave to the client. The first one becomes the default.</summary>
    /// <param name="token">The processor's token; the sandbox knows Stripe's test names such as `pm_card_visa`.</param>
    /// <param name="setDefault">Whether it is used from now on unless another is named.</param>
    [Authorize(Policy = Permissions.PaymentMethodsWrite)]
    [Error<PaymentMethodTokenInvalid>]
    [Error<TooManyPaymentMethods>]
    [Error<PaymentMethodBusy>]
    public static async Task<Result<PaymentMethod>> AddPaymentMethodAsync(
        string token, bool? setDefault, Caller caller, PaymentMethodStore methods, IPaymentProcessor processor, CancellationToken cancellationToken)
        => await processor.FindCardAsync(token, cancellationToken) is { } card
            ? await methods.AddAsync(caller.OrganizationId, processor.Name, card.StoredToken ?? token, card, setDefault ?? false, cancellationToken)
            : new PaymentMethodTokenInvalid(processor.Name);

    /// <summary>Makes a stored payment method pay no more. When it was the default, the newest of the others becomes it.</summary>
    /// <param name="id">The payment method.</param>
    [Authorize(Policy = Permissions.PaymentMethodsWrite)]
    [Error<PaymentMethodNotFound>]
    [Error<PaymentMethodBusy>]
    public static Task<Result<PaymentMethod>> RemovePaymentMethodAsync(
        [ID<PaymentMethod>] string id, Caller caller, PaymentMethodStore methods, CancellationToken cancellationToken)
        => methods.RemoveAsync(id, caller.OrganizationId, cancellationToken);

    /// <summary>Chooses the payment method that is used unless another is named.</summary>
    /// <param name="id">The payment method.</param>
    [Authorize(Policy = Permissions.PaymentMethodsWrite)]
    [Error<PaymentMethodNotFound>]
    [Error<PaymentMethodBusy>]
    public static Task<Result<PaymentMethod>> SetDefaultPaymentMethodAsync(
        [ID<PaymentMethod>] string id, Caller caller, PaymentMethodStore methods, CancellationToken cancellationToken)
        => methods.SetDefaultAsync(id, caller.OrganizationId, cancellationToken);
}
