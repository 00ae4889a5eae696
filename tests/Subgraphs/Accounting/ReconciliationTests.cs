using System.Text.Json;
using FinFlow.Accounting;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A bank's statement held against a book, through the schema.</summary>
public sealed class ReconciliationTests : IAsyncLifetime
{
    private const string Csv = "date,amount,currency,reference\n2026-03-10,10.00,USD,order 7\n2026-03-11,-3.00,USD,fee\n";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 12, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph accounting = null!;

    private string Ada => accounting.TokenFor("usr_1", "org_1", "MERCHANT");

    public async Task InitializeAsync()
    {
        accounting = await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path, clock);
        await accounting.TellAsync(
            clock,
            new PaymentCaptured(SomeEvents.Payment("pay_1", "org_1", 1000), 1000, 0, clock.Now.AddDays(-2)),
            new PaymentCaptured(SomeEvents.Payment("pay_2", "org_1", 500) with { Reference = "order 8" }, 500, 0, clock.Now.AddDays(-2)));
        await SomeEvents.UntilAsync(async () =>
            (await DataAsync("{ journalEntries { totalCount } }")).GetProperty("journalEntries").GetProperty("totalCount").GetInt32() == 2);
    }

    [Fact]
    public async Task Statement_Should_BeMatchedAndItsDiscrepanciesTold_UntilTheBookFollows()
    {
        var statement = (await ImportAsync("CSV", Csv)).GetProperty("bankStatement");
        Assert.Equal(("2026-03-10", "2026-03-11", 2), (statement.Text("from"), statement.Text("to"), statement.GetProperty("lineCount").GetInt32()));
        Assert.Equal(statement.Text("id"), (await ImportAsync("CSV", Csv)).GetProperty("bankStatement").Text("id"));

        var found = (await ReconcileAsync(statement.Text("id")!)).GetProperty("reconciliation");
        Assert.Equal("DISCREPANT", found.Text("status"));
        Assert.Equal(["order 7 0.00 0"], found.GetProperty("matches").EnumerateArray().Select(match =>
            $"{match.GetProperty("journalEntry").Text("reference")} {match.GetProperty("difference").Text("amount")} {match.GetProperty("daysApart")}"));
        Assert.Equal(
            ["MISSING_ON_STATEMENT -5.00", "MISSING_IN_BOOK -3.00"],
            found.GetProperty("discrepancies").EnumerateArray().Select(one => $"{one.Text("kind")} {one.GetProperty("difference").Text("amount")}"));

        await accounting.TellAsync(
            clock,
            new PaymentRefunded(SomeEvents.Payment("pay_1", "org_1", 1000), "ref_1", 300, 300, null, clock.Now.AddDays(-1)),
            new PaymentRefunded(SomeEvents.Payment("pay_2", "org_1", 500), "ref_2", 500, 500, null, clock.Now.AddDays(-1)));
        await SomeEvents.UntilAsync(async () =>
            (await ReconcileAsync(statement.Text("id")!)).GetProperty("reconciliation").GetProperty("matchedCount").GetInt32() == 2);
        Assert.Equal(1, (await DataAsync("{ reconciliations { totalCount } }")).GetProperty("reconciliations").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task Entry_Should_BeProvenByOneStatementOnly()
    {
        var first = (await ImportAsync("CSV", "date,amount,currency\n2026-03-10,10.00,USD\n")).GetProperty("bankStatement").Text("id")!;
        var second = (await ImportAsync("CSV", "date,amount,currency\n2026-03-10,10.0,USD\n")).GetProperty("bankStatement").Text("id")!;

        Assert.Equal(1, (await ReconcileAsync(first)).GetProperty("reconciliation").GetProperty("matchedCount").GetInt32());
        Assert.Equal(0, (await ReconcileAsync(second)).GetProperty("reconciliation").GetProperty("matchedCount").GetInt32());
    }

    [Fact]
    public async Task Camt_Should_BeImported()
    {
        var statement = (await ImportAsync("CAMT053", StatementReadingTests.Camt(StatementReadingTests.Entry("10.00", "CRDT"), "110.00")))
            .GetProperty("bankStatement");

        Assert.Equal(1, statement.GetProperty("lineCount").GetInt32());
    }

    [Theory]
    [InlineData("CSV", "", null, "STATEMENT_EMPTY")]
    [InlineData("CSV", "\n\n", null, "STATEMENT_EMPTY")]
    [InlineData("CSV", "date,amount,currency\n", null, "STATEMENT_EMPTY")]
    [InlineData("CSV", "date;amount;currency\n", null, "STATEMENT_HEADER_INVALID")]
    [InlineData("CSV", "date,amount\n", null, "STATEMENT_HEADER_INVALID")]
    [InlineData("CSV", "date,amount,currency\n2026-03-01,x,USD", null, "STATEMENT_MALFORMED")]
    [InlineData("CSV", "date,amount,currency\n2026-03-01,1.00,USD\n2026-03-01,1.00,usd$", null, "STATEMENT_MALFORMED")]
    [InlineData("CSV", "date,amount,currency\n\"2026-03-01,1.00,USD", null, "STATEMENT_MALFORMED")]
    [InlineData("CSV", "TOO LARGE", null, "STATEMENT_TOO_LARGE")]
    [InlineData("CSV", "TOO LONG", null, "STATEMENT_TOO_LONG")]
    [InlineData("CSV", Csv, "9999", "ACCOUNT_NOT_FOUND")]
    [InlineData("CSV", Csv, "4000", "ACCOUNT_NOT_RECONCILABLE")]
    [InlineData("CAMT053", Csv, null, "STATEMENT_MALFORMED")]
    [InlineData("CAMT053", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Document>&x;</Document>", null, "STATEMENT_MALFORMED")]
    [InlineData("CAMT053", "<Document><BkToCstmrStmt/></Document>", null, "STATEMENT_EMPTY")]
    public async Task BadStatement_Should_BeRefused_AndKeptNowhere(string format, string content, string? account, string code)
    {
        var text = content switch
        {
            "TOO LARGE" => new string('x', 1_000_001),
            "TOO LONG" => "date,amount,currency\n" + string.Concat(Enumerable.Repeat("2026-03-01,1.00,USD\n", 5_001)),
            _ => content,
        };
        Assert.Equal(code, (await ImportAsync(format, text, account)).GetProperty("errors")[0].Text("code"));
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.File("accounting.db")}");
        await connection.OpenAsync();
        await using var count = connection.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM bank_statements";
        Assert.Equal(0L, await count.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("", 3, "0", "STATEMENT_NOT_FOUND")]
    [InlineData("bst_nothing", 3, "0", "STATEMENT_NOT_FOUND")]
    [InlineData("org_1", 3, "0", "STATEMENT_NOT_FOUND")]
    [InlineData("' OR 1=1 --", 3, "0", "STATEMENT_NOT_FOUND")]
    [InlineData("KNOWN", -1, "0", "TOLERANCE_INVALID")]
    [InlineData("KNOWN", 32, "0", "TOLERANCE_INVALID")]
    [InlineData("KNOWN", 2147483647, "0", "TOLERANCE_INVALID")]
    [InlineData("KNOWN", -2147483648, "0", "TOLERANCE_INVALID")]
    [InlineData("KNOWN", 3, "-0.01", "TOLERANCE_INVALID")]
    [InlineData("KNOWN", 3, "1000000.01", "TOLERANCE_INVALID")]
    [InlineData("KNOWN", 3, "1000001", "TOLERANCE_INVALID")]
    public async Task BadReconciliation_Should_BeRefused(string statement, int days, string amount, string code)
    {
        var id = statement == "KNOWN" ? (await ImportAsync("CSV", Csv)).GetProperty("bankStatement").Text("id")! : statement;

        Assert.Equal(code, (await ReconcileAsync(id, days, amount)).GetProperty("errors")[0].Text("code"));
        Assert.Equal(0, (await DataAsync("{ reconciliations { totalCount } }")).GetProperty("reconciliations").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task Strangers_Should_NeitherSeeNorReconcile()
    {
        var id = (await ImportAsync("CSV", Csv)).GetProperty("bankStatement").Text("id")!;
        var stranger = accounting.TokenFor("usr_2", "org_2", "MERCHANT");

        var seen = await accounting.DataAsync("query($id: ID!) { bankStatement(id: $id) { id } reconciliations { totalCount } }", new { id }, stranger);
        Assert.Equal("""{"bankStatement":null,"reconciliations":{"totalCount":0}}""", seen.ToString());
        Assert.Equal("STATEMENT_NOT_FOUND", (await ReconcileAsync(id, token: stranger)).GetProperty("errors")[0].Text("code"));
    }

    public async Task DisposeAsync()
    {
        await accounting.DisposeAsync();
        folder.Dispose();
    }

    private Task<JsonElement> DataAsync(string document, object? variables = null, string? token = null)
        => accounting.DataAsync(document, variables, token ?? Ada);

    private async Task<JsonElement> ImportAsync(string format, string content, string? accountCode = null)
        => (await DataAsync(
            """
            mutation($input: ImportStatementInput!) { importStatement(input: $input) {
              bankStatement { id from to lineCount lines { number amount { amount } } } errors { ... on Error { code message } } } }
            """,
            new { input = new { format, content, accountCode = accountCode ?? "1010" } })).GetProperty("importStatement");

    private async Task<JsonElement> ReconcileAsync(string statementId, int toleranceDays = 3, string toleranceAmount = "0", string? token = null)
        => (await DataAsync(
            """
            mutation($input: ReconcileInput!) { reconcile(input: $input) {
              reconciliation { id status matchedCount
                matches { line { number } journalEntry { reference } difference { amount } daysApart }
                discrepancies { number kind line { number } journalEntry { id } difference { amount } } }
              errors { ... on Error { code message } } } }
            """,
            new { input = new { statementId, toleranceDays, toleranceAmount } },
            token)).GetProperty("reconcile");
}
