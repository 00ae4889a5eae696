using System.Text.Json;

namespace FinFlow.Payments;

/// <summary>
/// PayPal by orders that are authorized first. Opening an order moves no money and names what is asked about later, so a lost answer
/// is looked up in the order. https://developer.paypal.com/docs/api/orders/v2/
/// </summary>
/// <remarks>The charge's id is the order's: it leads to the authorization, the capture and the refunds.</remarks>
public sealed class PayPalProcessor(PayPalApi paypal, TimeProvider clock) : IPaymentProcessor
{
    /// <summary>PayPal keeps the key of an order for six hours; later the same key would open another order.</summary>
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromHours(5);

    private const int DescriptionLengthMax = 127;

    public string Name => "paypal";

    /// <summary>Turns the setup token of PayPal's page into a payment token, which is what is stored. Cards only.</summary>
    public async Task<ProcessorCard?> FindCardAsync(string token, CancellationToken cancellationToken)
    {
        if (!token.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '_' or '-') || token.Length is 0 or > 36)
        {
            return null;
        }

        var reply = await paypal.PostAsync(
            "/v3/vault/payment-tokens", $"vault:{token}", new { payment_source = new { token = new { id = token, type = "SETUP_TOKEN" } } }, cancellationToken);
        var card = reply.Body.At("payment_source", "card");
        return reply.IsOk && reply.Body.Text("id") is { } id && card.Text("brand") is { } brand && card.Text("last_digits") is { } last4
            && DateOnly.TryParseExact(card.Text("expiry"), "yyyy-MM", out var expiry)
                ? new ProcessorCard(brand.ToLowerInvariant(), last4, expiry.Month, expiry.Year) { StoredToken = id }
                : reply.IsOk || reply.IsRefused ? null
                : throw new HttpRequestException($"PayPal stored no card: {reply.Status}.");
    }

    public async Task<bool> ForgetCardAsync(string token, CancellationToken cancellationToken)
        => (await paypal.DeleteAsync($"/v3/vault/payment-tokens/{token}", cancellationToken)).IsGone;

    public async Task<ProcessorAnswer> AuthorizeAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        if (!PayPalAmounts.CanSay(request.Amount))
        {
            return new ProcessorAnswer.Declined("decimals_not_supported");
        }

        var opened = await OpenAsync(request, cancellationToken);
        if (!opened.IsOk || opened.Body.Text("id") is not { } orderId)
        {
            return opened.PayPalFailure;
        }

        var authorized = await paypal.PostAsync(
            $"/v2/checkout/orders/{orderId}/authorize",
            request.Key,
            new { payment_source = new { card = new { vault_id = request.Token } } },
            cancellationToken);
        return authorized.IsOk ? PayPalOrder.Of(authorized.Body).Authorization ?? new ProcessorAnswer.Unknown()
            : authorized.PayPalIssue switch
            {
                "PAYER_ACTION_REQUIRED" => new ProcessorAnswer.ActionRequired(orderId),
                "ORDER_ALREADY_AUTHORIZED" => (await FindOrderAsync(orderId, cancellationToken))?.Authorization ?? new ProcessorAnswer.Unknown(),
                _ => authorized.PayPalFailure,
            };
    }

    public async Task<ProcessorAnswer?> FindAuthorizationAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() - request.IntendedAt > KeyLifetime)
        {
            var found = await PayPalTransactions.FindOrderIdAsync(paypal, request, cancellationToken);
            return found is null ? null : (await FindOrderAsync(found, cancellationToken))?.Authorization ?? new ProcessorAnswer.Unknown();
        }

        // The same key answers with the order that was opened then, as it was then; so the order itself is read.
        var opened = await OpenAsync(request, cancellationToken);
        return opened.IsOk && opened.Body.Text("id") is { } orderId && await FindOrderAsync(orderId, cancellationToken) is { } order
            ? order.Authorization
            : new ProcessorAnswer.Unknown();
    }

    public async Task<ProcessorAnswer> CaptureAsync(string chargeId, Money amount, string key, CancellationToken cancellationToken)
    {
        if (await FindOrderAsync(chargeId, cancellationToken) is not { } order)
        {
            return new ProcessorAnswer.Unknown();
        }

        if (order.Capture is { } made)
        {
            return AnswerOf(made, chargeId);
        }

        var reply = await paypal.PostAsync(
            $"/v2/payments/authorizations/{order.AuthorizationId}/capture",
            key,
            new { amount = PayPalAmounts.Of(amount), final_capture = true },
            cancellationToken);
        return reply.IsOk ? AnswerOf(reply.Body, chargeId)
            : reply.PayPalIssue is "AUTHORIZATION_ALREADY_CAPTURED" && await FindOrderAsync(chargeId, cancellationToken) is { Capture: { } capture }
                ? AnswerOf(capture, chargeId)
            : reply.PayPalFailureOfPromised;
    }

    public async Task<ProcessorAnswer> VoidAsync(string chargeId, string key, CancellationToken cancellationToken)
    {
        var order = await FindOrderAsync(chargeId, cancellationToken);
        if (order is null)
        {
            return new ProcessorAnswer.Unknown();
        }

        // An order that the customer never confirmed has set nothing aside.
        if (order.IsReleased || order.AuthorizationId is null)
        {
            return new ProcessorAnswer.Done(chargeId, default);
        }

        var reply = await paypal.PostAsync($"/v2/payments/authorizations/{order.AuthorizationId}/void", key, null, cancellationToken);
        return reply.IsOk || reply.Status is System.Net.HttpStatusCode.NoContent || reply.PayPalIssue is "PREVIOUSLY_VOIDED"
            ? new ProcessorAnswer.Done(chargeId, default)
            : reply.PayPalFailureOfPromised;
    }

    /// <summary>Looks for the refund first: PayPal forgets keys, and a repetition later would send the money twice.</summary>
    public async Task<ProcessorAnswer> RefundAsync(string chargeId, Money amount, string key, CancellationToken cancellationToken)
    {
        if (await FindOrderAsync(chargeId, cancellationToken) is not { } order)
        {
            return new ProcessorAnswer.Unknown();
        }

        if (!PayPalAmounts.CanSay(amount))
        {
            return new ProcessorAnswer.Declined("decimals_not_supported");
        }

        if (order.Refunds.Where(refund => refund.Text("invoice_id") == key).ToList() is [var made, ..])
        {
            return AnswerOfRefund(made, chargeId, amount);
        }

        var reply = await paypal.PostAsync(
            $"/v2/payments/captures/{order.Capture?.Text("id")}/refund",
            key,
            new { amount = PayPalAmounts.Of(amount), invoice_id = key, custom_id = order.PaymentId },
            cancellationToken);
        return reply.IsOk ? AnswerOfRefund(reply.Body, chargeId, amount) : reply.PayPalFailureOfPromised;
    }

    public Task<IReadOnlyList<ProcessorCharge>> ListChargesAsync(DateOnly day, CancellationToken cancellationToken)
        => PayPalTransactions.ReadAsync(paypal, day, cancellationToken);

    private Task<ProcessorReply> OpenAsync(AuthorizationRequest request, CancellationToken cancellationToken)
        => paypal.PostAsync(
            "/v2/checkout/orders",
            $"{request.Key}:order",
            new
            {
                intent = "AUTHORIZE",
                purchase_units = new[]
                {
                    new
                    {
                        amount = PayPalAmounts.Of(request.Amount),
                        custom_id = request.Key,
                        invoice_id = request.Key,
                        description = request.Reference.Length > DescriptionLengthMax ? request.Reference[..DescriptionLengthMax] : request.Reference,
                    },
                },
            },
            cancellationToken);

    private async Task<PayPalOrder?> FindOrderAsync(string orderId, CancellationToken cancellationToken)
        => await paypal.GetAsync($"/v2/checkout/orders/{orderId}", cancellationToken) is { IsOk: true } reply ? PayPalOrder.Of(reply.Body) : null;

    private static ProcessorAnswer AnswerOf(JsonElement capture, string chargeId)
        => (capture.Text("status"), PayPalAmounts.Read(capture.At("seller_receivable_breakdown", "paypal_fee"))) switch
        {
            ("COMPLETED" or "PARTIALLY_REFUNDED" or "REFUNDED", { } fee) => new ProcessorAnswer.Done(chargeId, fee),
            ("DECLINED" or "FAILED", _) => new ProcessorAnswer.Declined(capture.Text("status_details", "reason")?.ToLowerInvariant() ?? "capture_declined"),

            // A capture may wait for PayPal's review, and its fee is told when it is complete.
            _ => new ProcessorAnswer.Unknown(),
        };

    private static ProcessorAnswer AnswerOfRefund(JsonElement refund, string chargeId, Money amount) => refund.Text("status") switch
    {
        "COMPLETED" => new ProcessorAnswer.Done(chargeId, Money.Zero(amount.Currency)),
        "FAILED" or "CANCELLED" => new ProcessorAnswer.Declined(refund.Text("status_details", "reason")?.ToLowerInvariant() ?? "refund_failed"),
        _ => new ProcessorAnswer.Unknown(),
    };
}
