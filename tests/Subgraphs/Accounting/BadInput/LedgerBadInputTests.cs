using static FinFlow.Subgraphs.Tests.BookOfBadInput;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Bad input for what posts, or changes an account: each gets its own refusal, and nothing is written.</summary>
[Collection(BadInputCollection.Name)]
public sealed class LedgerBadInputTests(BookOfBadInput book)
{
    [Fact]
    public Task OpenAccount_Should_Refuse() => book.RefusesAsync("openAccount",
        ("""{ "code": "", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_INVALID"),
        ("""{ "code": "12", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_INVALID"),
        ("""{ "code": "12345678901", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_INVALID"),
        ("""{ "code": "12a4", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_INVALID"),
        ("""{ "code": "-123", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_INVALID"),
        ("""{ "code": "1234\u0000", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_INVALID"),
        ("""{ "code": "١٢٣٤", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_INVALID"),
        ("""{ "code": "1070", "name": "", "type": "ASSET" }""", "ACCOUNT_NAME_INVALID"),
        ("""{ "code": "1070", "name": "a\u0000b", "type": "ASSET" }""", "ACCOUNT_NAME_INVALID"),
        ("""{ "code": "1070", "name": "LONG", "type": "ASSET" }""", "ACCOUNT_NAME_INVALID"),
        ("""{ "code": "1070", "name": "Till", "type": "REVENUE", "cashFlowActivity": "CASH" }""", "CASH_ACCOUNT_NOT_ASSET"),
        ("""{ "code": "1000", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_TAKEN"),
        ("""{ "code": "1060", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_TAKEN"),
        ("""{ "code": 1070, "name": "Till", "type": "ASSET" }""", null),
        ("""{ "code": "1070", "name": "Till", "type": "TREASURE" }""", null),
        ("""{ "code": "1070", "name": null, "type": "ASSET" }""", null));

    [Fact]
    public Task CloseAccount_Should_Refuse() => book.RefusesAsync("closeAccount",
        [
            .. NoIds.Select(id => ($$"""{ "id": "{{id}}" }""", "ACCOUNT_NOT_FOUND")),
            ("""{ "id": "MANUAL" }""", "ACCOUNT_NOT_FOUND"), ("""{ "id": "FOREIGN ACCOUNT" }""", "ACCOUNT_NOT_FOUND"),
            ("""{ "id": "STANDARD" }""", "ACCOUNT_IS_STANDARD"), ("""{ "id": "FULL" }""", "ACCOUNT_NOT_EMPTY"), ("""{ "id": "CLOSED" }""", "ACCOUNT_ALREADY_CLOSED"),
            ("""{ "id": null }""", null), ("""{ "id": {} }""", null),
        ]);

    [Fact]
    public Task PostJournalEntry_Should_Refuse() => book.RefusesAsync("postJournalEntry",
        ("""{ "description": "x", "idempotencyKey": "bad", "lines": [] }""", "JOURNAL_ENTRY_TOO_SHORT"),
        ("""{ "description": "x", "idempotencyKey": "bad", "lines": [{ "accountCode": "1000", "debit": { "amount": "1", "currency": "USD" } }] }""", "JOURNAL_ENTRY_TOO_SHORT"),
        ("""{ "description": "x", "idempotencyKey": "bad", "lines": [{ "accountCode": "1000" }, { "accountCode": "3000" }] }""", "LINE_SIDE_INVALID"),
        (EntryOf("1000", "1000", "1.00", "bad"), "JOURNAL_ENTRY_ON_ONE_ACCOUNT"),
        (EntryOf("1000", "9999", "1.00", "bad"), "ACCOUNT_NOT_FOUND"),
        (EntryOf("1000", "10\\u000000", "1.00", "bad"), "ACCOUNT_NOT_FOUND"),
        (EntryOf("1060", "3000", "1.00", "bad"), "ACCOUNT_INACTIVE"),
        (EntryOf("1000", "3000", "0", "bad"), "AMOUNT_NOT_POSITIVE"),
        (EntryOf("1000", "3000", "-1.00", "bad"), "AMOUNT_NOT_POSITIVE"),
        (EntryOf("1000", "3000", "1.001", "bad"), "AMOUNT_TOO_PRECISE"),
        (EntryOf("1000", "3000", "1", "bad", currency: "EUR").Replace("\"credit\": { \"amount\": \"1\"", "\"credit\": { \"amount\": \"2\"", StringComparison.Ordinal), "JOURNAL_ENTRY_UNBALANCED"),
        (EntryOf("1000", "3000", "10000000000000.01", "bad"), "LINE_AMOUNT_TOO_LARGE"),
        (EntryOf("1000", "3000", "92233720368547758.08", "bad"), "AMOUNT_OUT_OF_RANGE"),
        (EntryOf("1000", "3000", "1.00", ""), "IDEMPOTENCY_KEY_INVALID"),
        (EntryOf("1000", "3000", "1.00", "LONG"), "IDEMPOTENCY_KEY_INVALID"),
        (EntryOf("1000", "3000", "1.00", "a\\u0000b"), "IDEMPOTENCY_KEY_INVALID"),
        (EntryOf("1000", "3000", "1.01", "manual"), "IDEMPOTENCY_KEY_REUSED"),
        (EntryOf("1000", "3000", "1.00", "bad", "2026-03-12"), "EFFECTIVE_DATE_IN_FUTURE"),
        (EntryOf("1000", "3000", "1.00", "bad", "2025-12-31"), "FISCAL_PERIOD_CLOSED"),
        (EntryOf("1000", "3000", "1.00", "bad").Replace("Something", " ", StringComparison.Ordinal), "DESCRIPTION_INVALID"),
        (EntryOf("1000", "3000", "1.00", "bad").Replace("Something", "LONG", StringComparison.Ordinal), "DESCRIPTION_INVALID"),
        (EntryOf("1000", "3000", "1.00", "bad").Replace("Something", "a\\u0000b", StringComparison.Ordinal), "DESCRIPTION_INVALID"),
        (EntryOf("1000", "3000", "1.00", "bad", "2026-02-30"), null),
        (EntryOf("1000", "3000", "1.00", "bad", currency: "XXQ"), null),
        (EntryOf("1000", "3000", "much", "bad"), null),
        (EntryOf("1000", "3000", "1.00", "bad").Replace("\"idempotencyKey\": \"bad\",", "", StringComparison.Ordinal), null));

    [Fact]
    public Task ReverseJournalEntry_Should_Refuse() => book.RefusesAsync("reverseJournalEntry",
        [
            .. NoIds.Select(id => ($$"""{ "id": "{{id}}", "reason": "why", "idempotencyKey": "bad" }""", "JOURNAL_ENTRY_NOT_FOUND")),
            ("""{ "id": "FOREIGN ENTRY", "reason": "why", "idempotencyKey": "bad" }""", "JOURNAL_ENTRY_NOT_FOUND"),
            ("""{ "id": "PAYMENT", "reason": "why", "idempotencyKey": "bad" }""", "JOURNAL_ENTRY_NOT_MANUAL"),
            ("""{ "id": "REVERSAL", "reason": "why", "idempotencyKey": "bad" }""", "REVERSAL_NOT_REVERSIBLE"),
            ("""{ "id": "REVERSED", "reason": "why", "idempotencyKey": "bad" }""", "JOURNAL_ENTRY_ALREADY_REVERSED"),
            ("""{ "id": "MANUAL", "reason": "", "idempotencyKey": "bad" }""", "DESCRIPTION_INVALID"),
            ("""{ "id": "MANUAL", "reason": "LONG", "idempotencyKey": "bad" }""", "DESCRIPTION_INVALID"),
            ("""{ "id": "MANUAL", "reason": "a\u0007b", "idempotencyKey": "bad" }""", "DESCRIPTION_INVALID"),
            ("""{ "id": "MANUAL", "reason": "why", "idempotencyKey": "" }""", "IDEMPOTENCY_KEY_INVALID"),
            ("""{ "id": "MANUAL", "reason": "why", "idempotencyKey": "a\u0000b" }""", "IDEMPOTENCY_KEY_INVALID"),
            ("""{ "id": "MANUAL", "reason": "why", "idempotencyKey": "reversed" }""", "IDEMPOTENCY_KEY_REUSED"),
            ("""{ "id": "MANUAL", "reason": "why", "effectiveDate": "2026-03-12", "idempotencyKey": "bad" }""", "EFFECTIVE_DATE_IN_FUTURE"),
            ("""{ "id": "MANUAL", "reason": "why", "effectiveDate": "2025-12-31", "idempotencyKey": "bad" }""", "FISCAL_PERIOD_CLOSED"),
            ("""{ "id": "MANUAL", "reason": "why", "effectiveDate": "yesterday", "idempotencyKey": "bad" }""", null),
            ("""{ "id": "MANUAL", "reason": "why" }""", null),
        ]);
}
