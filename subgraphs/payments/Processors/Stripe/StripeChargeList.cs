using System.Text.Json;

namespace FinFlow.Payments;

/// <summary>
/// A day of Stripe's balance: each capture and refund is one balance transaction, with the charge or refund behind it.
/// https://docs.stripe.com/api/balance_transactions/list
/// </summary>
internal static class StripeChargeList
{
    internal static async Task<IReadOnlyList<ProcessorCharge>> ReadAsync(StripeApi stripe, DateOnly day, CancellationToken cancellationToken)
    {
        var from = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();
        var range = $"created[gte]={from}&created[lt]={from + 86_400}&limit=100&expand[]=data.source";
        var charges = new List<ProcessorCharge>();
        var after = "";
        while (true)
        {
            var page = await stripe.GetAsync($"/v1/balance_transactions?{range}{after}", cancellationToken);
            if (!page.IsOk || page.Body.At("data") is not { ValueKind: JsonValueKind.Array } lines)
            {
                throw new HttpRequestException($"Stripe listed no charges: {page.Status}.");
            }

            charges.AddRange(lines.EnumerateArray().Select(Read).OfType<ProcessorCharge>());
            if (page.Body.At("has_more").ValueKind is not JsonValueKind.True || lines.GetArrayLength() == 0)
            {
                // Stripe lists the newest first.
                charges.Reverse();
                return charges;
            }

            after = $"&starting_after={lines[lines.GetArrayLength() - 1].Text("id")}";
        }
    }

    // Payouts and adjustments move money between Stripe and the business; they are no charges.
    private static ProcessorCharge? Read(JsonElement line)
    {
        var source = line.At("source");
        return line.Text("type") switch
        {
            "charge" or "payment" => Of(line, source, ChargeKind.Capture, StripeAmounts.Read(source, "amount_captured")),
            "refund" or "payment_refund" => Of(line, source, ChargeKind.Refund, StripeAmounts.Read(source, "amount")),
            _ => null,
        };
    }

    private static ProcessorCharge Of(JsonElement line, JsonElement source, ChargeKind kind, Money? amount)
        => line.Text("id") is { } id && amount is { } moved && line.Whole("created") is { } created && StripeFees.Read(line, moved.Currency) is { } fee
            ? new ProcessorCharge(
                id,
                source.Text("metadata", "payment_id"),
                source.Text("payment_intent"),
                source.Text("metadata", "refund_id"),
                kind,
                moved,
                fee,
                DateTimeOffset.FromUnixTimeSeconds(created))
            : throw new HttpRequestException("Stripe listed a charge that cannot be read.");
}
