using static FinFlow.Subgraphs.Tests.BookOfBadInput;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Bad input for opening years, closing and reopening periods: each gets its own refusal, and nothing is written. November and December are closed, March is not over.</summary>
[Collection(BadInputCollection.Name)]
public sealed class FiscalPeriodBadInputTests(BookOfBadInput book)
{
    [Fact]
    public Task OpenFiscalYear_Should_Refuse() => book.RefusesAsync("openFiscalYear",
        ("""{ "from": "2026-01-02" }""", "FISCAL_YEAR_START_INVALID"),
        ("""{ "from": "2026-01-31" }""", "FISCAL_YEAR_START_INVALID"),
        ("""{ "from": "1969-12-01" }""", "FISCAL_YEAR_START_INVALID"),
        ("""{ "from": "0001-01-01" }""", "FISCAL_YEAR_START_INVALID"),
        ("""{ "from": "9999-12-01" }""", "FISCAL_YEAR_START_INVALID"),
        ("""{ "from": "2029-01-01" }""", "FISCAL_YEAR_START_INVALID"),
        ("""{ "from": "2026-11-01", "name": "" }""", "FISCAL_YEAR_NAME_INVALID"),
        ("""{ "from": "2026-11-01", "name": "  " }""", "FISCAL_YEAR_NAME_INVALID"),
        ("""{ "from": "2026-11-01", "name": "LONG" }""", "FISCAL_YEAR_NAME_INVALID"),
        ("""{ "from": "2026-11-01", "name": "a\u0000b" }""", "FISCAL_YEAR_NAME_INVALID"),
        ("""{ "from": "2026-01-01" }""", "FISCAL_YEAR_NOT_NEXT"),
        ("""{ "from": "2026-06-01" }""", "FISCAL_YEAR_NOT_NEXT"),
        ("""{ "from": "2027-02-01" }""", "FISCAL_YEAR_NOT_NEXT"),
        ("""{ "from": "2025-11-01" }""", "FISCAL_YEAR_NOT_NEXT"),
        ("""{ "from": "2027-01-01" }""", "FISCAL_YEAR_NOT_NEXT"),
        ("""{ "from": "2026-00-01" }""", null),
        ("""{ "from": 2027 }""", null),
        ("""{ "from": null }""", null));

    [Fact]
    public Task CloseFiscalPeriod_Should_Refuse() => book.RefusesAsync("closeFiscalPeriod",
        [
            .. NoIds.Append("2026-03").Append("fp_nothing").Append("YEAR").Append("FOREIGN MONTH").Select(id => ($$"""{ "id": "{{id}}" }""", "FISCAL_PERIOD_NOT_FOUND")),
            ("""{ "id": "MONTH 1" }""", "FISCAL_PERIOD_ALREADY_CLOSED"),
            ("""{ "id": "MONTH 2" }""", "FISCAL_PERIOD_ALREADY_CLOSED"),
            ("""{ "id": "MONTH 4" }""", "EARLIER_FISCAL_PERIOD_OPEN"),
            ("""{ "id": "MONTH 5" }""", "FISCAL_PERIOD_NOT_OVER"),
            ("""{ "id": "MONTH 6" }""", "FISCAL_PERIOD_NOT_OVER"),
            ("""{ "id": "MONTH 12" }""", "FISCAL_PERIOD_NOT_OVER"),
            ("""{ "id": ["MONTH 3", "MONTH 4"] }""", null),
            ("""{ "id": null }""", null),
        ]);

    [Fact]
    public Task ReopenFiscalPeriod_Should_Refuse() => book.RefusesAsync("reopenFiscalPeriod",
        [
            .. NoIds.Append("YEAR").Append("FOREIGN MONTH").Select(id => ($$"""{ "id": "{{id}}", "reason": "why" }""", "FISCAL_PERIOD_NOT_FOUND")),
            ("""{ "id": "MONTH 3", "reason": "why" }""", "FISCAL_PERIOD_NOT_CLOSED"),
            ("""{ "id": "MONTH 12", "reason": "why" }""", "FISCAL_PERIOD_NOT_CLOSED"),
            ("""{ "id": "MONTH 1", "reason": "why" }""", "LATER_FISCAL_PERIOD_CLOSED"),
            ("""{ "id": "MONTH 2", "reason": "" }""", "REOPENING_REASON_INVALID"),
            ("""{ "id": "MONTH 2", "reason": "\t " }""", "REOPENING_REASON_INVALID"),
            ("""{ "id": "MONTH 2", "reason": "a\u0007b" }""", "REOPENING_REASON_INVALID"),
            ("""{ "id": "MONTH 2", "reason": "LONG" }""", "REOPENING_REASON_INVALID"),
            ("""{ "id": "MONTH 2", "reason": null }""", null),
            ("""{ "id": "MONTH 2" }""", null),
        ]);
}
