using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Payments;

/// <summary>
/// <c>Stripe-Signature: t=…,v1=…,v1=…</c>: HMAC-SHA256 over the time, a dot and the body; several while a secret is rotated.
/// https://docs.stripe.com/webhooks#verify-manually
/// </summary>
public sealed class StripeWebhook(string? secret, TimeProvider clock) : IWebhookScheme
{
    private const int ToleranceSeconds = 300;

    public string Processor => "stripe";

    public bool IsConfigured => secret is not null;

    public Task<Refusal?> VerifyAsync(IHeaderDictionary headers, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
        => Task.FromResult(Verify(headers["Stripe-Signature"].ToString(), body.Span));

    private Refusal? Verify(string header, ReadOnlySpan<byte> body)
    {
        var parts = header.Split(',', StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToList();
        var time = parts.Find(part => part[0] == "t")?[1];
        if (secret is null || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var signedAt))
        {
            return new WebhookSignatureInvalid();
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes($"{time}."), .. body];
        var expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)));

        // The signature comes first: whoever cannot sign learns nothing about our clock.
        return !parts.Any(part => part[0] == "v1" && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(part[1]), expected)) ? new WebhookSignatureInvalid()
            : Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - signedAt) > ToleranceSeconds ? new WebhookTimestampOutOfRange(ToleranceSeconds)
            : null;
    }

    public ProcessorEvent? Read(JsonElement body)
    {
        var thing = body.At("data", "object");
        if (body.Text("id") is not { } id || body.Text("type") is not { } type || thing.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        var isIntent = type.StartsWith("payment_intent.", StringComparison.Ordinal);
        var told = new ProcessorEvent(id, type, thing.Text("metadata", "payment_id"), thing.Text(isIntent ? "id" : "payment_intent"));
        return type switch
        {
            "payment_intent.amount_capturable_updated" or "payment_intent.payment_failed" => told with { News = new ProcessorNews.Decided() },
            "payment_intent.canceled" => told with { News = new ProcessorNews.Released() },
            "payment_intent.succeeded" when StripeAmounts.Read(thing, "amount_received") is { } amount
                => told with { News = new ProcessorNews.Collected(amount) },
            "refund.created" or "refund.updated" or "refund.failed" or "charge.refund.updated" => told with { News = ReadRefund(thing) },
            "charge.dispute.created" when thing.Text("id") is { } disputeId && StripeAmounts.Read(thing, "amount") is { } amount
                => told with { News = new ProcessorNews.Disputed(disputeId, amount, thing.Text("reason") ?? "general") },
            _ => told,
        };
    }

    private static ProcessorNews.Refunded? ReadRefund(JsonElement refund)
        => (refund.Text("id"), StripeAmounts.Read(refund, "amount"), refund.Text("status")) switch
        {
            ({ } id, { } amount, "succeeded") => new ProcessorNews.Refunded(id, refund.Text("metadata", "refund_id"), amount),
            ({ } id, { } amount, "failed" or "canceled") => new ProcessorNews.Refunded(
                id, refund.Text("metadata", "refund_id"), amount, refund.Text("failure_reason") ?? "refund_failed"),
            _ => null,
        };
}
