using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Payments;

/// <summary>
/// RSA with SHA-256 over <c>transmission id|time|webhook id|crc32 of the body</c>, by the certificate that a header names.
/// PayPal delivers late what it could not deliver, so the time is not judged: a replay is stopped by the event's id.
/// https://developer.paypal.com/api/rest/webhooks/rest/#link-selfverificationmethod
/// </summary>
public sealed class PayPalWebhook(string? webhookId, PayPalCertificates certificates) : IWebhookScheme
{
    public string Processor => "paypal";

    public bool IsConfigured => webhookId is not null;

    public async Task<Refusal?> VerifyAsync(IHeaderDictionary headers, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var signed = Encoding.UTF8.GetBytes(
            $"{headers["Paypal-Transmission-Id"]}|{headers["Paypal-Transmission-Time"]}|{webhookId}|{Crc32.Of(body.Span)}");
        var signature = new byte[1024];
        return IsConfigured
            && headers["Paypal-Auth-Algo"].ToString() is "SHA256withRSA"
            && Convert.TryFromBase64String(headers["Paypal-Transmission-Sig"].ToString(), signature, out var length)
            && await certificates.FindAsync(headers["Paypal-Cert-Url"].ToString(), cancellationToken) is { } key
            && key.VerifyData(signed, signature.AsSpan(0, length), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                ? null
                : new WebhookSignatureInvalid();
    }

    public ProcessorEvent? Read(JsonElement body)
    {
        var thing = body.At("resource");
        if (body.Text("id") is not { } id || body.Text("event_type") is not { } type)
        {
            return null;
        }

        var told = new ProcessorEvent(id, type, thing.Text("custom_id"), thing.Text("id"));
        return type switch
        {
            "PAYMENT.AUTHORIZATION.CREATED" => told with { News = new ProcessorNews.Decided() },
            "PAYMENT.AUTHORIZATION.VOIDED" => told with { News = new ProcessorNews.Released() },
            "PAYMENT.CAPTURE.DENIED" => told with { News = new ProcessorNews.Decided() },
            "PAYMENT.CAPTURE.COMPLETED" when PayPalAmounts.Read(thing.At("amount")) is { } amount => told with { News = new ProcessorNews.Collected(amount) },
            "PAYMENT.CAPTURE.REFUNDED" when thing.Text("id") is { } refundId && PayPalAmounts.Read(thing.At("amount")) is { } amount
                => told with { ChargeId = null, News = new ProcessorNews.Refunded(refundId, thing.Text("invoice_id"), amount) },
            "CUSTOMER.DISPUTE.CREATED" => ReadDispute(told, thing),
            _ => told,
        };
    }

    private static ProcessorEvent ReadDispute(ProcessorEvent told, JsonElement dispute)
    {
        var contested = dispute.At("disputed_transactions") is { ValueKind: JsonValueKind.Array } several && several.GetArrayLength() > 0 ? several[0] : default;
        return dispute.Text("dispute_id") is { } disputeId && PayPalAmounts.Read(dispute.At("dispute_amount")) is { } amount
            ? told with
            {
                PaymentId = contested.Text("custom"),
                ChargeId = contested.Text("seller_transaction_id"),
                News = new ProcessorNews.Disputed(disputeId, amount, dispute.Text("reason")?.ToLowerInvariant() ?? "general"),
            }
            : told;
    }
}

/// <summary>The checksum of ISO 3309 that PayPal signs instead of the body.</summary>
internal static class Crc32
{
    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        var remainder = uint.MaxValue;
        foreach (var next in bytes)
        {
            remainder ^= next;
            for (var bit = 0; bit < 8; bit++)
            {
                remainder = (remainder & 1) == 0 ? remainder >> 1 : (remainder >> 1) ^ 0xEDB88320;
            }
        }

        return ~remainder;
    }
}
