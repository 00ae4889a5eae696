using System.Text.Json;

namespace FinFlow.Payments;

/// <summary>
/// Stripe counts in minor units too, except that it gives ISK and UGX two digits which ISO 4217 took away.
/// https://docs.stripe.com/currencies#special-cases
/// </summary>
internal static class StripeAmounts
{
    internal static long Of(Money amount) => checked(amount.Minor * Scale(amount.Currency));

    /// <summary>The amount in a member of an object that has its own <c>currency</c>; null when either is missing.</summary>
    internal static Money? Read(JsonElement thing, string member)
        => thing.Whole(member) is { } minor && Currency.TryOf(thing.Text("currency")?.ToUpperInvariant(), out var currency)
            ? new Money(minor / Scale(currency), currency)
            : null;

    private static long Scale(Currency currency) => currency.Code is "ISK" or "UGX" ? 100 : 1;
}
