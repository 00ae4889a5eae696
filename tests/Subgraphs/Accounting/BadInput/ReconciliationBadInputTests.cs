using static FinFlow.Subgraphs.Tests.BookOfBadInput;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Bad statements, and bad wishes about reconciling them: each gets its own refusal, and nothing is written.</summary>
[Collection(BadInputCollection.Name)]
public sealed class ReconciliationBadInputTests(BookOfBadInput book)
{
    private const string Header = "date,amount,currency\\n";

    [Fact]
    public Task ImportStatement_Should_Refuse() => book.RefusesAsync("importStatement",
        (StatementOf("CSV", ""), "STATEMENT_EMPTY"),
        (StatementOf("CSV", "\\n\\n"), "STATEMENT_EMPTY"),
        (StatementOf("CSV", Header), "STATEMENT_EMPTY"),
        (StatementOf("CSV", "date;amount;currency\\n"), "STATEMENT_HEADER_INVALID"),
        (StatementOf("CSV", "date,amount\\n"), "STATEMENT_HEADER_INVALID"),
        (StatementOf("CSV", Header + "2026-03-01,x,USD"), "STATEMENT_MALFORMED"),
        (StatementOf("CSV", Header + "2026-03-01,1.00,USD\\n2026-03-01,1.00,usd$"), "STATEMENT_MALFORMED"),
        (StatementOf("CSV", Header + "\\\"2026-03-01,1.00,USD"), "STATEMENT_MALFORMED"),
        (StatementOf("CSV", Header + "2026-03-01,1.00,USD\\u0000"), "STATEMENT_MALFORMED"),
        (StatementOf("CSV", "TOO LARGE"), "STATEMENT_TOO_LARGE"),
        (StatementOf("CSV", "TOO LONG"), "STATEMENT_TOO_LONG"),
        (StatementOf("CSV", Csv, "9999"), "ACCOUNT_NOT_FOUND"),
        (StatementOf("CSV", Csv, "10\\u000000"), "ACCOUNT_NOT_FOUND"),
        (StatementOf("CSV", Csv, "4000"), "ACCOUNT_NOT_RECONCILABLE"),
        (StatementOf("CAMT053", Csv), "STATEMENT_MALFORMED"),
        (StatementOf("CAMT053", "<!DOCTYPE a [<!ENTITY x SYSTEM \\\"file:///etc/passwd\\\">]><Document>&x;</Document>"), "STATEMENT_MALFORMED"),
        (StatementOf("CAMT053", "<Document><BkToCstmrStmt/></Document>"), "STATEMENT_EMPTY"),
        (StatementOf("CAMT053", Escaped(StatementReadingTests.Camt(StatementReadingTests.Entry("100.00", "CRDT"), "199.99"))), "STATEMENT_OUT_OF_BALANCE"),
        (StatementOf("MT940", Csv), null),
        ("""{ "format": "CSV", "content": null }""", null),
        ("""{ "content": "x" }""", null));

    [Fact]
    public Task Reconcile_Should_Refuse() => book.RefusesAsync("reconcile",
        [
            .. NoIds.Append("bst_nothing").Append("MANUAL").Append("FOREIGN STATEMENT").Select(id => ($$"""{ "statementId": "{{id}}" }""", "STATEMENT_NOT_FOUND")),
            .. new[] { "-1", "32", "2147483647", "-2147483648" }.Select(days => ($$"""{ "statementId": "STATEMENT", "toleranceDays": {{days}} }""", "TOLERANCE_INVALID")),
            .. new[] { "-0.01", "1000000.01", "1000001" }.Select(amount => ($$"""{ "statementId": "STATEMENT", "toleranceAmount": "{{amount}}" }""", "TOLERANCE_INVALID")),
            ("""{ "statementId": "STATEMENT", "toleranceDays": 2147483648 }""", null),
            ("""{ "statementId": "STATEMENT", "toleranceDays": 1.5 }""", null),
            ("""{ "statementId": "STATEMENT", "toleranceAmount": "little" }""", null),
            ("""{ "statementId": null }""", null),
        ]);

    private static string StatementOf(string format, string content, string account = "1010")
        => $$"""{ "format": "{{format}}", "content": "{{content}}", "accountCode": "{{account}}" }""";

    private static string Escaped(string text) => System.Text.Json.JsonEncodedText.Encode(text).ToString();
}
