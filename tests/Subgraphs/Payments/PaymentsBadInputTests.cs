using static FinFlow.Subgraphs.Tests.PaymentsOfBadInput;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Ten bad inputs and more for each mutation of payments: each gets its own refusal, and nothing is written, by us or at the processor.</summary>
public sealed class PaymentsBadInputTests(PaymentsOfBadInput payments) : IClassFixture<PaymentsOfBadInput>
{
    private const string Usd5 = """{ "amount": "5.00", "currency": "USD" }""";

    /// <summary>Ids of nothing, of something else and of somebody else.</summary>
    private static readonly string[] NoIds = ["", " ", "pay_", "pm_0", "org_1", "' OR 1=1 --", "7", "a\\u0000b", "LONG", "FOREIGN PAYMENT", "FOREIGN METHOD"];

    private static readonly string[] BadKeys = ["", "   ", "LONG", "a\\u0000b", "two\\nlines"];

    [Fact]
    public Task ProcessPayment_Should_Refuse() => payments.RefusesAsync(
        "processPayment",
        [
            new(Payment(amount: "0"), "AMOUNT_NOT_POSITIVE"),
            new(Payment(amount: "-0.01"), "AMOUNT_NOT_POSITIVE"),
            new(Payment(amount: "1.001"), "AMOUNT_TOO_PRECISE"),
            new(Payment(amount: "1.5", currency: "JPY"), "AMOUNT_TOO_PRECISE"),
            new(Payment(amount: "99999999999999999999"), "AMOUNT_OUT_OF_RANGE"),
            new(Payment(reference: ""), "REFERENCE_INVALID"),
            new(Payment(reference: "  "), "REFERENCE_INVALID"),
            new(Payment(reference: "two\\nlines"), "REFERENCE_INVALID"),
            new(Payment(reference: "LONG"), "REFERENCE_INVALID"),
            new(Payment(more: ", \"description\": \"LONG\""), "DESCRIPTION_TOO_LONG"),
            .. NoIds.Append("REMOVED METHOD").Append("AUTHORIZED").Select(id => new Bad(Payment(method: id), "PAYMENT_METHOD_NOT_FOUND")),
            .. BadKeys.Select(key => new Bad(Payment(key: key), "IDEMPOTENCY_KEY_INVALID")),
            new(Payment(key: "AUTHORIZED KEY"), "IDEMPOTENCY_KEY_REUSED"),
            new(Payment(), "PROCESSING_RESTRICTED", Client.Restricted),
            new(Payment(amount: "ten"), Malformed),
            new(Payment(amount: "NaN"), Malformed),
            new(Payment(amount: ""), Malformed),
            new(Payment(currency: "XXZ"), Malformed),
            new(Payment(currency: "usd"), Malformed),
            new(Payment(more: ", \"country\": \"NK\""), Malformed),
            new(Payment(more: ", \"captureMethod\": \"LATER\""), Malformed),
            new(Payment(more: ", \"status\": \"CAPTURED\""), Malformed),
            new($$"""{ "amount": {{Usd5}}, "paymentMethodId": "METHOD", "reference": "r" }""", Malformed),
            .. NotAllowed(Payment()),
        ]);

    [Fact]
    public Task CapturePayment_Should_Refuse() => payments.RefusesAsync(
        "capturePayment",
        [
            .. NoIds.Append("METHOD").Select(id => new Bad(Step(id), "PAYMENT_NOT_FOUND")),
            new(Step("AUTHORIZED"), "PAYMENT_NOT_APPROVED"),
            .. new[] { "HELD", "CAPTURED", "REFUNDED", "VOIDED", "FAILED" }.Select(state => new Bad(Step(state), "PAYMENT_NOT_CAPTURABLE")),
            .. BadKeys.Select(key => new Bad(Step("APPROVED", key), "IDEMPOTENCY_KEY_INVALID")),
            new(Step("APPROVED", "captured"), "IDEMPOTENCY_KEY_REUSED"),
            new(Step("APPROVED", amount: "100.01"), "CAPTURE_EXCEEDS_AUTHORIZATION"),
            .. BadAmounts("APPROVED"),
            .. NotAllowed(Step("APPROVED")),
        ]);

    [Fact]
    public Task VoidPayment_Should_Refuse() => payments.RefusesAsync(
        "voidPayment",
        [
            .. NoIds.Append("METHOD").Select(id => new Bad(Step(id), "PAYMENT_NOT_FOUND")),
            .. new[] { "CAPTURED", "REFUNDED", "VOIDED", "FAILED" }.Select(state => new Bad(Step(state), "PAYMENT_NOT_VOIDABLE")),
            .. BadKeys.Select(key => new Bad(Step("APPROVED", key), "IDEMPOTENCY_KEY_INVALID")),
            new(Step("APPROVED", "voided"), "IDEMPOTENCY_KEY_REUSED"),
            new(Step("APPROVED", more: ", \"reason\": \"LONG\""), "REASON_TOO_LONG"),
            new(Step("APPROVED", more: ", \"reason\": 7"), Malformed),
            new("""{ "id": "APPROVED" }""", Malformed),
            .. NotAllowed(Step("APPROVED")),
        ]);

    [Fact]
    public Task RefundPayment_Should_Refuse() => payments.RefusesAsync(
        "refundPayment",
        [
            .. NoIds.Append("METHOD").Select(id => new Bad(Step(id), "PAYMENT_NOT_FOUND")),
            .. new[] { "AUTHORIZED", "APPROVED", "HELD", "REFUNDED", "VOIDED", "FAILED" }.Select(state => new Bad(Step(state), "PAYMENT_NOT_REFUNDABLE")),
            .. BadKeys.Select(key => new Bad(Step("CAPTURED", key), "IDEMPOTENCY_KEY_INVALID")),
            new(Step("CAPTURED", "refunded"), "IDEMPOTENCY_KEY_REUSED"),
            new(Step("CAPTURED", amount: "100.01"), "REFUND_EXCEEDS_CAPTURE"),
            new(Step("CAPTURED", more: ", \"reason\": \"LONG\""), "REASON_TOO_LONG"),
            .. BadAmounts("CAPTURED"),
            .. NotAllowed(Step("CAPTURED")),
        ]);

    [Fact]
    public Task AddPaymentMethod_Should_Refuse() => payments.RefusesAsync(
        "addPaymentMethod",
        [
            .. new[] { "", " ", "pm_unknown", "4242424242424242", "pm_card_visa ", "PM_CARD_VISA", "a\\u0000b", "LONG", "' OR 1=1 --", "METHOD" }
                .Select(token => new Bad($$"""{ "token": "{{token}}" }""", "PAYMENT_METHOD_TOKEN_INVALID")),
            .. new[] { "", "stripe", "Sandbox", "sandbox ", "LONG" }
                .Select(processor => new Bad($$"""{ "token": "pm_card_visa", "processor": "{{processor}}" }""", "PROCESSOR_NOT_SET_UP")),
            new("""{ "token": "pm_card_visa" }""", "PROCESSING_RESTRICTED", Client.Restricted),
            new("""{ "token": "pm_card_visa" }""", "TOO_MANY_PAYMENT_METHODS", Client.Full),
            new("""{ "token": null }""", Malformed),
            new("""{ "token": ["pm_card_visa"] }""", Malformed),
            new("""{ "setDefault": true }""", Malformed),
            new("""{ "token": "pm_card_visa", "setDefault": "yes" }""", Malformed),
            .. NotAllowed("""{ "token": "pm_card_visa" }"""),
        ]);

    [Fact]
    public Task RemovePaymentMethod_Should_Refuse() => payments.RefusesAsync("removePaymentMethod", BadMethods);

    [Fact]
    public Task SetDefaultPaymentMethod_Should_Refuse() => payments.RefusesAsync("setDefaultPaymentMethod", BadMethods);

    [Fact]
    public Task ListCharges_Should_Refuse() => payments.RefusesAsync(
        "listCharges",
        [
            .. new[] { "2026-03-03", "2027-03-02", "9999-12-31", "2025-02-28", "2020-01-01", "1970-01-01", "0001-01-01" }
                .Select(day => new Bad($$"""{ "day": "{{day}}" }""", "DAY_NOT_LISTED")),
            .. new[] { "\"2026-02-30\"", "\"2026-13-01\"", "\"yesterday\"", "\"\"", "\"02/03/2026\"", "20260302", "null", "{}", "true" }
                .Select(day => new Bad($$"""{ "day": {{day}} }""", Malformed)),
            .. NotAllowed("""{ "day": "2026-03-02" }"""),
        ]);

    private static Bad[] BadMethods =>
    [
        .. NoIds.Append("REMOVED METHOD").Append("AUTHORIZED").Select(id => new Bad($$"""{ "id": "{{id}}" }""", "PAYMENT_METHOD_NOT_FOUND")),
        new("""{ "id": null }""", Malformed),
        new("""{ "id": { "is": "METHOD" } }""", Malformed),
        new("""{ "id": true }""", Malformed),
        .. NotAllowed("""{ "id": "METHOD" }"""),
    ];

    /// <summary>An input that would be taken, by those from whom it is not, and in the shapes that the schema refuses.</summary>
    private static IEnumerable<Bad> NotAllowed(string good) =>
    [
        new(good, "AUTH_NOT_AUTHENTICATED", Client.Nobody),
        new(good, "AUTH_NOT_AUTHORIZED", Client.Unpermitted),
        new("null", Malformed),
        new("{}", Malformed),
        new("[]", Malformed),
        new($"{good.TrimEnd('}', ' ')}, \"surprise\": true }}", Malformed),
    ];

    private static IEnumerable<Bad> BadAmounts(string payment) =>
    [
        new(Step(payment, amount: "0"), "AMOUNT_NOT_POSITIVE"),
        new(Step(payment, amount: "-5.00"), "AMOUNT_NOT_POSITIVE"),
        new(Step(payment, amount: "5.001"), "AMOUNT_TOO_PRECISE"),
        new(Step(payment, amount: "99999999999999999999"), "AMOUNT_OUT_OF_RANGE"),
        new(Step(payment, amount: "5.00", currency: "EUR"), "CURRENCY_MISMATCH"),
        new(Step(payment, amount: "five"), Malformed),
        new(Step(payment, amount: "5.00", currency: "XXZ"), Malformed),
        new($$"""{ "id": "{{payment}}", "amount": {{Usd5}} }""", Malformed),
        new($$"""{ "id": "{{payment}}", "amount": {{Usd5}}, "idempotencyKey": null }""", Malformed),
    ];

    private static string Payment(
        string amount = "5.00", string currency = "USD", string method = "METHOD", string reference = "order", string key = "new", string more = "")
        => $$"""
            { "amount": { "amount": "{{amount}}", "currency": "{{currency}}" }, "paymentMethodId": "{{method}}", "reference": "{{reference}}", "idempotencyKey": "{{key}}"{{more}} }
            """;

    private static string Step(string id, string key = "new", string? amount = null, string currency = "USD", string more = "")
        => $$"""{ "id": "{{id}}", "idempotencyKey": "{{key}}"{{(amount is null ? "" : $$""", "amount": { "amount": "{{amount}}", "currency": "{{currency}}" } """)}}{{more}} }""";
}
