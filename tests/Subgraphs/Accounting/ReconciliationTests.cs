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
