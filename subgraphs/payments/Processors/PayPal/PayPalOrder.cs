using System.Text.Json;

namespace FinFlow.Payments;

/// <summary>What an order of one purchase says about the money.</summary>
internal sealed record PayPalOrder(string Id, JsonElement Order)
{
    private JsonElement Payments => Purchase.At("payments");

    private JsonElement Purchase => Order.List("purchase_units") is [var only, ..] ? only : default;

    private JsonElement? Authorized => Payments.List("authorizations") is [var only, ..] ? only : null;

    /// <summary>Our id of the payment.</summary>
    internal string? PaymentId => Purchase.Text("custom_id");

    /// <summary>Null until something is set aside.</summary>
    internal string? AuthorizationId => Authorized?.Text("id");

    /// <summary>Null until something is collected. We capture once, and what is not captured is released.</summary>
    internal JsonElement? Capture => Payments.List("captures") is [var only, ..] ? only : null;

    internal IReadOnlyList<JsonElement> Refunds => Payments.List("refunds");

    internal bool IsReleased => Authorized?.Text("status") is "VOIDED";

    /// <summary>What became of its authorization; null when nothing was set aside.</summary>
    internal ProcessorAnswer? Authorization => (Order.Text("status"), Authorized?.Text("status")) switch
    {
        (_, "CREATED" or "CAPTURED" or "PARTIALLY_CAPTURED" or "VOIDED") => new ProcessorAnswer.Done(Id, default),
        (_, "DENIED") => new ProcessorAnswer.Declined(
            Authorized?.Text("processor_response", "response_code")?.ToLowerInvariant() ?? Authorized?.Text("status_details", "reason")?.ToLowerInvariant() ?? "generic_decline"),
        ("PAYER_ACTION_REQUIRED", null) => new ProcessorAnswer.ActionRequired(Id),
        ("VOIDED", null) => new ProcessorAnswer.Declined("order_voided"),
        (_, null) => null,
        _ => new ProcessorAnswer.Unknown(),
    };

    internal static PayPalOrder Of(JsonElement order) => new(order.Text("id") ?? "", order);
}
