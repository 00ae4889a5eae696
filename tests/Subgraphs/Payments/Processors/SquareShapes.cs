using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Subgraphs.Tests;

/// <summary>How Square shows things, and how it signs the events that tell of them.</summary>
internal sealed partial class SquareEmulator
{
    internal const string SignatureKey = "the key of the emulator's signatures";

    /// <summary>Where an installation is reached by the processor, whatever its address is on this machine.</summary>
    internal const string WebhookUrl = "https://pay.shop.example/webhooks/square";

    internal const string AccessToken = "sq_test_token";

    internal const string LocationId = "LOC1";

    internal override (string Name, string Value)[] Variables =>
    [
        ("SQUARE_ACCESS_TOKEN", AccessToken), ("SQUARE_LOCATION_ID", LocationId), ("SQUARE_WEBHOOK_SIGNATURE_KEY", SignatureKey),
        ("SQUARE_WEBHOOK_URL", WebhookUrl), ("SQUARE_API_URL", Address),
    ];

    protected override string RefundNow(long minor)
    {
        Return(payments.Values.Last(), minor, "Requested by customer");
        return Finish(refunds.Values.Last());
    }

    internal override HttpRequestMessage Deliver(string told, bool isGenuine = true)
        => PostOf(told, ("x-square-hmacsha256-signature", SignatureOf(told, isGenuine ? SignatureKey : "a key of somebody else")));

    /// <summary>Over the address as it is registered, and the body.</summary>
    internal static string SignatureOf(string told, string key)
        => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(WebhookUrl + told)));

    internal string EventOf(string type, string kind, object thing) => TextOf(new
    {
        merchant_id = "MERCHANT1", type, event_id = NewId("SQEVT"), created_at = Now(), data = new { type = kind, id = NewId("SQDATA"), @object = thing },
    });

    private (int, object?) OfPayment(HttpContext context, Func<Payment, (int, object?)> answer)
        => payments.TryGetValue(IdIn(context), out var payment) ? answer(payment) : Error(404, "NOT_FOUND");

    private static object CardOf(string id, string? customer, bool enabled) => new
    {
        id, card_brand = "VISA", last_4 = "1111", exp_month = 4, exp_year = 2031, customer_id = customer, enabled, version = 1,
    };

    private object Shown(Payment payment) => new
    {
        id = payment.Id, status = payment.Status, reference_id = payment.Reference, location_id = LocationId, source_type = "CARD",
        created_at = payment.CreatedAt.ToString("O"), updated_at = payment.CreatedAt.ToString("O"),
        amount_money = Amount(payment.Currency, payment.Minor), total_money = Amount(payment.Currency, payment.Minor),
        refunded_money = RefundedOf(payment) is > 0 and var refunded ? Amount(payment.Currency, refunded) : null,
        card_details = new
        {
            status = payment.Status switch { "APPROVED" => "AUTHORIZED", "COMPLETED" => "CAPTURED", "CANCELED" => "VOIDED", var other => other },
            card_payment_timeline = new { captured_at = payment.Status == "COMPLETED" ? payment.CreatedAt.ToString("O") : null },
            errors = payment.Status == "FAILED" ? new[] { new { category = "PAYMENT_METHOD_ERROR", code = "INSUFFICIENT_FUNDS" } } : null,
        },
        processing_fee = payment.Status == "COMPLETED" && FeesAreKnown
            ? new[] { new { type = "INITIAL", amount_money = Amount(payment.Currency, (payment.Minor * 29 / 1000) + 30) } }
            : null,
        refund_ids = refunds.Values.Where(refund => refund.PaymentId == payment.Id).Select(refund => refund.Id).ToArray() is { Length: > 0 } ids ? ids : null,
    };

    private static object Shown(Refund refund) => new
    {
        id = refund.Id, status = refund.Status, payment_id = refund.PaymentId, location_id = LocationId, reason = refund.Reason,
        created_at = refund.CreatedAt.ToString("O"), amount_money = Amount(refund.Currency, refund.Minor),
    };

    private static object Amount(string currency, long minor) => new { amount = minor, currency };

    private static string Now() => TimeProvider.System.GetUtcNow().ToString("O");

    private static (int, object?) Error(int status, string code)
        => (status, new { errors = new[] { new { category = "INVALID_REQUEST_ERROR", code, detail = code } } });
}
