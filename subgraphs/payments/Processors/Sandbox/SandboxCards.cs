using System.Collections.Frozen;

namespace FinFlow.Payments;

/// <summary>How the sandbox answers for a token. The names are those of Stripe's test cards; two more are ours.</summary>
internal static class SandboxCards
{
    internal const string Timeout = "pm_sandbox_timeout";
    internal const string Outage = "pm_sandbox_outage";
    internal const string AuthenticationRequired = "pm_card_authenticationRequired";

    private static readonly FrozenDictionary<string, SandboxCard> ByToken = new Dictionary<string, SandboxCard>
    {
        ["pm_card_visa"] = new("visa", "4242"),
        ["pm_card_mastercard"] = new("mastercard", "4444"),
        ["pm_card_amex"] = new("amex", "8431"),
        ["pm_card_chargeDeclined"] = new("visa", "0002", "generic_decline"),
        ["pm_card_chargeDeclinedInsufficientFunds"] = new("visa", "9995", "insufficient_funds"),
        ["pm_card_chargeDeclinedLostCard"] = new("visa", "9987", "lost_card"),
        ["pm_card_chargeDeclinedStolenCard"] = new("visa", "9979", "stolen_card"),
        ["pm_card_chargeDeclinedExpiredCard"] = new("visa", "0069", "expired_card"),
        ["pm_card_chargeDeclinedIncorrectCvc"] = new("visa", "0127", "incorrect_cvc"),
        ["pm_card_chargeDeclinedProcessingError"] = new("visa", "0119", "processing_error"),
        [AuthenticationRequired] = new("visa", "3184"),
        [Timeout] = new("visa", "0408"),
        [Outage] = new("visa", "0503"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    internal static SandboxCard? Find(string token) => ByToken.GetValueOrDefault(token);
}

/// <param name="DeclineCode">Null when the card pays.</param>
internal sealed record SandboxCard(string Brand, string Last4, string? DeclineCode = null);
