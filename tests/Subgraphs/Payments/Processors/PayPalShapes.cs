using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Subgraphs.Tests;

/// <summary>How PayPal shows things, and how it signs the events that tell of them.</summary>
internal sealed partial class PayPalEmulator
{
    internal const string ClientId = "client";
    internal const string ClientSecret = "secret";

    private const string WebhookId = "WH-OF-FINFLOW";

    private static readonly RSA SigningKey = RSA.Create(2048);
    private static readonly string Certificate = CertificateOf(SigningKey);

    internal override (string Name, string Value)[] Variables =>
    [
        ("PAYPAL_CLIENT_ID", ClientId), ("PAYPAL_CLIENT_SECRET", ClientSecret), ("PAYPAL_WEBHOOK_ID", WebhookId), ("PAYPAL_API_URL", Address),
    ];

    protected override string RefundNow(long minor)
        => EventOf("PAYMENT.CAPTURE.REFUNDED", "refund", Refund(orders.Values.Last(), minor, invoice: null, custom: null).Item2!);

    internal override HttpRequestMessage Deliver(string told, bool isGenuine = true)
    {
        const string Id = "69cd13f0-d67a-11e5-baa3-778b53f4ae55";
        var time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var signed = Encoding.UTF8.GetBytes($"{Id}|{time}|{WebhookId}|{ChecksumOf(Encoding.UTF8.GetBytes(told))}");
        using var another = RSA.Create(2048);
        var signature = (isGenuine ? SigningKey : another).SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return PostOf(
            told,
            ("PAYPAL-TRANSMISSION-ID", Id),
            ("PAYPAL-TRANSMISSION-TIME", time),
            ("PAYPAL-AUTH-ALGO", "SHA256withRSA"),
            ("PAYPAL-CERT-URL", $"{Address}/v1/notifications/certs/CERT-360caa42-fca2a594-df8cd2d5"),
            ("PAYPAL-TRANSMISSION-SIG", Convert.ToBase64String(signature)));
    }

    private string EventOf(string type, string kind, object thing) => TextOf(new
    {
        id = NewId("WH-"), event_version = "1.0", create_time = TimeProvider.System.GetUtcNow().ToString("O"), resource_type = kind, resource_version = "2.0",
        event_type = type, summary = "A capture payment was refunded", resource = thing,
    });

    // A zipped text ends with its checksum and its length.
    private static uint ChecksumOf(byte[] text)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(text);
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(zipped.ToArray().AsSpan()[^8..]);
    }

    private static string CertificateOf(RSA key)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=messageverificationcerts.paypal.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return certificate.ExportCertificatePem();
    }

    // Authorizations and captures are named after their order.
    private (int, object?) OfOrder(HttpContext context, Func<Order, (int, object?)> answer)
        => orders.TryGetValue(IdIn(context).Replace("AUTH-", "", StringComparison.Ordinal).Replace("CAP-", "", StringComparison.Ordinal), out var order)
            ? answer(order)
            : Missing();

    private static object Shown(Order order) => new
    {
        id = order.Id, intent = "AUTHORIZE", status = order.Status,
        purchase_units = new[]
        {
            new
            {
                reference_id = "default", custom_id = order.PaymentId, amount = Amount(order.Currency, order.Minor),
                payments = order.Authorization is null ? null : new
                {
                    authorizations = new[] { Authorization(order) },
                    captures = order.Captured > 0 ? new[] { CaptureOf(order) } : null,
                    refunds = order.Refunds.Count > 0 ? order.Refunds.Select(refund => RefundOf(order, refund)).ToArray() : null,
                },
            },
        },
    };

    private static object Authorization(Order order) => new
    {
        id = $"AUTH-{order.Id}", status = order.Authorization, amount = Amount(order.Currency, order.Minor), custom_id = order.PaymentId,
        supplementary_data = new { related_ids = new { order_id = order.Id } },
    };

    private static object CaptureOf(Order order) => new
    {
        id = $"CAP-{order.Id}", status = StatusOf(order), amount = Amount(order.Currency, order.Captured), custom_id = order.PaymentId, final_capture = true,
        seller_receivable_breakdown = new { gross_amount = Amount(order.Currency, order.Captured), paypal_fee = Amount(order.Currency, FeeOf(order)) },
    };

    private static object RefundOf(Order order, (string Id, long Minor, string? Invoice) refund)
        => new { id = refund.Id, status = "COMPLETED", amount = Amount(order.Currency, refund.Minor), invoice_id = refund.Invoice, custom_id = order.PaymentId };

    private static string StatusOf(Order order) => order.Refunds.Sum(refund => refund.Minor) switch
    {
        0 => "COMPLETED",
        var back when back < order.Captured => "PARTIALLY_REFUNDED",
        _ => "REFUNDED",
    };

    private static long FeeOf(Order order) => (order.Captured * 29 / 1000) + 30;

    private static object Amount(string currency, long minor)
        => new { currency_code = currency, value = (minor / 100m).ToString("0.00", CultureInfo.InvariantCulture) };

    private static long MinorOf(JsonElement amount) => (long)(decimal.Parse(amount.GetProperty("value").GetString()!, CultureInfo.InvariantCulture) * 100);

    private static (int, object?) Missing() => (404, new { name = "RESOURCE_NOT_FOUND" });

    private static (int, object?) Issue(string issue) => (422, new { name = "UNPROCESSABLE_ENTITY", message = issue, details = new[] { new { issue } } });
}
