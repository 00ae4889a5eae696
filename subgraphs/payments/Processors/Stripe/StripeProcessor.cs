using System.Globalization;
using System.Net;
using System.Text.Json;

namespace FinFlow.Payments;

/// <summary>
/// Stripe by PaymentIntents with manual capture. A stored method is attached to a customer of its own, which Stripe demands of cards
/// that pay more than once. https://docs.stripe.com/payments/place-a-hold-on-a-payment-method
/// </summary>
public sealed class StripeProcessor(StripeApi stripe) : IPaymentProcessor
{
    private const string WithFee = "latest_charge.balance_transaction";

    public string Name => "stripe";

    /// <summary>Attaches the method to a customer; what is stored is <c>customer/method</c>.</summary>
    public async Task<ProcessorCard?> FindCardAsync(string token, CancellationToken cancellationToken)
    {
        if (!token.StartsWith("pm_", StringComparison.Ordinal) || !token.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_') || token.Length > 200)
        {
            return null;
        }

        var customer = await stripe.PostAsync("/v1/customers", $"customer:{token}", cancellationToken, ("metadata[token]", token));
        if (!customer.IsOk)
        {
            throw new HttpRequestException($"Stripe made no customer: {customer.Status}.");
        }

        var customerId = customer.Body.Text("id")!;
        var attached = await stripe.PostAsync($"/v1/payment_methods/{token}/attach", $"attach:{token}", cancellationToken, ("customer", customerId));
        var card = attached.Body.At("card");
        return attached.IsOk && (card.Text("brand"), card.Text("last4"), card.Whole("exp_month"), card.Whole("exp_year")) is ({ } brand, { } last4, { } month, { } year)
            ? new ProcessorCard(brand, last4, (int)month, (int)year) { StoredToken = $"{customerId}/{attached.Body.Text("id")}" }
            : attached.Status is HttpStatusCode.BadRequest or HttpStatusCode.PaymentRequired or HttpStatusCode.NotFound ? null
            : throw new HttpRequestException($"Stripe attached no card: {attached.Status}.");
    }

    /// <summary>Stripe refuses to detach what is not attached any more, so that is no reason to leave the customer.</summary>
    public async Task<bool> ForgetCardAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Split('/') is not [var customer, var method])
        {
            return true;
        }

        var detached = await stripe.PostAsync($"/v1/payment_methods/{method}/detach", key: null, cancellationToken);
        return (detached.IsOk || detached.IsRefused) && (await stripe.DeleteAsync($"/v1/customers/{customer}", cancellationToken)).IsGone;
    }

    public async Task<ProcessorAnswer> AuthorizeAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var (customer, method) = request.Token.Split('/') is [var left, var right] ? (left, right) : ("", request.Token);
        var reply = await stripe.PostAsync(
            "/v1/payment_intents",
            request.Key,
            cancellationToken,
            ("amount", Text(request.Amount)),
            ("currency", request.Amount.Currency.Code.ToLowerInvariant()),
            ("customer", customer),
            ("payment_method", method),
            ("payment_method_types[]", "card"),
            ("capture_method", "manual"),
            ("confirm", "true"),
            ("description", request.Reference),
            ("metadata[payment_id]", request.Key));
        return reply.IsOk ? AnswerOf(reply.Body) : reply.StripeFailure;
    }

    /// <summary>Searches by our key. Stripe's index lags, so what it does not find is asked for again with the same key, which charges once.</summary>
    public async Task<ProcessorAnswer?> FindAuthorizationAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var query = Uri.EscapeDataString($"metadata['payment_id']:'{request.Key}'");
        var found = await stripe.GetAsync($"/v1/payment_intents/search?query={query}", cancellationToken);
        if (!found.IsOk)
        {
            return new ProcessorAnswer.Unknown();
        }

        if (found.Body.At("data") is not { ValueKind: JsonValueKind.Array } intents || intents.GetArrayLength() == 0)
        {
            return null;
        }

        // The index may show an older state than the intent itself.
        return await ReadAsync(intents[0].Text("id")!, cancellationToken) is { } intent ? AnswerOf(intent) : new ProcessorAnswer.Unknown();
    }

    public async Task<ProcessorAnswer> CaptureAsync(string chargeId, Money amount, string key, CancellationToken cancellationToken)
    {
        var reply = await stripe.PostAsync(
            $"/v1/payment_intents/{chargeId}/capture", key, cancellationToken, ("amount_to_capture", Text(amount)));
        if (!reply.IsOk && reply.StripeCode is not "payment_intent_unexpected_state")
        {
            return reply.StripeFailureOfPromised;
        }

        return await ReadAsync(chargeId, cancellationToken) switch
        {
            null => new ProcessorAnswer.Unknown(),
            { } intent when intent.Text("status") is "succeeded" => StripeFees.Of(intent, amount.Currency) is { } fee
                ? new ProcessorAnswer.Done(chargeId, fee)
                : new ProcessorAnswer.Unknown(),
            { } intent when intent.Text("status") is "canceled" => new ProcessorAnswer.Declined("charge_expired_for_capture"),
            _ => reply.StripeFailureOfPromised,
        };
    }

    public async Task<ProcessorAnswer> VoidAsync(string chargeId, string key, CancellationToken cancellationToken)
    {
        var reply = await stripe.PostAsync($"/v1/payment_intents/{chargeId}/cancel", key, cancellationToken);
        var isCanceled = reply.IsOk || (reply.StripeCode is "payment_intent_unexpected_state"
            && (await ReadAsync(chargeId, cancellationToken))?.Text("status") is "canceled");
        return isCanceled ? new ProcessorAnswer.Done(chargeId, default) : reply.StripeFailureOfPromised;
    }

    /// <summary>Looks for the refund first: Stripe forgets keys after a day, and a repetition later would send the money twice.</summary>
    public async Task<ProcessorAnswer> RefundAsync(string chargeId, Money amount, string key, CancellationToken cancellationToken)
    {
        var (isCertain, made) = await FindRefundAsync(chargeId, key, cancellationToken);
        if (!isCertain)
        {
            return new ProcessorAnswer.Unknown();
        }

        if (made is { } refund)
        {
            return AnswerOf(refund, chargeId, amount);
        }

        var reply = await stripe.PostAsync(
            "/v1/refunds", key, cancellationToken, ("payment_intent", chargeId), ("amount", Text(amount)), ("metadata[refund_id]", key));
        return reply.IsOk ? AnswerOf(reply.Body, chargeId, amount) : reply.StripeFailureOfPromised;
    }

    public Task<IReadOnlyList<ProcessorCharge>> ListChargesAsync(DateOnly day, CancellationToken cancellationToken)
        => StripeChargeList.ReadAsync(stripe, day, cancellationToken);

    private async Task<(bool IsCertain, JsonElement? Refund)> FindRefundAsync(string chargeId, string key, CancellationToken cancellationToken)
    {
        var after = "";
        while (true)
        {
            var page = await stripe.GetAsync($"/v1/refunds?payment_intent={chargeId}&limit=100{after}", cancellationToken);
            if (!page.IsOk || page.Body.At("data") is not { ValueKind: JsonValueKind.Array } refunds)
            {
                return (false, null);
            }

            foreach (var refund in refunds.EnumerateArray().Where(refund => refund.Text("metadata", "refund_id") == key))
            {
                return (true, refund);
            }

            if (page.Body.At("has_more").ValueKind is not JsonValueKind.True || refunds.GetArrayLength() == 0)
            {
                return (true, null);
            }

            after = $"&starting_after={refunds[refunds.GetArrayLength() - 1].Text("id")}";
        }
    }

    private async Task<JsonElement?> ReadAsync(string intentId, CancellationToken cancellationToken)
        => await stripe.GetAsync($"/v1/payment_intents/{intentId}?expand[]={WithFee}", cancellationToken) is { IsOk: true } reply ? reply.Body : null;

    private static ProcessorAnswer AnswerOf(JsonElement intent) => (intent.Text("status"), intent.Text("id")) switch
    {
        ("requires_capture" or "succeeded", { } id) => new ProcessorAnswer.Done(id, default),
        ("requires_action", { } id) => new ProcessorAnswer.ActionRequired(id),
        ("requires_payment_method", _) => new ProcessorAnswer.Declined(
            intent.Text("last_payment_error", "decline_code") ?? intent.Text("last_payment_error", "code") ?? "generic_decline"),
        ("canceled", _) => new ProcessorAnswer.Declined("canceled"),
        _ => new ProcessorAnswer.Unknown(),
    };

    private static ProcessorAnswer AnswerOf(JsonElement refund, string chargeId, Money amount) => refund.Text("status") switch
    {
        "succeeded" => new ProcessorAnswer.Done(chargeId, Money.Zero(amount.Currency)),
        "failed" or "canceled" => new ProcessorAnswer.Declined(refund.Text("failure_reason") ?? "refund_failed"),
        _ => new ProcessorAnswer.Unknown(),
    };

    private static string Text(Money amount) => StripeAmounts.Of(amount).ToString(CultureInfo.InvariantCulture);
}

/// <summary>What Stripe kept of a charge.</summary>
internal static class StripeFees
{
    /// <summary>
    /// In the payment's currency; Stripe tells it in the account's, with the rate between them. Null while the balance
    /// transaction is not there yet.
    /// </summary>
    internal static Money? Of(JsonElement intent, Currency currency) => Read(intent.At("latest_charge", "balance_transaction"), currency);

    internal static Money? Read(JsonElement balanceTransaction, Currency currency) => StripeAmounts.Read(balanceTransaction, "fee") switch
    {
        null => null,
        { } fee when fee.Currency == currency => fee,
        { } fee when balanceTransaction.At("exchange_rate") is { ValueKind: JsonValueKind.Number } rate && rate.TryGetDecimal(out var perUnit) && perUnit > 0
            => fee.ConvertTo(currency, 1m / perUnit),
        _ => null,
    };
}
