using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Subgraphs.Tests;

/// <summary>How Stripe shows things, and how it signs the events that tell of them.</summary>
internal sealed partial class StripeEmulator
{
    internal const string WebhookSecret = "whsec_of_the_emulator";

    internal const string ApiKey = "sk_test_key";

    internal override (string Name, string Value)[] Variables
        => [("STRIPE_API_KEY", ApiKey), ("STRIPE_WEBHOOK_SECRET", WebhookSecret), ("STRIPE_API_URL", Address)];

    // Stripe names every member, also those that are null.
    protected override bool WritesNulls => true;

    protected override string RefundNow(long minor)
        => EventOf("refund.created", Refund(intents.Values.Last(), minor, refundId: null).Item2!);

    internal override HttpRequestMessage Deliver(string told, bool isGenuine = true)
        => PostOf(told, ("Stripe-Signature", SignatureOf(told, isGenuine ? WebhookSecret : "whsec_of_somebody_else")));

    /// <summary>The header by which a receiver knows that Stripe wrote it, and when.</summary>
    internal static string SignatureOf(string told, string secret)
    {
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{told}"));
        return $"t={time},v1={Convert.ToHexStringLower(signature)}";
    }

    internal string EventOf(string type, object thing) => TextOf(new
    {
        id = NewId("evt_"), @object = "event", api_version = "2024-06-20", created = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), livemode = false,
        pending_webhooks = 1, request = new { id = (string?)null, idempotency_key = (string?)null }, type, data = new { @object = thing },
    });

    private static object ListOf(IEnumerable<object> things) => new { @object = "list", data = things.ToArray(), has_more = false, url = "/v1" };

    private static object Shown((string Id, string? Email) customer)
        => new { id = customer.Id, @object = "customer", email = customer.Email, livemode = false, metadata = new { } };

    private static object Method(string id, string? owner) => new
    {
        id, @object = "payment_method", type = "card", customer = owner, livemode = false,
        card = new { brand = "visa", last4 = "4242", exp_month = 4, exp_year = 2031 },
    };

    private static bool AsksForFee(HttpContext context) => context.Request.Query.Any(
        part => part.Key.StartsWith("expand[", StringComparison.Ordinal) && part.Value == "latest_charge.balance_transaction");

    // A charge is an id, unless the request asks for what is behind it.
    private static object Shown(Intent intent, bool withFee = false) => new
    {
        id = intent.Id, @object = "payment_intent", status = intent.Status, amount = intent.Amount, amount_received = intent.Captured, currency = intent.Currency,
        amount_capturable = intent.Status == "requires_capture" ? intent.Amount : 0, capture_method = "manual", created = intent.CreatedAt, livemode = false,
        metadata = MetadataOf("payment_id", intent.PaymentId),
        last_payment_error = intent.Status == "requires_payment_method" ? new { code = "card_declined", decline_code = "insufficient_funds" } : null,
        latest_charge = intent.Status is not ("requires_capture" or "succeeded") ? null : withFee ? ChargeOf(intent, withFee: true) : ChargeIdOf(intent),
    };

    private static string ChargeIdOf(Intent intent) => $"ch_{intent.Id}";

    private static object ChargeOf(Intent intent, bool withFee = false) => new
    {
        id = ChargeIdOf(intent), @object = "charge", amount = intent.Amount, amount_captured = intent.Captured, captured = intent.Status == "succeeded",
        currency = intent.Currency, payment_intent = intent.Id, created = intent.CreatedAt, metadata = MetadataOf("payment_id", intent.PaymentId),
        balance_transaction = intent.Status != "succeeded" ? null
            : withFee ? new { id = $"txn_of_{intent.Id}", @object = "balance_transaction", fee = FeeOf(intent), currency = intent.Currency }
            : (object)$"txn_of_{intent.Id}",
    };

    private static object Shown(RefundMade refund) => new
    {
        id = refund.Id, @object = "refund", amount = refund.Amount, currency = refund.Currency, status = "succeeded", payment_intent = refund.IntentId,
        created = refund.CreatedAt, metadata = MetadataOf("refund_id", refund.RefundId),
    };

    private static object Shown((string Id, string Type, long Amount, long Fee, string Currency, object Source) line) => new
    {
        id = line.Id, @object = "balance_transaction", type = line.Type, amount = line.Amount, fee = line.Fee, net = line.Amount - line.Fee, currency = line.Currency,
        created = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), source = line.Source,
    };

    private static Dictionary<string, string> MetadataOf(string name, string? value) => value is null ? [] : new Dictionary<string, string> { [name] = value };

    private static (int, object?) Missing() => (404, Error("invalid_request_error", "resource_missing"));

    private static object Error(string type, string code, string? declineCode = null)
        => new { error = new { type, code, decline_code = declineCode, message = code } };
}
