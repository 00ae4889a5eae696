using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Subgraphs.Tests;

/// <summary>As much of Square as payments need: customers, cards on file, payments that are completed later, refunds.</summary>
internal sealed partial class SquareEmulator : ProcessorEmulator
{
    private readonly Dictionary<string, Payment> payments = [];
    private readonly Dictionary<string, Refund> refunds = [];
    private readonly HashSet<string> customers = [];
    private readonly HashSet<string> cards = [];

    protected override IEnumerable<string> CardsNow => customers.Concat(cards);

    protected override IEnumerable<(string Status, long CapturedMinor, long RefundedMinor)> ChargesNow
        => payments.Values.Select(payment => (payment.Status, payment.Status == "COMPLETED" ? payment.Minor : 0, RefundedOf(payment)));

    internal override string Card => "cnon:card-ok";

    /// <summary>Whether the fee of a completed payment is known yet.</summary>
    internal bool FeesAreKnown { get; set; } = true;

    /// <summary>Whether refunds go through at once; otherwise they are pending.</summary>
    internal bool RefundsAreFast { get; set; } = true;

    internal static Task<SquareEmulator> StartAsync() => StartAsync(new SquareEmulator());

    /// <summary>Lets pending refunds go through.</summary>
    /// <returns>The events that tell of them.</returns>
    internal IReadOnlyList<string> FinishRefunds() => InTurn(() => refunds.Values.Where(refund => refund.Status == "PENDING").Select(Finish).ToList());

    /// <summary>Makes the fee of the last payment known.</summary>
    /// <returns>The event that tells of it.</returns>
    internal string TellFee() => InTurn(() =>
    {
        FeesAreKnown = true;
        return EventOf("payment.updated", "payment", new { payment = Shown(payments.Values.Last()) });
    });

    protected override void Map(WebApplication emulator)
    {
        emulator.MapPost("/v2/customers", context => OnceAsync(context, Customer));
        emulator.MapDelete("/v2/customers/{id}", context => AskAsync(context, () => customers.Remove(IdIn(context)) ? (200, new { }) : Error(404, "NOT_FOUND")));
        emulator.MapPost("/v2/cards", context => OnceAsync(context, Keep));
        emulator.MapPost("/v2/cards/{id}/disable", context => AskAsync(context, () => cards.Remove(IdIn(context)) ? (200, new { card = CardOf(IdIn(context), null, false) }) : Error(404, "NOT_FOUND")));
        emulator.MapPost("/v2/payments", context => OnceAsync(context, Pay, movesMoney: true));
        emulator.MapGet("/v2/payments", context => AskAsync(context, () => (200, new { payments = Within(context, payments.Values.Select(payment => (payment.CreatedAt, Shown(payment)))) })));
        emulator.MapGet("/v2/payments/{id}", context => AskAsync(context, () => OfPayment(context, payment => (200, new { payment = Shown(payment) }))));
        emulator.MapPut("/v2/payments/{id}", context => OnceAsync(context, body => OfPayment(context, payment => Lower(payment, body))));
        emulator.MapPost("/v2/payments/{id}/complete", context => DoAsync(context, null, true, () => OfPayment(context, Complete)));
        emulator.MapPost("/v2/payments/{id}/cancel", context => DoAsync(context, null, true, () => OfPayment(context, Cancel)));
        emulator.MapPost("/v2/refunds", context => OnceAsync(context, Return, movesMoney: true));
        emulator.MapGet("/v2/refunds", context => AskAsync(context, () => (200, new { refunds = Within(context, refunds.Values.Select(refund => (refund.CreatedAt, Shown(refund)))) })));
        emulator.MapGet("/v2/refunds/{id}", context => AskAsync(context, () => refunds.TryGetValue(IdIn(context), out var refund) ? (200, new { refund = Shown(refund) }) : Error(404, "NOT_FOUND")));
    }

    protected override (int Status, object Body)? Refuse(HttpRequest request)
        => request.Headers.Authorization == $"Bearer {AccessToken}" && request.Headers.ContainsKey("Square-Version")
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

    private (int, object?) Customer(JsonElement body)
    {
        var id = NewId("CUST");
        customers.Add(id);
        return (200, new { customer = new { id, reference_id = body.TryGetProperty("reference_id", out var reference) ? reference.GetString() : null, created_at = Now() } });
    }

    private (int, object?) Keep(JsonElement body)
    {
        var source = body.GetProperty("source_id").GetString()!;
        var customer = body.GetProperty("card").GetProperty("customer_id").GetString()!;
        if (!source.StartsWith("cnon:", StringComparison.Ordinal) || !customers.Contains(customer))
        {
            return Error(404, "NOT_FOUND");
        }

        cards.Add($"ccof:{source[5..]}");
        return (200, new { card = CardOf($"ccof:{source[5..]}", customer, true) });
    }

    private (int, object?) Pay(JsonElement body)
    {
        var source = body.GetProperty("source_id").GetString()!;
        if (!source.StartsWith("cnon:", StringComparison.Ordinal) && !cards.Contains(source))
        {
            return Error(404, "NOT_FOUND");
        }

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
        => payments.TryGetValue(body.GetProperty("payment_id").GetString()!, out var payment)
            ? Return(payment, body.GetProperty("amount_money").GetProperty("amount").GetInt64(), body.TryGetProperty("reason", out var reason) ? reason.GetString() : null)
            : Error(404, "NOT_FOUND");

    private (int, object?) Return(Payment payment, long amount, string? reason)
    {
        if (payment.Status != "COMPLETED" || RefundedOf(payment) + amount > payment.Minor)
        {
            return Error(400, "REFUND_AMOUNT_INVALID");
        }

        var refund = new Refund(NewId("SQREF"), payment.Id, payment.Currency, amount, reason) { Status = RefundsAreFast ? "COMPLETED" : "PENDING" };
        refunds[refund.Id] = refund;
        return (200, new { refund = Shown(refund) });
    }

    private string Finish(Refund refund)
    {
        refund.Status = "COMPLETED";
        return EventOf("refund.updated", "refund", new { refund = Shown(refund) });
    }

    private long RefundedOf(Payment payment) => refunds.Values.Where(refund => refund.PaymentId == payment.Id).Sum(refund => refund.Minor);

    private static object[] Within(HttpContext context, IEnumerable<(DateTimeOffset At, object Shown)> things)
    {
        var (from, until) = (Time(context.Request.Query["begin_time"]), Time(context.Request.Query["end_time"]));
        return [.. things.Where(thing => (from is null || thing.At >= from) && (until is null || thing.At < until)).Select(thing => thing.Shown)];
    }

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

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
