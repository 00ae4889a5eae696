using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Payments;

/// <summary>
/// <c>x-square-hmacsha256-signature</c>: HMAC-SHA256 in base64 over the address as registered and the body. Square signs no time, so
/// a replay is stopped by the event's id alone. https://developer.squareup.com/docs/webhooks/step3validate
/// </summary>
/// <param name="address">The notification URL exactly as it is registered with Square; behind a proxy ours looks different.</param>
public sealed class SquareWebhook(string? signatureKey, string? address) : IWebhookScheme
{
    public string Processor => "square";

    public bool IsConfigured => signatureKey is not null && address is not null;

    public Task<Refusal?> VerifyAsync(IHeaderDictionary headers, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(address ?? ""), .. body.Span];
        var expected = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(signatureKey ?? ""), signed));
        var given = headers["x-square-hmacsha256-signature"].ToString();
        var genuine = IsConfigured && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.ASCII.GetBytes(expected));
        return Task.FromResult<Refusal?>(genuine ? null : new WebhookSignatureInvalid());
    }

    public ProcessorEvent? Read(JsonElement body)
    {
        if (body.Text("event_id") is not { } id || body.Text("type") is not { } type)
        {
            return null;
        }

        var thing = body.At("data", "object");
        var (payment, refund, dispute) = (thing.At("payment"), thing.At("refund"), thing.At("dispute"));
        return type switch
        {
            "payment.created" or "payment.updated" => new ProcessorEvent(
                id, type, payment.Text("reference_id"), payment.Text("id"), ReadPayment(payment)),
            "refund.created" or "refund.updated" => new ProcessorEvent(id, type, null, refund.Text("payment_id"), ReadRefund(refund)),
            "dispute.created" => new ProcessorEvent(
                id, type, null, dispute.Text("disputed_payment", "payment_id"), ReadDispute(dispute)),
            _ => new ProcessorEvent(id, type),
        };
    }

    private static ProcessorNews? ReadPayment(JsonElement payment) => (payment.Text("status"), SquareAmounts.Read(payment.At("amount_money"))) switch
    {
        ("APPROVED" or "FAILED", _) => new ProcessorNews.Decided(),
        ("CANCELED", _) => new ProcessorNews.Released(),
        ("COMPLETED", { } amount) => new ProcessorNews.Collected(amount),
        _ => null,
    };

    private static ProcessorNews.Refunded? ReadRefund(JsonElement refund)
        => (refund.Text("id"), SquareAmounts.Read(refund.At("amount_money")), refund.Text("status")) switch
        {
            ({ } id, { } amount, "COMPLETED") => new ProcessorNews.Refunded(id, OurIdOf(refund), amount),
            ({ } id, { } amount, "FAILED" or "REJECTED") => new ProcessorNews.Refunded(
                id, OurIdOf(refund), amount, $"refund_{refund.Text("status")!.ToLowerInvariant()}"),
            _ => null,
        };

    // The reason of a refund that we asked for is its id.
    private static string? OurIdOf(JsonElement refund) => refund.Text("reason") is { } reason && Id.HasPrefix(reason, "rfd") ? reason : null;

    private static ProcessorNews.Disputed? ReadDispute(JsonElement dispute)
        => (dispute.Text("id") ?? dispute.Text("dispute_id"), SquareAmounts.Read(dispute.At("amount_money"))) switch
        {
            ({ } id, { } amount) => new ProcessorNews.Disputed(id, amount, dispute.Text("reason")?.ToLowerInvariant() ?? "general"),
            _ => null,
        };
}
