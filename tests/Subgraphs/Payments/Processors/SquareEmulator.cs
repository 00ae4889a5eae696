using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Subgraphs.Tests;

/// <summary>As much of Square as payments need: customers, cards on file, payments that are completed later, refunds.</summary>
internal sealed class SquareEmulator : ProcessorEmulator
{
    private readonly Dictionary<string, Payment> payments = [];
    private readonly Dictionary<string, Refund> refunds = [];

    internal override IReadOnlyList<(string Status, long CapturedMinor, long RefundedMinor)> Charges
        => [.. payments.Values.Select(payment => (payment.Status, payment.Status == "COMPLETED" ? payment.Minor : 0, RefundedOf(payment)))];

    /// <summary>Whether the fee of a completed payment is known yet.</summary>
    internal bool FeesAreKnown { get; set; } = true;

    /// <summary>Whether refunds go through at once; otherwise they are pending.</summary>
    internal bool RefundsAreFast { get; set; } = true;

    internal static Task<SquareEmulator> StartAsync() => StartAsync(new SquareEmulator());

    /// <summary>Lets pending refunds go through.</summary>
    internal void FinishRefunds()
    {
        foreach (var refund in refunds.Values)
        {
            refund.Status = "COMPLETED";
        }
    }

    protected override void Map(WebApplication emulator)
    {
        emulator.MapPost("/v2/customers", context => OnceAsync(context, _ => (200, new { customer = new { id = NewId("CUST") } })));
        emulator.MapPost("/v2/cards", context => OnceAsync(context, Keep));
        emulator.MapPost("/v2/payments", context => OnceAsync(context, Pay, movesMoney: true));
        emulator.MapGet("/v2/payments", context => AskAsync(context, () => (200, new { payments = Within(context, payments.Values.Select(payment => (payment.CreatedAt, Shown(payment)))) })));
        emulator.MapGet("/v2/payments/{id}", context => AskAsync(context, () => payments.TryGetValue(IdIn(context), out var payment) ? (200, new { payment = Shown(payment) }) : Error(404, "NOT_FOUND")));
        emulator.MapPut("/v2/payments/{id}", context => OnceAsync(context, body => Lower(payments[IdIn(context)], body)));
        emulator.MapPost("/v2/payments/{id}/complete", context => DoAsync(context, null, true, () => Complete(payments[IdIn(context)])));
        emulator.MapPost("/v2/payments/{id}/cancel", context => DoAsync(context, null, true, () => Cancel(payments[IdIn(context)])));
        emulator.MapPost("/v2/refunds", context => OnceAsync(context, Return, movesMoney: true));
        emulator.MapGet("/v2/refunds", context => AskAsync(context, () => (200, new { refunds = Within(context, refunds.Values.Select(refund => (refund.CreatedAt, Shown(refund)))) })));
        emulator.MapGet("/v2/refunds/{id}", context => AskAsync(context, () => (200, new { refund = Shown(refunds[IdIn(context)]) })));
    }

    protected override (int Status, object Body)? Refuse(HttpRequest request)
        => request.Headers.Authorization == "Bearer sq_test_token" && request.Headers.ContainsKey("Square-Version")
            ? null
            : (401, new { errors = new[] { new { category = "AUTHENTICATION_ERROR", code = "UNAUTHORIZED" } } });

    private async Task OnceAsync(HttpContext context, Func<JsonElement, (int, object?)> answer, bool movesMoney = false)
    {
        var body = await BodyOf(context);
        var key = body.TryGetProperty("idempotency_key", out var given) ? given.GetString() : null;
        if (key is null or { Length: 0 or > 45 })
        {
            await AskAsync(context, () => Error(400, "INVALID_VALUE"));
            return;
        }

        await DoAsync(context, $"{context.Request.Path} {key}", movesMoney, () => answer(body));
    }

    private (int, object?) Keep(JsonElement body)
    {
        var source = body.GetProperty("source_id").GetString()!;
        return source.StartsWith("cnon:", StringComparison.Ordinal)
            ? (200, new
            {
                card = new
                {
                    id = $"ccof:{source[5..]}", card_brand = "VISA", last_4 = "1111", exp_month = 4, exp_year = 2031,
                    customer_id = body.GetProperty("card").GetProperty("customer_id").GetString(),
                },
            })
            : Error(404, "NOT_FOUND");
    }

    private (int, object?) Pay(JsonElement body)
    {
        var source = body.GetProperty("source_id").GetString()!;
        var money = body.GetProperty("amount_money");
        var declined = source.EndsWith("declined", StringComparison.Ordinal);
        var payment = new Payment
        {
            Id = NewId("SQPAY"), Reference = body.TryGetProperty("reference_id", out var reference) ? reference.GetString() : null,
            Currency = money.GetProperty("currency").GetString()!, Minor = money.GetProperty("amount").GetInt64(),
            Status = declined ? "FAILED" : body.TryGetProperty("autocomplete", out var auto) && !auto.GetBoolean() ? "APPROVED" : "COMPLETED",
        };
        payments[payment.Id] = payment;
        return declined ? Error(402, "INSUFFICIENT_FUNDS") : (200, new { payment = Shown(payment) });
    }

    private (int, object?) Lower(Payment payment, JsonElement body)
    {
        var amount = body.GetProperty("payment").GetProperty("amount_money").GetProperty("amount").GetInt64();
        if (payment.Status != "APPROVED" || amount > payment.Minor)
        {
            return Error(400, "BAD_REQUEST");
        }

        payment.Minor = amount;
        return (200, new { payment = Shown(payment) });
    }

    private (int, object?) Complete(Payment payment)
    {
        if (payment.Status != "APPROVED")
        {
            return Error(400, "BAD_REQUEST");
        }

        payment.Status = "COMPLETED";
        return (200, new { payment = Shown(payment) });
    }

    private (int, object?) Cancel(Payment payment)
    {
        if (payment.Status != "APPROVED")
        {
            return Error(400, "BAD_REQUEST");
        }

        payment.Status = "CANCELED";
        return (200, new { payment = Shown(payment) });
    }

    private (int, object?) Return(JsonElement body)
    {
        var payment = payments[body.GetProperty("payment_id").GetString()!];
        var amount = body.GetProperty("amount_money").GetProperty("amount").GetInt64();
        if (payment.Status != "COMPLETED" || RefundedOf(payment) + amount > payment.Minor)
        {
            return Error(400, "REFUND_AMOUNT_INVALID");
        }

        var refund = new Refund(NewId("SQREF"), payment.Id, payment.Currency, amount, body.TryGetProperty("reason", out var reason) ? reason.GetString() : null)
        {
            Status = RefundsAreFast ? "COMPLETED" : "PENDING",
        };
        refunds[refund.Id] = refund;
        return (200, new { refund = Shown(refund) });
    }

    private long RefundedOf(Payment payment) => refunds.Values.Where(refund => refund.PaymentId == payment.Id).Sum(refund => refund.Minor);

    private static object[] Within(HttpContext context, IEnumerable<(DateTimeOffset At, object Shown)> things)
    {
        var (from, until) = (Time(context.Request.Query["begin_time"]), Time(context.Request.Query["end_time"]));
        return [.. things.Where(thing => (from is null || thing.At >= from) && (until is null || thing.At < until)).Select(thing => thing.Shown)];
    }

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private object Shown(Payment payment) => new
    {
        id = payment.Id, status = payment.Status, reference_id = payment.Reference, location_id = "LOC1",
        created_at = payment.CreatedAt.ToString("O"), updated_at = payment.CreatedAt.ToString("O"),
        amount_money = Amount(payment.Currency, payment.Minor),
        card_details = new
        {
            card_payment_timeline = new { captured_at = payment.Status == "COMPLETED" ? payment.CreatedAt.ToString("O") : null },
            errors = payment.Status == "FAILED" ? new[] { new { category = "PAYMENT_METHOD_ERROR", code = "INSUFFICIENT_FUNDS" } } : null,
        },
        processing_fee = payment.Status == "COMPLETED" && FeesAreKnown
            ? new[] { new { type = "INITIAL", amount_money = Amount(payment.Currency, (payment.Minor * 29 / 1000) + 30) } }
            : null,
        refund_ids = refunds.Values.Where(refund => refund.PaymentId == payment.Id).Select(refund => refund.Id).ToArray(),
    };

    private static object Shown(Refund refund) => new
    {
        id = refund.Id, status = refund.Status, payment_id = refund.PaymentId, location_id = "LOC1", reason = refund.Reason,
        created_at = refund.CreatedAt.ToString("O"), amount_money = Amount(refund.Currency, refund.Minor),
    };

    private static object Amount(string currency, long minor) => new { amount = minor, currency };

    private static (int, object?) Error(int status, string code)
        => (status, new { errors = new[] { new { category = "INVALID_REQUEST_ERROR", code, detail = code } } });

    private sealed class Payment
    {
        internal required string Id { get; init; }

        internal required string? Reference { get; init; }

        internal required string Currency { get; init; }

        internal required long Minor { get; set; }

        internal required string Status { get; set; }

        internal DateTimeOffset CreatedAt { get; } = TimeProvider.System.GetUtcNow();
    }

    private sealed record Refund(string Id, string PaymentId, string Currency, long Minor, string? Reason)
    {
        internal string Status { get; set; } = "";

        internal DateTimeOffset CreatedAt { get; } = TimeProvider.System.GetUtcNow();
    }
}
