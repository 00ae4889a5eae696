using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>As much of Stripe as the processor speaks to: customers, methods, intents, refunds, and keys that replay their answer.</summary>
internal sealed class StripeEmulator : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (int Status, object Body)> replies = new();
    private readonly ConcurrentDictionary<string, Intent> intents = new();
    private readonly ConcurrentDictionary<string, RefundMade> refunds = new();
    private readonly WebApplication app;
    private int last;

    private StripeEmulator(WebApplication app) => this.app = app;

    internal string Address => app.Urls.Single();

    internal IEnumerable<Intent> Intents => intents.Values;

    internal IEnumerable<RefundMade> Refunds => refunds.Values;

    /// <summary>How many of the next money-moving requests are carried out and answered with 500, as after a lost answer.</summary>
    internal int LosesAnswers { get; set; }

    /// <summary>Whether the search index has caught up.</summary>
    internal bool IndexIsCurrent { get; set; } = true;

    /// <summary>Forgets all keys, as Stripe does after a day.</summary>
    internal void ForgetKeys() => replies.Clear();

    internal static async Task<StripeEmulator> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var emulator = new StripeEmulator(builder.Build());
        emulator.Map();
        await emulator.app.StartAsync();
        return emulator;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void Map()
    {
        app.MapPost("/v1/customers", context => OnceAsync(context, _ => (200, new { id = NewId("cus"), @object = "customer" })));
        app.MapPost("/v1/payment_methods/{id}/attach", context => OnceAsync(context, _ => Attach((string)context.Request.RouteValues["id"]!)));
        app.MapPost("/v1/payment_intents", context => OnceAsync(context, Confirm));
        app.MapPost("/v1/payment_intents/{id}/capture", context => OnceAsync(context, form => Capture(IntentOf(context), form)));
        app.MapPost("/v1/payment_intents/{id}/cancel", context => OnceAsync(context, _ => Cancel(IntentOf(context))));
        app.MapPost("/v1/refunds", context => OnceAsync(context, Refund));
        app.MapGet("/v1/payment_intents/search", context => context.Response.WriteAsJsonAsync(new
        {
            data = intents.Values.Where(intent => IndexIsCurrent && context.Request.Query["query"] == $"metadata['payment_id']:'{intent.PaymentId}'")
                .Select(Shown).ToArray(),
        }));
        app.MapGet("/v1/payment_intents/{id}", context => context.Response.WriteAsJsonAsync(Shown(IntentOf(context))));
        app.MapGet("/v1/refunds", context => context.Response.WriteAsJsonAsync(new
        {
            data = refunds.Values.Where(refund => refund.IntentId == context.Request.Query["payment_intent"]).Select(Shown).ToArray(), has_more = false,
        }));
    }

    private async Task OnceAsync(HttpContext context, Func<IFormCollection, (int, object)> answer)
    {
        if (context.Request.Headers.Authorization != "Bearer sk_test_key")
        {
            await WriteAsync(context, (401, Error("invalid_request_error", "api_key_invalid")));
            return;
        }

        var form = await context.Request.ReadFormAsync();
        var reply = replies.GetOrAdd($"{context.Request.Path} {context.Request.Headers["Idempotency-Key"]}", _ => answer(form));
        if (LosesAnswers > 0)
        {
            LosesAnswers--;
            reply = (500, Error("api_error", "lost"));
        }

        await WriteAsync(context, reply);
    }

    private static Task WriteAsync(HttpContext context, (int Status, object Body) reply)
    {
        context.Response.StatusCode = reply.Status;
        return context.Response.WriteAsJsonAsync(reply.Body);
    }

    private static (int, object) Attach(string token)
        => token.StartsWith("pm_card_", StringComparison.Ordinal)
            ? (200, new { id = $"{token}_attached", card = new { brand = "visa", last4 = "4242", exp_month = 4, exp_year = 2031 } })
            : (404, Error("invalid_request_error", "resource_missing"));

    private (int, object) Confirm(IFormCollection form)
    {
        var method = form["payment_method"].ToString();
        var declined = method.StartsWith("pm_card_chargeDeclinedInsufficientFunds", StringComparison.Ordinal);
        var intent = new Intent
        {
            Id = NewId("pi"), PaymentId = form["metadata[payment_id]"]!, Amount = Whole(form["amount"]), Currency = form["currency"]!,
            Status = declined ? "requires_payment_method" : method.Contains("authenticationRequired", StringComparison.Ordinal) ? "requires_action" : "requires_capture",
        };
        intents[intent.Id] = intent;
        return declined ? (402, Error("card_error", "card_declined", "insufficient_funds")) : (200, Shown(intent));
    }

    private static (int, object) Capture(Intent intent, IFormCollection form)
    {
        var amount = Whole(form["amount_to_capture"]);
        if (intent.Status != "requires_capture" || amount > intent.Amount)
        {
            return (400, Error("invalid_request_error", "payment_intent_unexpected_state"));
        }

        (intent.Status, intent.Captured) = ("succeeded", amount);
        return (200, Shown(intent));
    }

    private static (int, object) Cancel(Intent intent)
    {
        if (intent.Status is "succeeded" or "canceled")
        {
            return (400, Error("invalid_request_error", "payment_intent_unexpected_state"));
        }

        intent.Status = "canceled";
        return (200, Shown(intent));
    }

    private (int, object) Refund(IFormCollection form)
    {
        var intent = intents[form["payment_intent"]!];
        var amount = Whole(form["amount"]);
        if (refunds.Values.Where(refund => refund.IntentId == intent.Id).Sum(refund => refund.Amount) + amount > intent.Captured)
        {
            return (400, Error("invalid_request_error", "charge_already_refunded"));
        }

        var made = new RefundMade(NewId("re"), intent.Id, amount, form["metadata[refund_id]"]!);
        refunds[made.Id] = made;
        return (200, Shown(made));
    }

    private Intent IntentOf(HttpContext context) => intents[(string)context.Request.RouteValues["id"]!];

    private static object Shown(Intent intent) => new
    {
        id = intent.Id, @object = "payment_intent", status = intent.Status, amount = intent.Amount, amount_received = intent.Captured, currency = intent.Currency,
        metadata = new { payment_id = intent.PaymentId },
        last_payment_error = intent.Status == "requires_payment_method" ? new { code = "card_declined", decline_code = "insufficient_funds" } : null,
        latest_charge = intent.Status == "succeeded"
            ? new { balance_transaction = new { fee = (intent.Captured * 29 / 1000) + 30, currency = intent.Currency } }
            : null,
    };

    private static object Shown(RefundMade refund) => new
    {
        id = refund.Id, @object = "refund", amount = refund.Amount, status = "succeeded", metadata = new { refund_id = refund.RefundId },
    };

    private static object Error(string type, string code, string? declineCode = null) => new { error = new { type, code, decline_code = declineCode } };

    private static long Whole(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);

    private string NewId(string prefix) => $"{prefix}_{Interlocked.Increment(ref last)}";

    internal sealed record Intent
    {
        internal required string Id { get; init; }

        internal required string PaymentId { get; init; }

        internal required long Amount { get; init; }

        internal required string Currency { get; init; }

        internal required string Status { get; set; }

        internal long Captured { get; set; }
    }

    internal sealed record RefundMade(string Id, string IntentId, long Amount, string RefundId);
}
