using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Subgraphs.Tests;

/// <summary>As much of PayPal as payments need: access tokens, the vault, orders, authorizations, captures, refunds, and its books.</summary>
internal sealed partial class PayPalEmulator : ProcessorEmulator
{
    private readonly Dictionary<string, Order> orders = [];
    private readonly HashSet<string> vault = [];
    private readonly List<object> books = [];
    private string token = "A21AA-0";

    protected override IEnumerable<string> CardsNow => vault;

    protected override IEnumerable<(string Status, long CapturedMinor, long RefundedMinor)> ChargesNow => orders.Values
        .Where(order => order.Authorization is not null)
        .Select(order => (order.Authorization!, order.Captured, order.Refunds.Sum(refund => refund.Minor)));

    internal override string Card => "setup_visa";

    internal int TokensGiven { get; private set; }

    internal int OrdersOpened => InTurn(() => orders.Count);

    /// <summary>How many lines of its books a page has, whatever the client asks for.</summary>
    internal int LinesPerPageMax { get; set; } = 500;

    internal static Task<PayPalEmulator> StartAsync() => StartAsync(new PayPalEmulator());

    /// <summary>Ends the access token before its time.</summary>
    internal void EndToken() => token = "ended";

    protected override void Map(WebApplication emulator)
    {
        emulator.MapPost("/v1/oauth2/token", GiveTokenAsync);
        emulator.MapGet("/v1/notifications/certs/{id}", context => context.Response.WriteAsync(Certificate));
        emulator.MapPost("/v3/vault/payment-tokens", context => OnceAsync(context, Keep));
        emulator.MapDelete("/v3/vault/payment-tokens/{id}", context => AskAsync(context, () => vault.Remove(IdIn(context)) ? (204, null) : Missing()));
        emulator.MapPost("/v2/checkout/orders", context => OnceAsync(context, Open));
        emulator.MapGet("/v2/checkout/orders/{id}", context => AskAsync(context, () => OfOrder(context, order => (200, Shown(order)))));
        emulator.MapPost("/v2/checkout/orders/{id}/authorize", context => OnceAsync(context, body => OfOrder(context, order => Authorize(order, body)), movesMoney: true));
        emulator.MapGet("/v2/payments/authorizations/{id}", context => AskAsync(context, () => OfOrder(context, order => (200, Authorization(order)))));
        emulator.MapPost("/v2/payments/authorizations/{id}/capture", context => OnceAsync(context, body => OfOrder(context, order => Capture(order, body)), movesMoney: true));
        emulator.MapPost("/v2/payments/authorizations/{id}/void", context => OnceAsync(context, _ => OfOrder(context, Void), movesMoney: true));
        emulator.MapGet("/v2/payments/captures/{id}", context => AskAsync(context, () => OfOrder(context, order => (200, CaptureOf(order)))));
        emulator.MapPost("/v2/payments/captures/{id}/refund", context => OnceAsync(context, body => OfOrder(context, order => Refund(order, body)), movesMoney: true));
        emulator.MapGet("/v1/reporting/transactions", context => AskAsync(context, () => (200, Search(context.Request.Query))));
    }

    protected override (int Status, object Body)? Refuse(HttpRequest request)
        => request.Headers.Authorization == $"Bearer {token}" ? null : (401, new { name = "AUTHENTICATION_FAILURE" });

    private Task GiveTokenAsync(HttpContext context)
    {
        var expected = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{ClientId}:{ClientSecret}"));
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

    private (int, object?) Keep(JsonElement body)
    {
        var token = body.GetProperty("payment_source").GetProperty("token").GetProperty("id").GetString()!;
        if (!token.StartsWith("setup_", StringComparison.Ordinal))
        {
            return Issue("INVALID_SETUP_TOKEN");
        }

        vault.Add($"vault_{token[6..]}");
        return (201, new { id = $"vault_{token[6..]}", payment_source = new { card = new { brand = "VISA", last_digits = "4242", expiry = "2031-04" } } });
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

        var card = body.GetProperty("payment_source").GetProperty("card").GetProperty("vault_id").GetString()!;
        if (!vault.Contains(card))
        {
            return Issue("CARD_TOKEN_NOT_FOUND");
        }

        if (card == "vault_action")
        {
            order.Status = "PAYER_ACTION_REQUIRED";
            return Issue("PAYER_ACTION_REQUIRED");
        }

        if (card == "vault_declined")
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
        var invoice = body.ValueKind is JsonValueKind.Object && body.TryGetProperty("invoice_id", out var given) ? given.GetString() : null;
        return Refund(order, amount, invoice, order.PaymentId);
    }

    /// <param name="custom">What its books say of the payment: our id when we asked for the refund, nothing when it was made in PayPal's pages.</param>
    private (int, object?) Refund(Order order, long amount, string? invoice, string? custom)
    {
        if (order.Refunds.Sum(refund => refund.Minor) + amount > order.Captured)
        {
            return Issue("REFUND_AMOUNT_EXCEEDED");
        }

        order.Refunds.Add((NewId("REF-"), amount, invoice));
        Book(order.Refunds[^1].Id, "T1107", order, -amount, 0, custom, invoice);
        return (201, RefundOf(order, order.Refunds[^1]));
    }

    /// <summary>Money that goes to the business's bank: in the books, and no charge.</summary>
    internal void PayOut(long minor) => InTurn(() =>
    {
        Book(NewId("OUT-"), "T0400", orders.Values.Last(), -minor, 0, null, null);
        return true;
    });

    private void Book(string id, string code, Order order, long minor, long feeMinor, string? custom, string? invoice) => books.Add(new
    {
        transaction_id = id, paypal_reference_id = code == "T1107" ? $"CAP-{order.Id}" : null, paypal_reference_id_type = code == "T1107" ? "TXN" : null,
        transaction_event_code = code, transaction_status = "S", transaction_initiation_date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture),
        transaction_amount = Amount(order.Currency, minor), fee_amount = Amount(order.Currency, feeMinor), custom_field = custom, invoice_id = invoice,
    });

    private object Search(IQueryCollection query)
    {
        var now = TimeProvider.System.GetUtcNow();
        var lines = Time(query["start_date"]) <= now && now <= Time(query["end_date"]) ? books : [];
        var (page, size) = ((int)Whole(query["page"]), (int)Math.Min(Whole(query["page_size"]), LinesPerPageMax));
        return new
        {
            transaction_details = lines.Skip((page - 1) * size).Take(size).Select(line => new { transaction_info = line }).ToArray(),
            page, total_items = lines.Count, total_pages = Math.Max(1, (lines.Count + size - 1) / size),
        };
    }

    private static DateTimeOffset Time(string? text) => DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture);

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
