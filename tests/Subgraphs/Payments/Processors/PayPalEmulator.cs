using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Subgraphs.Tests;

/// <summary>As much of PayPal as payments need: access tokens, the vault, orders, authorizations, captures, refunds, and its books.</summary>
internal sealed class PayPalEmulator : ProcessorEmulator
{
    private readonly Dictionary<string, Order> orders = [];
    private readonly List<object> books = [];
    private string token = "A21AA-0";

    internal override IReadOnlyList<(string Status, long CapturedMinor, long RefundedMinor)> Charges
        => [.. orders.Values.Where(order => order.Authorization is not null).Select(order => (order.Authorization!, order.Captured, order.Refunds.Sum(refund => refund.Minor)))];

    internal int TokensGiven { get; private set; }

    internal int OrdersOpened => orders.Count;

    internal static Task<PayPalEmulator> StartAsync() => StartAsync(new PayPalEmulator());

    /// <summary>Ends the access token before its time.</summary>
    internal void EndToken() => token = "ended";

    protected override void Map(WebApplication emulator)
    {
        emulator.MapPost("/v1/oauth2/token", GiveTokenAsync);
        emulator.MapPost("/v3/vault/payment-tokens", context => OnceAsync(context, Keep));
        emulator.MapPost("/v2/checkout/orders", context => OnceAsync(context, Open));
        emulator.MapGet("/v2/checkout/orders/{id}", context => AskAsync(context, () => orders.TryGetValue(IdIn(context), out var order) ? (200, Shown(order)) : Missing()));
        emulator.MapPost("/v2/checkout/orders/{id}/authorize", context => OnceAsync(context, body => Authorize(orders[IdIn(context)], body), movesMoney: true));
        emulator.MapGet("/v2/payments/authorizations/{id}", context => AskAsync(context, () => (200, Authorization(OrderOf(context)))));
        emulator.MapPost("/v2/payments/authorizations/{id}/capture", context => OnceAsync(context, body => Capture(OrderOf(context), body), movesMoney: true));
        emulator.MapPost("/v2/payments/authorizations/{id}/void", context => OnceAsync(context, _ => Void(OrderOf(context)), movesMoney: true));
        emulator.MapGet("/v2/payments/captures/{id}", context => AskAsync(context, () => (200, CaptureOf(OrderOf(context)))));
        emulator.MapPost("/v2/payments/captures/{id}/refund", context => OnceAsync(context, body => Refund(OrderOf(context), body), movesMoney: true));
        emulator.MapGet("/v1/reporting/transactions", context => AskAsync(context, () => (200, new
        {
            transaction_details = IsNow(context.Request.Query) ? books.Select(line => new { transaction_info = line }).ToArray() : [],
            page = 1, total_items = books.Count, total_pages = 1,
        })));
    }

    protected override (int Status, object Body)? Refuse(HttpRequest request)
        => request.Headers.Authorization == $"Bearer {token}" ? null : (401, new { name = "AUTHENTICATION_FAILURE" });

    private Task GiveTokenAsync(HttpContext context)
    {
        var expected = Convert.ToBase64String(Encoding.ASCII.GetBytes("client:secret"));
        if (context.Request.Headers.Authorization != $"Basic {expected}")
        {
            context.Response.StatusCode = 401;
            return context.Response.WriteAsJsonAsync(new { error = "invalid_client" });
        }

        TokensGiven++;
        token = $"A21AA-{TokensGiven}";
        return context.Response.WriteAsJsonAsync(new { access_token = token, token_type = "Bearer", expires_in = 32_400, scope = "https://uri.paypal.com/services/payments" });
    }

    private async Task OnceAsync(HttpContext context, Func<JsonElement, (int, object?)> answer, bool movesMoney = false)
    {
        var key = context.Request.Headers["PayPal-Request-Id"].ToString();
        var body = context.Request.ContentLength is > 0 || context.Request.Headers.TransferEncoding.Count > 0 ? await BodyOf(context) : default;
        await DoAsync(context, key.Length == 0 ? null : $"{context.Request.Path} {key}", movesMoney, () => answer(body));
    }

    private static (int, object?) Keep(JsonElement body)
    {
        var token = body.GetProperty("payment_source").GetProperty("token").GetProperty("id").GetString()!;
        return token.StartsWith("setup_", StringComparison.Ordinal)
            ? (201, new { id = $"vault_{token[6..]}", payment_source = new { card = new { brand = "VISA", last_digits = "4242", expiry = "2031-04" } } })
            : Issue("INVALID_SETUP_TOKEN");
    }

    private (int, object?) Open(JsonElement body)
    {
        var unit = body.GetProperty("purchase_units")[0];
        var amount = unit.GetProperty("amount");
        var order = new Order
        {
            Id = NewId("ORDER-"), Currency = amount.GetProperty("currency_code").GetString()!, Minor = MinorOf(amount),
            PaymentId = unit.TryGetProperty("custom_id", out var custom) ? custom.GetString() : null,
        };
        orders[order.Id] = order;
        return (201, Shown(order));
    }

    private (int, object?) Authorize(Order order, JsonElement body)
    {
        if (order.Authorization is not null)
        {
            return Issue("ORDER_ALREADY_AUTHORIZED");
        }

        var vault = body.GetProperty("payment_source").GetProperty("card").GetProperty("vault_id").GetString()!;
        if (vault == "vault_action")
        {
            order.Status = "PAYER_ACTION_REQUIRED";
            return Issue("PAYER_ACTION_REQUIRED");
        }

        if (vault == "vault_declined")
        {
            return Issue("INSTRUMENT_DECLINED");
        }

        (order.Status, order.Authorization) = ("COMPLETED", "CREATED");
        Book($"AUTH-{order.Id}", "T1300", order, order.Minor, 0, order.PaymentId, null);
        return (201, Shown(order));
    }

    private (int, object?) Capture(Order order, JsonElement body)
    {
        var amount = body.TryGetProperty("amount", out var part) ? MinorOf(part) : order.Minor;
        if (order.Authorization != "CREATED" || amount > order.Minor)
        {
            return Issue(order.Authorization == "VOIDED" ? "AUTHORIZATION_VOIDED" : "AUTHORIZATION_ALREADY_CAPTURED");
        }

        (order.Authorization, order.Captured) = ("CAPTURED", amount);
        Book($"CAP-{order.Id}", "T0006", order, amount, -FeeOf(order), order.PaymentId, null);
        return (201, CaptureOf(order));
    }

    private static (int, object?) Void(Order order)
    {
        if (order.Authorization != "CREATED")
        {
            return Issue(order.Authorization == "VOIDED" ? "PREVIOUSLY_VOIDED" : "PREVIOUSLY_CAPTURED");
        }

        order.Authorization = "VOIDED";
        return (200, Authorization(order));
    }

    private (int, object?) Refund(Order order, JsonElement body)
    {
        var amount = body.ValueKind is JsonValueKind.Object && body.TryGetProperty("amount", out var part) ? MinorOf(part) : order.Captured;
        if (order.Refunds.Sum(refund => refund.Minor) + amount > order.Captured)
        {
            return Issue("REFUND_AMOUNT_EXCEEDED");
        }

        var invoice = body.TryGetProperty("invoice_id", out var given) ? given.GetString() : null;
        order.Refunds.Add((NewId("REF-"), amount, invoice));
        Book(order.Refunds[^1].Id, "T1107", order, -amount, 0, order.PaymentId, invoice);
        return (201, RefundOf(order, order.Refunds[^1]));
    }

    private void Book(string id, string code, Order order, long minor, long feeMinor, string? custom, string? invoice) => books.Add(new
    {
        transaction_id = id, transaction_event_code = code, transaction_status = "S", transaction_initiation_date = TimeProvider.System.GetUtcNow().ToString("O"),
        transaction_amount = Amount(order.Currency, minor), fee_amount = Amount(order.Currency, feeMinor), custom_field = custom, invoice_id = invoice,
    });

    private static bool IsNow(IQueryCollection query)
    {
        var now = TimeProvider.System.GetUtcNow();
        return Time(query["start_date"]) <= now && now <= Time(query["end_date"]);
    }

    private static DateTimeOffset Time(string? text) => DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture);

    private Order OrderOf(HttpContext context) => orders[IdIn(context).Split('-', 2)[1]];

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
        id = $"CAP-{order.Id}", status = "COMPLETED", amount = Amount(order.Currency, order.Captured), custom_id = order.PaymentId, final_capture = true,
        seller_receivable_breakdown = new { gross_amount = Amount(order.Currency, order.Captured), paypal_fee = Amount(order.Currency, FeeOf(order)) },
    };

    private static object RefundOf(Order order, (string Id, long Minor, string? Invoice) refund)
        => new { id = refund.Id, status = "COMPLETED", amount = Amount(order.Currency, refund.Minor), invoice_id = refund.Invoice, custom_id = order.PaymentId };

    private static long FeeOf(Order order) => (order.Captured * 29 / 1000) + 30;

    private static object Amount(string currency, long minor)
        => new { currency_code = currency, value = (minor / 100m).ToString("0.00", CultureInfo.InvariantCulture) };

    private static long MinorOf(JsonElement amount) => (long)(decimal.Parse(amount.GetProperty("value").GetString()!, CultureInfo.InvariantCulture) * 100);

    private static (int, object?) Missing() => (404, new { name = "RESOURCE_NOT_FOUND" });

    private static (int, object?) Issue(string issue) => (422, new { name = "UNPROCESSABLE_ENTITY", message = issue, details = new[] { new { issue } } });

    private sealed class Order
    {
        internal required string Id { get; init; }

        internal required string? PaymentId { get; init; }

        internal required string Currency { get; init; }

        internal required long Minor { get; init; }

        internal string Status { get; set; } = "CREATED";

        internal string? Authorization { get; set; }

        internal long Captured { get; set; }

        internal List<(string Id, long Minor, string? Invoice)> Refunds { get; } = [];
    }
}
