using System.Globalization;
using System.Text.Json;

namespace FinFlow.Payments;

/// <summary>
/// PayPal's own books, which show a transaction up to three hours late.
/// https://developer.paypal.com/docs/api/transaction-search/v1/
/// </summary>
internal static class PayPalTransactions
{
    private const int PageSize = 500;

    /// <summary>What was collected and sent back on a day; transfers, currency exchanges and holds are no charges.</summary>
    internal static async Task<IReadOnlyList<ProcessorCharge>> ReadAsync(PayPalApi paypal, DateOnly day, CancellationToken cancellationToken)
    {
        var midnight = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        var lines = await SearchAsync(paypal, midnight, midnight.AddDays(1).AddSeconds(-1), cancellationToken);
        var charges = new List<ProcessorCharge>();
        foreach (var line in lines)
        {
            var code = line.Text("transaction_event_code");
            if (line.Text("transaction_status") is "S" or "P" && KindOf(code) is { } kind)
            {
                charges.Add(await OfAsync(paypal, line, kind, cancellationToken));
            }
        }

        return [.. charges.OrderBy(charge => charge.OccurredAt)];
    }

    /// <summary>The order in which an authorization of ours was made, long after PayPal forgot our key.</summary>
    internal static async Task<string?> FindOrderIdAsync(PayPalApi paypal, AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var lines = await SearchAsync(paypal, request.IntendedAt.AddMinutes(-5), request.IntendedAt.AddHours(6), cancellationToken);
        if (lines.FirstOrDefault(line => line.Text("custom_field") == request.Key && IsAuthorization(line.Text("transaction_event_code"))).Text("transaction_id") is not { } id)
        {
            return null;
        }

        var authorization = await paypal.GetAsync($"/v2/payments/authorizations/{id}", cancellationToken);
        return authorization.Body.Text("supplementary_data", "related_ids", "order_id")
            ?? throw new HttpRequestException("PayPal knows the authorization and does not say of which order.");
    }

    private static async Task<List<JsonElement>> SearchAsync(
        PayPalApi paypal, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var lines = new List<JsonElement>();
        for (var page = 1; ; page++)
        {
            var reply = await paypal.GetAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"/v1/reporting/transactions?start_date={Text(from)}&end_date={Text(to)}&fields=transaction_info&page_size={PageSize}&page={page}"),
                cancellationToken);
            if (!reply.IsOk)
            {
                throw new HttpRequestException($"PayPal listed no transactions: {reply.Status}.");
            }

            lines.AddRange(reply.List("transaction_details").Select(detail => detail.At("transaction_info")));
            if (page >= (reply.Body.Whole("total_pages") ?? 1))
            {
                return lines;
            }
        }
    }

    // https://developer.paypal.com/docs/transaction-search/transaction-event-codes/
    private static ChargeKind? KindOf(string? code) => code switch
    {
        "T1107" => ChargeKind.Refund,
        { Length: 5 } when code.StartsWith("T00", StringComparison.Ordinal) => ChargeKind.Capture,
        _ => null,
    };

    private static bool IsAuthorization(string? code) => code?.StartsWith("T13", StringComparison.Ordinal) is true;

    private static async Task<ProcessorCharge> OfAsync(PayPalApi paypal, JsonElement line, ChargeKind kind, CancellationToken cancellationToken)
    {
        if (line.Text("transaction_id") is not { } id || PayPalAmounts.Read(line.At("transaction_amount")) is not { } amount
            || !DateTimeOffset.TryParse(line.Text("transaction_initiation_date"), CultureInfo.InvariantCulture, out var occurredAt))
        {
            throw new HttpRequestException("PayPal listed a transaction that cannot be read.");
        }

        // A fee is what PayPal took, so it is below zero there.
        var fee = PayPalAmounts.Read(line.At("fee_amount")) ?? Money.Zero(amount.Currency);
        var invoice = line.Text("invoice_id");
        return new ProcessorCharge(
            id,
            line.Text("custom_field") ?? await PaymentOfCaptureAsync(paypal, line.Text("paypal_reference_id"), cancellationToken),
            ChargeId: null,
            kind is ChargeKind.Refund && invoice is not null && Id.HasPrefix(invoice, "rfd") ? invoice : null,
            kind,
            amount.Abs(),
            -fee,
            occurredAt);
    }

    // A refund that was made in PayPal's pages names the capture, and the capture names our payment.
    private static async Task<string?> PaymentOfCaptureAsync(PayPalApi paypal, string? captureId, CancellationToken cancellationToken)
        => captureId is null ? null : (await paypal.GetAsync($"/v2/payments/captures/{captureId}", cancellationToken)).Body.Text("custom_id");

    private static string Text(DateTimeOffset time) => Uri.EscapeDataString(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
