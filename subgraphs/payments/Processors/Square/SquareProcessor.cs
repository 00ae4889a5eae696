using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FinFlow.Payments;

/// <summary>
/// Square by payments that are completed later, with cards on file. https://developer.squareup.com/docs/payments-api/take-payments
/// </summary>
public sealed class SquareProcessor(SquareApi square) : IPaymentProcessor
{
    /// <summary>An authorization may be completed for at most seven days, so what was collected on a day was authorized within these.</summary>
    private const int AuthorizationDaysMax = 7;

    public string Name => "square";

    /// <summary>Keeps the card of a one-time token on file, for a customer of its own; what is stored is <c>customer/card</c>.</summary>
    public async Task<ProcessorCard?> FindCardAsync(string token, CancellationToken cancellationToken)
    {
        // Square's keys are short, and its tokens are not.
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..40];
        var customer = await square.PostAsync("/v2/customers", new { idempotency_key = $"cus:{key}", reference_id = key }, cancellationToken);
        if (!customer.IsOk || customer.Body.Text("customer", "id") is not { } customerId)
        {
            throw new HttpRequestException($"Square made no customer: {customer.Status}.");
        }

        var reply = await square.PostAsync(
            "/v2/cards", new { idempotency_key = $"card:{key}", source_id = token, card = new { customer_id = customerId } }, cancellationToken);
        var card = reply.Body.At("card");
        return reply.IsOk && (card.Text("card_brand"), card.Text("last_4"), card.Whole("exp_month"), card.Whole("exp_year")) is ({ } brand, { } last4, { } month, { } year)
            ? new ProcessorCard(BrandOf(brand), last4, (int)month, (int)year) { StoredToken = $"{customerId}/{card.Text("id")}" }
            : reply.IsRefused ? null
            : throw new HttpRequestException($"Square kept no card: {reply.Status}.");
    }

    /// <summary>Square disables a card for good; with its customer nothing leads to the person.</summary>
    public async Task<bool> ForgetCardAsync(string token, CancellationToken cancellationToken)
        => token.Split('/') is not [var customer, var card]
            || ((await square.PostAsync($"/v2/cards/{card}/disable", new { }, cancellationToken)).IsGone
                && (await square.DeleteAsync($"/v2/customers/{customer}", cancellationToken)).IsGone);

    public async Task<ProcessorAnswer> AuthorizeAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var (customer, card) = request.Token.Split('/') is [var left, var right] ? (left, right) : (null, request.Token);
        var reply = await square.PostAsync(
            "/v2/payments",
            new
            {
                source_id = card,
                customer_id = customer,
                idempotency_key = request.Key,
                amount_money = SquareAmounts.Of(request.Amount),
                autocomplete = false,
                location_id = square.LocationId,
                reference_id = request.Key,
                note = request.Reference,
            },
            cancellationToken);
        return reply.IsOk ? AnswerOf(reply.Body.At("payment")) : reply.SquareFailure;
    }

    /// <summary>Looks through the payments of the time: Square lists them at once, with our id.</summary>
    public async Task<ProcessorAnswer?> FindAuthorizationAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var payments = await square.ListAsync(
            $"/v2/payments?{Range(request.IntendedAt.AddMinutes(-5), request.IntendedAt.AddHours(2))}", "payments", cancellationToken);
        return payments.Where(payment => payment.Text("reference_id") == request.Key).ToList() is [var made, ..] ? AnswerOf(made) : null;
    }

    /// <summary>Square completes the whole amount, so for a part of it the amount is lowered first.</summary>
    public async Task<ProcessorAnswer> CaptureAsync(string chargeId, Money amount, string key, CancellationToken cancellationToken)
    {
        if (await FindPaymentAsync(chargeId, cancellationToken) is not { } payment)
        {
            return new ProcessorAnswer.Unknown();
        }

        if (payment.Text("status") is "APPROVED" && SquareAmounts.Read(payment.At("amount_money")) != amount)
        {
            var lowered = await square.PutAsync(
                $"/v2/payments/{chargeId}", new { idempotency_key = key[..Math.Min(key.Length, 45)], payment = new { amount_money = SquareAmounts.Of(amount) } }, cancellationToken);
            if (!lowered.IsOk)
            {
                return lowered.SquareFailureOfPromised;
            }
        }

        if (payment.Text("status") is "APPROVED")
        {
            var completed = await square.PostAsync($"/v2/payments/{chargeId}/complete", new { }, cancellationToken);
            if (!completed.IsOk)
            {
                return completed.SquareFailureOfPromised;
            }

            payment = completed.Body.At("payment");
        }

        return payment.Text("status") switch
        {
            // The fee is told a moment after the payment is complete.
            "COMPLETED" => FeeOf(payment) is { } fee ? new ProcessorAnswer.Done(chargeId, fee) : new ProcessorAnswer.Unknown(),
            "CANCELED" => new ProcessorAnswer.Declined("charge_expired_for_capture"),
            "FAILED" => new ProcessorAnswer.Declined(DeclineCodeOf(payment)),
            _ => new ProcessorAnswer.Unknown(),
        };
    }

    public async Task<ProcessorAnswer> VoidAsync(string chargeId, string key, CancellationToken cancellationToken)
    {
        var reply = await square.PostAsync($"/v2/payments/{chargeId}/cancel", new { }, cancellationToken);
        return reply.IsOk || (await FindPaymentAsync(chargeId, cancellationToken))?.Text("status") is "CANCELED"
            ? new ProcessorAnswer.Done(chargeId, default)
            : reply.SquareFailureOfPromised;
    }

    /// <summary>Looks for the refund first, by our id in its reason: a repetition under a key that Square forgot would send the money twice.</summary>
    public async Task<ProcessorAnswer> RefundAsync(string chargeId, Money amount, string key, CancellationToken cancellationToken)
    {
        if (await FindPaymentAsync(chargeId, cancellationToken) is not { } payment)
        {
            return new ProcessorAnswer.Unknown();
        }

        foreach (var id in payment.List("refund_ids"))
        {
            var known = await square.GetAsync($"/v2/refunds/{id.GetString()}", cancellationToken);
            if (!known.IsOk)
            {
                return new ProcessorAnswer.Unknown();
            }

            if (known.Body.Text("refund", "reason") == key)
            {
                return AnswerOfRefund(known.Body.At("refund"), chargeId, amount);
            }
        }

        var reply = await square.PostAsync(
            "/v2/refunds", new { idempotency_key = key, payment_id = chargeId, amount_money = SquareAmounts.Of(amount), reason = key }, cancellationToken);
        return reply.IsOk ? AnswerOfRefund(reply.Body.At("refund"), chargeId, amount) : reply.SquareFailureOfPromised;
    }

    public async Task<IReadOnlyList<ProcessorCharge>> ListChargesAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var midnight = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        var payments = await square.ListAsync(
            $"/v2/payments?{Range(midnight.AddDays(-AuthorizationDaysMax), midnight.AddDays(1))}", "payments", cancellationToken);
        var refunds = await square.ListAsync($"/v2/refunds?{Range(midnight, midnight.AddDays(1))}", "refunds", cancellationToken);
        return
        [
            .. payments.Where(payment => payment.Text("status") is "COMPLETED").Select(CaptureOf)
                .Concat(refunds.Where(refund => refund.Text("status") is "COMPLETED").Select(RefundOf))
                .Where(charge => DateOnly.FromDateTime(charge.OccurredAt.UtcDateTime) == day)
                .OrderBy(charge => charge.OccurredAt),
        ];
    }

    private async Task<JsonElement?> FindPaymentAsync(string id, CancellationToken cancellationToken)
        => await square.GetAsync($"/v2/payments/{id}", cancellationToken) is { IsOk: true } reply ? reply.Body.At("payment") : null;

    private string Range(DateTimeOffset from, DateTimeOffset until)
        => $"begin_time={Text(from)}&end_time={Text(until)}&location_id={square.LocationId}&sort_order=ASC&limit=100";

    private static ProcessorAnswer AnswerOf(JsonElement payment) => (payment.Text("status"), payment.Text("id")) switch
    {
        ("APPROVED" or "COMPLETED", { } id) => new ProcessorAnswer.Done(id, default),
        ("CANCELED", _) => new ProcessorAnswer.Declined("canceled"),
        ("FAILED", _) => new ProcessorAnswer.Declined(DeclineCodeOf(payment)),
        _ => new ProcessorAnswer.Unknown(),
    };

    private static ProcessorAnswer AnswerOfRefund(JsonElement refund, string chargeId, Money amount) => refund.Text("status") switch
    {
        "COMPLETED" => new ProcessorAnswer.Done(chargeId, Money.Zero(amount.Currency)),
        "FAILED" or "REJECTED" => new ProcessorAnswer.Declined($"refund_{refund.Text("status")!.ToLowerInvariant()}"),
        _ => new ProcessorAnswer.Unknown(),
    };

    private static string DeclineCodeOf(JsonElement payment)
        => payment.List("card_details", "errors") is [var first, ..] ? first.Text("code")?.ToLowerInvariant() ?? "generic_decline" : "generic_decline";

    private static Money? FeeOf(JsonElement payment)
        => payment.List("processing_fee") is { Count: > 0 } fees && SquareAmounts.Read(payment.At("amount_money")) is { } amount
            ? Money.Sum(fees.Select(fee => SquareAmounts.Read(fee.At("amount_money")) ?? Money.Zero(amount.Currency)), amount.Currency)
            : null;

    private static ProcessorCharge CaptureOf(JsonElement payment)
        => payment.Text("id") is { } id && SquareAmounts.Read(payment.At("amount_money")) is { } amount
            ? new ProcessorCharge(
                id, payment.Text("reference_id"), id, RefundId: null, ChargeKind.Capture, amount, FeeOf(payment) ?? Money.Zero(amount.Currency),
                TimeOf(payment.Text("card_details", "card_payment_timeline", "captured_at") ?? payment.Text("updated_at")))
            : throw new HttpRequestException("Square listed a payment that cannot be read.");

    private static ProcessorCharge RefundOf(JsonElement refund)
    {
        var reason = refund.Text("reason");
        return refund.Text("id") is { } id && SquareAmounts.Read(refund.At("amount_money")) is { } amount
            ? new ProcessorCharge(
                id, PaymentId: null, refund.Text("payment_id"), reason is not null && Id.HasPrefix(reason, "rfd") ? reason : null,
                ChargeKind.Refund, amount, FeeOf(refund) ?? Money.Zero(amount.Currency), TimeOf(refund.Text("created_at")))
            : throw new HttpRequestException("Square listed a refund that cannot be read.");
    }

    private static string BrandOf(string brand) => brand switch
    {
        "AMERICAN_EXPRESS" => "amex",
        _ => brand.ToLowerInvariant(),
    };

    private static DateTimeOffset TimeOf(string? text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time)
        ? time
        : throw new HttpRequestException("Square listed a time that cannot be read.");

    private static string Text(DateTimeOffset time) => Uri.EscapeDataString(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
