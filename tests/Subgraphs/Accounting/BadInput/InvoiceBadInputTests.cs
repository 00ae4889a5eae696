using static FinFlow.Subgraphs.Tests.BookOfBadInput;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Bad input for each step of an invoice's life: each gets its own refusal, and nothing is written.</summary>
[Collection(BadInputCollection.Name)]
public sealed class InvoiceBadInputTests(BookOfBadInput book)
{
    [Fact]
    public Task CreateInvoice_Should_Refuse() => book.RefusesAsync("createInvoice",
        (DraftOf("", "1.00", "2026-03-20", "bad"), "CUSTOMER_NAME_INVALID"),
        (DraftOf(" ", "1.00", "2026-03-20", "bad"), "CUSTOMER_NAME_INVALID"),
        (DraftOf("LONG", "1.00", "2026-03-20", "bad"), "CUSTOMER_NAME_INVALID"),
        (DraftOf("a\\u0000b", "1.00", "2026-03-20", "bad"), "CUSTOMER_NAME_INVALID"),
        (Described(""), "DESCRIPTION_INVALID"),
        (Described("LONG"), "DESCRIPTION_INVALID"),
        (Described("a\\u0000b"), "DESCRIPTION_INVALID"),
        (DraftOf("Café", "0.00", "2026-03-20", "bad"), "AMOUNT_NOT_POSITIVE"),
        (DraftOf("Café", "-1.00", "2026-03-20", "bad"), "AMOUNT_NOT_POSITIVE"),
        (DraftOf("Café", "1.001", "2026-03-20", "bad"), "AMOUNT_TOO_PRECISE"),
        (DraftOf("Café", "10000000000000.01", "2026-03-20", "bad"), "LINE_AMOUNT_TOO_LARGE"),
        (DraftOf("Café", "1.00", "2026-03-09", "bad"), "DUE_DATE_PASSED"),
        (DraftOf("Café", "1.00", "0001-01-01", "bad"), "DUE_DATE_PASSED"),
        (DraftOf("Café", "1.00", "2026-03-20", ""), "IDEMPOTENCY_KEY_INVALID"),
        (DraftOf("Café", "1.00", "2026-03-20", "LONG"), "IDEMPOTENCY_KEY_INVALID"),
        (DraftOf("Café", "1.00", "2026-03-20", "invoice DRAFT"), "IDEMPOTENCY_KEY_REUSED"),
        (DraftOf("Café", "1.00", "2026-13-20", "bad"), null),
        (DraftOf("Café", "one", "2026-03-20", "bad"), null),
        (DraftOf("Café", "1.00", "2026-03-20", "bad").Replace("USD", "DOLLARS", StringComparison.Ordinal), null),
        ("""{ "customerName": "Café", "amount": { "amount": "1.00", "currency": "USD" }, "dueDate": "2026-03-20" }""", null));

    [Fact]
    public Task IssueInvoice_Should_Refuse() => book.RefusesAsync("issueInvoice", [.. StepsAgainst("INVOICE_NOT_ISSUABLE", "DRAFT", "ISSUED", "PAID", "CANCELLED")]);

    [Fact]
    public Task PayInvoice_Should_Refuse() => book.RefusesAsync("payInvoice", [.. StepsAgainst("INVOICE_NOT_PAYABLE", "ISSUED", "DRAFT", "PAID", "CANCELLED")]);

    [Fact]
    public Task CancelInvoice_Should_Refuse() => book.RefusesAsync("cancelInvoice", [.. StepsAgainst("INVOICE_NOT_CANCELLABLE", "ISSUED", "PAID", "CANCELLED")]);

    private static string Described(string description)
        => DraftOf("Café", "1.00", "2026-03-20", "bad").Replace("\"amount\": {", $"\"description\": \"{description}\", \"amount\": {{", StringComparison.Ordinal);

    /// <param name="willing">The state in which the step would be taken, so that only something else can stop it.</param>
    /// <param name="unwilling">The states in which it is refused.</param>
    private static IEnumerable<(string Input, string? Code)> StepsAgainst(string code, string willing, params string[] unwilling) =>
    [
        .. NoIds.Append("FOREIGN INVOICE").Append("MANUAL").Select(id => ($$"""{ "id": "{{id}}", "idempotencyKey": "bad" }""", "INVOICE_NOT_FOUND")),
        .. unwilling.Select(state => ($$"""{ "id": "{{state}}", "idempotencyKey": "bad" }""", code)),
        .. new[] { "", " ", "LONG", "a\\u0000b" }.Select(key => ($$"""{ "id": "{{willing}}", "idempotencyKey": "{{key}}" }""", "IDEMPOTENCY_KEY_INVALID")),
        ($$"""{ "id": "{{willing}}", "idempotencyKey": null }""", null),
        ($$"""{ "id": "{{willing}}", "idempotencyKey": 7 }""", null),

        // Issuing and paying are postings: without a key nobody could repeat them safely, so the schema asks for one.
        ($$"""{ "id": "{{willing}}" }""", null),
    ];
}
