using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Subgraphs.Tests;

/// <summary>As much of Stripe as payments need: customers, methods, intents, refunds, and the balance that they move.</summary>
internal sealed class StripeEmulator : ProcessorEmulator
{
    private readonly Dictionary<string, (string Id, string? Email)> customers = [];
    private readonly Dictionary<string, string> owners = [];
    private readonly Dictionary<string, Intent> intents = [];
    private readonly Dictionary<string, RefundMade> refunds = [];
    private readonly List<(string Id, string Type, long Amount, long Fee, object Source)> balance = [];

    internal IEnumerable<Intent> Intents => intents.Values;

    internal IEnumerable<RefundMade> Refunds => refunds.Values;

    internal override IReadOnlyList<(string Status, long CapturedMinor, long RefundedMinor)> Charges
        => [.. intents.Values.Select(intent => (intent.Status, intent.Captured, RefundedOf(intent)))];

    /// <summary>Whether the search index has caught up.</summary>
    internal bool IndexIsCurrent { get; set; } = true;

    internal static Task<StripeEmulator> StartAsync() => StartAsync(new StripeEmulator());

    protected override void Map(WebApplication emulator)
    {
        emulator.MapPost("/v1/customers", context => OnceAsync(context, form => Customer(form)));
        emulator.MapGet("/v1/customers/{id}", context => AskAsync(context, () => customers.TryGetValue(IdIn(context), out var known) ? (200, Shown(known)) : Missing()));
        emulator.MapPost("/v1/payment_methods/{id}/attach", context => OnceAsync(context, form => Attach(IdIn(context), form["customer"]!)));
        emulator.MapGet("/v1/payment_methods/{id}", context => AskAsync(context, () => owners.ContainsKey(IdIn(context)) ? (200, Method(IdIn(context))) : Missing()));
        emulator.MapPost("/v1/payment_intents", context => OnceAsync(context, Confirm, movesMoney: true));
        emulator.MapPost("/v1/payment_intents/{id}/capture", context => OnceAsync(context, form => Capture(IntentOf(context), form), movesMoney: true));
        emulator.MapPost("/v1/payment_intents/{id}/cancel", context => OnceAsync(context, _ => Cancel(IntentOf(context)), movesMoney: true));
        emulator.MapGet("/v1/payment_intents/search", context => AskAsync(context, () => (200, ListOf(
            intents.Values.Where(intent => IndexIsCurrent && context.Request.Query["query"] == $"metadata['payment_id']:'{intent.PaymentId}'").Select(Shown)))));
        emulator.MapGet("/v1/payment_intents/{id}", context => AskAsync(context, () => (200, Shown(IntentOf(context)))));
        emulator.MapPost("/v1/refunds", context => OnceAsync(context, Refund, movesMoney: true));
        emulator.MapGet("/v1/refunds/{id}", context => AskAsync(context, () => (200, Shown(refunds[IdIn(context)]))));
        emulator.MapGet("/v1/refunds", context => AskAsync(context, () => (200, ListOf(
            refunds.Values.Where(refund => refund.IntentId == context.Request.Query["payment_intent"]).Select(Shown)))));
        emulator.MapGet("/v1/balance_transactions", context => AskAsync(context, () => (200, ListOf(
            balance.AsEnumerable().Reverse().Where(_ => IsNow(context.Request.Query)).Select(line => Shown(line))))));
    }

    protected override (int Status, object Body)? Refuse(HttpRequest request)
        => request.Headers.Authorization == "Bearer sk_test_key" ? null : (401, Error("invalid_request_error", "api_key_invalid"));

    private async Task OnceAsync(HttpContext context, Func<IFormCollection, (int, object?)> answer, bool movesMoney = false)
    {
        var form = await context.Request.ReadFormAsync();
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        await DoAsync(context, key.Length == 0 ? null : $"{context.Request.Path} {key}", movesMoney, () => answer(form));
    }

    private (int, object?) Customer(IFormCollection form)
    {
        var made = (NewId("cus_"), (string?)form["email"]);
        customers[made.Item1] = made;
        return (200, Shown(made));
    }

    private (int, object?) Attach(string token, string customer)
    {
        if (!token.StartsWith("pm_card_", StringComparison.Ordinal))
        {
            return Missing();
        }

        owners[$"{token}_attached"] = customer;
        return (200, Method($"{token}_attached"));
    }

    private (int, object?) Confirm(IFormCollection form)
    {
        var method = form["payment_method"].ToString();
        var declined = method.StartsWith("pm_card_chargeDeclinedInsufficientFunds", StringComparison.Ordinal);
        var intent = new Intent
        {
            Id = NewId("pi_"), PaymentId = form["metadata[payment_id]"]!, Amount = Whole(form["amount"]), Currency = form["currency"]!,
            Status = declined ? "requires_payment_method" : method.Contains("authenticationRequired", StringComparison.Ordinal) ? "requires_action" : "requires_capture",
        };
        intents[intent.Id] = intent;
        return declined ? (402, Error("card_error", "card_declined", "insufficient_funds")) : (200, Shown(intent));
    }

    private (int, object?) Capture(Intent intent, IFormCollection form)
    {
        var amount = form["amount_to_capture"].Count == 0 ? intent.Amount : Whole(form["amount_to_capture"]);
        if (intent.Status != "requires_capture" || amount > intent.Amount)
        {
            return (400, Error("invalid_request_error", "payment_intent_unexpected_state"));
        }

        (intent.Status, intent.Captured) = ("succeeded", amount);
        balance.Add((NewId("txn_"), "charge", amount, FeeOf(intent), new
        {
            @object = "charge", amount_captured = amount, currency = intent.Currency, payment_intent = intent.Id, metadata = new { payment_id = intent.PaymentId },
        }));
        return (200, Shown(intent));
    }

    private static (int, object?) Cancel(Intent intent)
    {
        if (intent.Status is "succeeded" or "canceled")
        {
            return (400, Error("invalid_request_error", "payment_intent_unexpected_state"));
        }

        intent.Status = "canceled";
        return (200, Shown(intent));
    }

    private (int, object?) Refund(IFormCollection form)
    {
        var intent = intents[form["payment_intent"]!];
        var amount = form["amount"].Count == 0 ? intent.Captured - RefundedOf(intent) : Whole(form["amount"]);
        if (RefundedOf(intent) + amount > intent.Captured)
        {
            return (400, Error("invalid_request_error", "charge_already_refunded"));
        }

        var made = new RefundMade(NewId("re_"), intent.Id, amount, intent.Currency, form["metadata[refund_id]"]!);
        refunds[made.Id] = made;
        balance.Add((NewId("txn_"), "refund", -amount, 0, Shown(made)));
        return (200, Shown(made));
    }

    private long RefundedOf(Intent intent) => refunds.Values.Where(refund => refund.IntentId == intent.Id).Sum(refund => refund.Amount);

    private static bool IsNow(IQueryCollection query)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return query["created[gte]"].Count == 0 || (Whole(query["created[gte]"]) <= now && now < Whole(query["created[lt]"]));
    }

    private Intent IntentOf(HttpContext context) => intents[IdIn(context)];

    private static long FeeOf(Intent intent) => (intent.Captured * 29 / 1000) + 30;

    private static object ListOf(IEnumerable<object> things) => new { @object = "list", data = things.ToArray(), has_more = false, url = "/v1" };

    private static object Shown((string Id, string? Email) customer) => new { id = customer.Id, @object = "customer", email = customer.Email };

    private object Method(string id) => new
    {
        id, @object = "payment_method", type = "card", customer = owners[id], card = new { brand = "visa", last4 = "4242", exp_month = 4, exp_year = 2031 },
    };

    private static object Shown(Intent intent) => new
    {
        id = intent.Id, @object = "payment_intent", status = intent.Status, amount = intent.Amount, amount_received = intent.Captured, currency = intent.Currency,
        capture_method = "manual",
        metadata = new { payment_id = intent.PaymentId },
        last_payment_error = intent.Status == "requires_payment_method" ? new { code = "card_declined", decline_code = "insufficient_funds" } : null,
        latest_charge = intent.Status == "succeeded" ? new { balance_transaction = new { fee = FeeOf(intent), currency = intent.Currency } } : null,
    };

    private static object Shown(RefundMade refund) => new
    {
        id = refund.Id, @object = "refund", amount = refund.Amount, currency = refund.Currency, status = "succeeded", payment_intent = refund.IntentId,
        metadata = new { refund_id = refund.RefundId },
    };

    private static object Shown((string Id, string Type, long Amount, long Fee, object Source) line) => new
    {
        id = line.Id, @object = "balance_transaction", type = line.Type, amount = line.Amount, fee = line.Fee, currency = "usd",
        created = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), source = line.Source,
    };

    private static (int, object?) Missing() => (404, Error("invalid_request_error", "resource_missing"));

    private static object Error(string type, string code, string? declineCode = null)
        => new { error = new { type, code, decline_code = declineCode, message = code } };

    internal sealed record Intent
    {
        internal required string Id { get; init; }

        internal required string PaymentId { get; init; }

        internal required long Amount { get; init; }

        internal required string Currency { get; init; }

        internal required string Status { get; set; }

        internal long Captured { get; set; }
    }

    internal sealed record RefundMade(string Id, string IntentId, long Amount, string Currency, string RefundId);
}
