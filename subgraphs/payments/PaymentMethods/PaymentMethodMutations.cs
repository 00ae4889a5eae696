namespace FinFlow.Payments;

[MutationType]
public static class PaymentMethodMutations
{
    /// <summary>Stores a card by the token that the processor gave to the client. The first one becomes the default.</summary>
    /// <param name="token">The processor's token; the sandbox knows Stripe's test names such as `pm_card_visa`.</param>
    /// <param name="setDefault">Whether it is used from now on unless another is named.</param>
    /// <param name="processor">Whose token it is, one of `paymentProcessors`; the default processor's when absent. What the card pays goes through this processor.</param>
    [Authorize(Policy = Permissions.PaymentMethodsWrite)]
    [Error<ProcessorNotSetUp>]
    [Error<ProcessorSilent>]
    [Error<PaymentMethodTokenInvalid>]
    [Error<TooManyPaymentMethods>]
    [Error<ProcessingRestricted>]
    [Error<PaymentMethodBusy>]
    public static async Task<Result<PaymentMethod>> AddPaymentMethodAsync(
        string token,
        bool? setDefault,
        string? processor,
        Caller caller,
        PaymentMethodStore methods,
        PaymentProcessors processors,
        ProcessorPatience patience,
        CancellationToken cancellationToken)
    {
        if ((processor is null ? processors.Default : processors.Find(processor)) is not { } keeper)
        {
            return new ProcessorNotSetUp(processor!);
        }

        // Before the processor hears of the card: a restriction lets data be stored that is there, and nothing new be gathered.
        if (await methods.IsRestrictedAsync(caller.UserId, cancellationToken))
        {
            return new ProcessingRestricted();
        }

        if (!(await patience.FindCardAsync(keeper, token, cancellationToken)).TryGet(out var card, out var refusal))
        {
            return refusal;
        }

        var added = await methods.AddAsync(caller.OrganizationId, keeper.Name, card.StoredToken ?? token, card, setDefault ?? false, cancellationToken);
        if (added.IsRefused && card.StoredToken is { } stored)
        {
            // The processor has the card by now, and nobody here would ever have it deleted.
            await methods.LetGoAsync(keeper.Name, stored, cancellationToken);
        }

        return added;
    }

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
