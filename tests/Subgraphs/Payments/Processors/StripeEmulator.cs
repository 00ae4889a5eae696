using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Subgraphs.Tests;

/// <summary>As much of Stripe as payments need: customers, methods, intents, refunds, and the balance that they move.</summary>
internal sealed partial class StripeEmulator : ProcessorEmulator
{
    private readonly Dictionary<string, (string Id, string? Email)> customers = [];
    private readonly Dictionary<string, string> owners = [];
    private readonly Dictionary<string, Intent> intents = [];
    private readonly Dictionary<string, RefundMade> refunds = [];
    private readonly List<(string Id, string Type, long Amount, long Fee, string Currency, object Source)> balance = [];

    internal override string Card => "pm_card_visa";

    internal IEnumerable<Intent> Intents => intents.Values;

    internal IEnumerable<RefundMade> Refunds => refunds.Values;

    protected override IEnumerable<string> CardsNow => owners.Keys.Concat(customers.Keys);

    protected override IEnumerable<(string Status, long CapturedMinor, long RefundedMinor)> ChargesNow
        => intents.Values.Select(intent => (intent.Status, intent.Captured, RefundedOf(intent)));

    /// <summary>Whether the search index has caught up.</summary>
    internal bool IndexIsCurrent { get; set; } = true;

    internal static Task<StripeEmulator> StartAsync() => StartAsync(new StripeEmulator());

    protected override void Map(WebApplication emulator)
    {
        emulator.MapPost("/v1/customers", context => OnceAsync(context, form => Customer(form)));
        emulator.MapGet("/v1/customers", context => AskAsync(context, () => (200, ListOf(customers.Values.Reverse().Select(Shown)))));
        emulator.MapGet("/v1/customers/{id}", context => AskAsync(context, () => customers.TryGetValue(IdIn(context), out var known) ? (200, Shown(known)) : Missing()));
        emulator.MapDelete("/v1/customers/{id}", context => AskAsync(context, () => Delete(IdIn(context))));
        emulator.MapPost("/v1/payment_methods/{id}/attach", context => OnceAsync(context, form => Attach(IdIn(context), form["customer"]!)));
        emulator.MapPost("/v1/payment_methods/{id}/detach", context => OnceAsync(context, _ => Detach(IdIn(context))));
        emulator.MapGet("/v1/payment_methods", context => AskAsync(context, () => (200, ListOf(
            owners.Where(owner => owner.Value == context.Request.Query["customer"]).Select(owner => Method(owner.Key, owner.Value))))));
        emulator.MapGet("/v1/payment_methods/{id}", context => AskAsync(context, () => owners.TryGetValue(IdIn(context), out var owner) ? (200, Method(IdIn(context), owner)) : Missing()));
        emulator.MapPost("/v1/payment_intents", context => OnceAsync(context, Confirm, movesMoney: true));
        emulator.MapPost("/v1/payment_intents/{id}/capture", context => OnceAsync(context, form => OfIntent(context, intent => Capture(intent, form)), movesMoney: true));
        emulator.MapPost("/v1/payment_intents/{id}/cancel", context => OnceAsync(context, _ => OfIntent(context, Cancel), movesMoney: true));
        emulator.MapGet("/v1/payment_intents/search", context => AskAsync(context, () => (200, ListOf(
            intents.Values.Where(intent => IndexIsCurrent && context.Request.Query["query"] == $"metadata['payment_id']:'{intent.PaymentId}'").Select(intent => Shown(intent))))));
        emulator.MapGet("/v1/payment_intents", context => AskAsync(context, () => (200, ListOf(intents.Values.Reverse().Select(intent => Shown(intent))))));
        emulator.MapGet("/v1/payment_intents/{id}", context => AskAsync(context, () => OfIntent(context, intent => (200, Shown(intent, AsksForFee(context))))));
        emulator.MapPost("/v1/refunds", context => OnceAsync(context, Refund, movesMoney: true));
        emulator.MapGet("/v1/refunds/{id}", context => AskAsync(context, () => refunds.TryGetValue(IdIn(context), out var made) ? (200, Shown(made)) : Missing()));
        emulator.MapGet("/v1/refunds", context => AskAsync(context, () => (200, ListOf(
            refunds.Values.Where(refund => refund.IntentId == context.Request.Query["payment_intent"]).Select(Shown)))));
        emulator.MapGet("/v1/balance_transactions", context => AskAsync(context, () => (200, ListOf(
            balance.AsEnumerable().Reverse().Where(_ => IsNow(context.Request.Query)).Select(line => Shown(line))))));
    }

    protected override (int Status, object Body)? Refuse(HttpRequest request)
        => request.Headers.Authorization == $"Bearer {ApiKey}" ? null : (401, Error("invalid_request_error", "api_key_invalid"));

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

    private (int, object?) Delete(string customer)
    {
        if (!customers.Remove(customer))
        {
            return Missing();
        }

        owners.Where(owner => owner.Value == customer).ToList().ForEach(owner => owners.Remove(owner.Key));
        return (200, new { id = customer, @object = "customer", deleted = true });
    }

    private (int, object?) Attach(string token, string customer)
    {
        if (!token.StartsWith("pm_card_", StringComparison.Ordinal) || !customers.ContainsKey(customer))
        {
            return Missing();
        }

        owners[$"{token}_attached"] = customer;
        return (200, Method($"{token}_attached", customer));
    }

    private (int, object?) Detach(string method) => owners.Remove(method) ? (200, Method(method, owner: null)) : Missing();

    private (int, object?) Confirm(IFormCollection form)
    {
        var method = form["payment_method"].ToString();
        var declined = method.StartsWith("pm_card_chargeDeclinedInsufficientFunds", StringComparison.Ordinal);
        var intent = new Intent
        {
            Id = NewId("pi_"), PaymentId = form["metadata[payment_id]"], Amount = Whole(form["amount"]), Currency = form["currency"]!,
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
        balance.Add((NewId("txn_"), "charge", amount, FeeOf(intent), intent.Currency, ChargeOf(intent)));
        return (200, Shown(intent));
    }

    private (int, object?) Cancel(Intent intent)
    {
        if (intent.Status is "succeeded" or "canceled")
        {
            return (400, Error("invalid_request_error", "payment_intent_unexpected_state"));
        }

        intent.Status = "canceled";
        return (200, Shown(intent));
    }

    private (int, object?) Refund(IFormCollection form)
        => intents.TryGetValue(form["payment_intent"].ToString(), out var intent)
            ? Refund(intent, form["amount"].Count == 0 ? intent.Captured - RefundedOf(intent) : Whole(form["amount"]), form["metadata[refund_id]"])
            : Missing();

    private (int, object?) Refund(Intent intent, long amount, string? refundId)
    {
        if (RefundedOf(intent) + amount > intent.Captured)
        {
            return (400, Error("invalid_request_error", "charge_already_refunded"));
        }

        var made = new RefundMade(NewId("re_"), intent.Id, amount, intent.Currency, refundId);
        refunds[made.Id] = made;
        balance.Add((NewId("txn_"), "refund", -amount, 0, intent.Currency, Shown(made)));
        return (200, Shown(made));
    }

    private long RefundedOf(Intent intent) => refunds.Values.Where(refund => refund.IntentId == intent.Id).Sum(refund => refund.Amount);

    private static bool IsNow(IQueryCollection query)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return query["created[gte]"].Count == 0 || (Whole(query["created[gte]"]) <= now && now < Whole(query["created[lt]"]));
    }

    private (int, object?) OfIntent(HttpContext context, Func<Intent, (int, object?)> answer)
        => intents.TryGetValue(IdIn(context), out var intent) ? answer(intent) : Missing();

    private static long FeeOf(Intent intent) => (intent.Captured * 29 / 1000) + 30;

    internal sealed record Intent
    {
        internal required string Id { get; init; }

        internal required string? PaymentId { get; init; }

        internal required long Amount { get; init; }

        internal required string Currency { get; init; }

        internal required string Status { get; set; }

        internal long Captured { get; set; }

        internal long CreatedAt { get; } = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
    }

    internal sealed record RefundMade(string Id, string IntentId, long Amount, string Currency, string? RefundId)
    {
        internal long CreatedAt { get; } = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
    }
}
