using static FinFlow.Subgraphs.Tests.BookOfBadInput;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Bad rates, and revaluations that cannot be: each gets its own refusal, and nothing is written.</summary>
[Collection(BadInputCollection.Name)]
public sealed class CurrencyBadInputTests(BookOfBadInput book)
{
    [Fact]
    public Task SetExchangeRate_Should_Refuse() => book.RefusesAsync("setExchangeRate",
        (RateOf("EUR", "USD", "0"), "EXCHANGE_RATE_INVALID"),
        (RateOf("EUR", "USD", "-1.1"), "EXCHANGE_RATE_INVALID"),
        (RateOf("EUR", "USD", "-0.0000000001"), "EXCHANGE_RATE_INVALID"),
        (RateOf("EUR", "USD", "1000000000.01"), "EXCHANGE_RATE_INVALID"),
        (RateOf("USD", "USD", "1"), "EXCHANGE_RATE_OF_ONE_CURRENCY"),
        (RateOf("JPY", "JPY", "1.0001"), "EXCHANGE_RATE_OF_ONE_CURRENCY"),
        (RateOf("EUR", "USD", "79228162514264337593543950335"), null),
        (RateOf("EUR", "XXQ", "1.1"), null),
        (RateOf("eur", "USD", "1.1"), null),
        (RateOf("", "USD", "1.1"), null),
        (RateOf("EUR", "USD", "much"), null),
        (RateOf("EUR", "USD", ""), null),
        (RateOf("EUR", "USD", "1.1", "2026-02-29"), null),
        ("""{ "from": "EUR", "to": "USD", "rate": null }""", null),
        ("""{ "from": "EUR", "rate": "1.1" }""", null));

    [Fact]
    public Task Revalue_Should_Refuse() => book.RefusesAsync("revalue",
        [
            .. new[] { "", " ", "LONG", "a\\u0000b" }.Select(key => ($$"""{ "asOf": "2026-03-04", "idempotencyKey": "{{key}}" }""", "IDEMPOTENCY_KEY_INVALID")),
            ("""{ "asOf": "2026-03-05", "idempotencyKey": "revalued" }""", "IDEMPOTENCY_KEY_REUSED"),
            ("""{ "idempotencyKey": "bad" }""", "EXCHANGE_RATE_MISSING"),
            ("""{ "asOf": "2026-03-06", "idempotencyKey": "bad" }""", "EXCHANGE_RATE_MISSING"),
            ("""{ "asOf": "2026-03-11", "idempotencyKey": "bad" }""", "EFFECTIVE_DATE_IN_FUTURE"),
            ("""{ "asOf": "9999-12-31", "idempotencyKey": "bad" }""", "EFFECTIVE_DATE_IN_FUTURE"),
            ("""{ "asOf": "2026-03-04", "idempotencyKey": "bad" }""", "NOTHING_TO_REVALUE"),
            ("""{ "asOf": "2026-03-01", "idempotencyKey": "bad" }""", "NOTHING_TO_REVALUE"),
            ("""{ "asOf": "0001-01-01", "idempotencyKey": "bad" }""", "NOTHING_TO_REVALUE"),
            ("""{ "asOf": "2026-03-32", "idempotencyKey": "bad" }""", null),
            ("""{ "asOf": "2026-03-04", "idempotencyKey": null }""", null),
            ("""{ "asOf": "2026-03-04" }""", null),
        ]);

    private static string RateOf(string from, string to, string rate, string date = "2026-03-01")
        => $$"""{ "from": "{{from}}", "to": "{{to}}", "rate": "{{rate}}", "date": "{{date}}" }""";
}
