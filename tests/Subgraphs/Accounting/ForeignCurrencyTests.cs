using System.Text.Json;
using FinFlow.Accounting;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A book with money in other currencies: with and without rates, and valued anew at a month's end.</summary>
public sealed class ForeignCurrencyTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph accounting = null!;

    private string Ada => accounting.TokenFor("usr_1", "org_1", "MERCHANT");

    public async Task InitializeAsync()
    {
        accounting = await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path, clock);
        await accounting.TellAsync(clock, new UserRegistered("usr_1", "org_1", "ada@shop.example", "Ada", ["MERCHANT"], clock.Now));
        await SomeEvents.UntilAsync(async () => (await DataAsync("{ accounts { totalCount } }")).GetProperty("accounts").GetProperty("totalCount").GetInt32() > 0);
    }

    [Fact]
    public async Task ForeignPayment_Should_StandBesideTheStatements_UntilARateIsSet()
    {
        await accounting.TellAsync(clock, new PaymentCaptured(SomeEvents.Payment("pay_1", "org_1", 10_000, "EUR"), 10_000, 333, clock.Now));
        await SomeEvents.UntilAsync(async () => await CountAsync("journalEntries") == 1);

        const string Sheets =
            """
            { balanceSheet { balanced assets { total { amount currency } } untranslated { currency balanced assets { total { amount } } currentEarnings { amount } } }
              incomeStatement { netIncome { amount currency } untranslated { netIncome { amount currency } } }
              cashFlowStatement { netChange { amount currency } untranslated { netChange { amount currency } closingCash { amount } } } }
            """;
        Assert.Equal(
            """
            {"balanceSheet":{"balanced":true,"assets":{"total":{"amount":"0.00","currency":"USD"}},"untranslated":[{"currency":"EUR","balanced":true,"assets":{"total":{"amount":"96.67"}},"currentEarnings":{"amount":"96.67"}}]},"incomeStatement":{"netIncome":{"amount":"0.00","currency":"USD"},"untranslated":[{"netIncome":{"amount":"96.67","currency":"EUR"}}]},"cashFlowStatement":{"netChange":{"amount":"0.00","currency":"USD"},"untranslated":[{"netChange":{"amount":"96.67","currency":"EUR"},"closingCash":{"amount":"96.67"}}]}}
            """.Trim(),
            (await DataAsync(Sheets)).ToString());

        await SetRateAsync("EUR", "1.0831", "2026-03-01");
        var rates = (await DataAsync("""{ exchangeRates(from: "EUR", where: { date: { lte: "2026-03-10" } }) { nodes { from to rate date } } }""")).GetProperty("exchangeRates");
        Assert.Equal("""[{"from":"EUR","to":"USD","rate":"1.0831","date":"2026-03-01"}]""", rates.GetProperty("nodes").ToString());
        Assert.Equal(
            """
            {"balanceSheet":{"balanced":true,"assets":{"total":{"amount":"104.70","currency":"USD"}},"untranslated":[]},"incomeStatement":{"netIncome":{"amount":"104.70","currency":"USD"},"untranslated":[]},"cashFlowStatement":{"netChange":{"amount":"104.70","currency":"USD"},"untranslated":[]}}
            """.Trim(),
            (await DataAsync(Sheets)).ToString());
    }

    [Fact]
    public async Task Revaluation_Should_PostTheUnrealisedGain_ForOneDay()
    {
        await PostAsync("2026-01-10", "1000", "3000", "1000.00", "EUR");
        await PostAsync("2026-01-12", "1200", "3000", "500.00", "EUR");
        await PostAsync("2026-01-15", "1000", "2100", "50000", "JPY");
        await SetRateAsync("EUR", "1.10", "2026-01-01");
        await SetRateAsync("EUR", "1.25", "2026-01-31");
        await SetRateAsync("JPY", "0.0100", "2026-01-01");
        await SetRateAsync("JPY", "0.0090", "2026-01-20");

        var revaluation = (await RevalueAsync("2026-01-31", "january")).GetProperty("revaluation");

        // EUR 1,000 of cash gained 150. JPY 50,000 of cash lost 50, and as much of debt gained 50. The inventory was bought at its price.
        Assert.Equal(
            "gain 200.00 loss 50.00 net 150.00",
            $"gain {Amount(revaluation, "gain")} loss {Amount(revaluation, "loss")} net {Amount(revaluation, "net")}");
        Assert.Equal(
            ["1000 1000.00 EUR at 1.25: 1100.00 -> 1250.00 (150.00)", "1000 50000 JPY at 0.009: 500.00 -> 450.00 (-50.00)", "2100 50000 JPY at 0.009: 500.00 -> 450.00 (50.00)"],
            revaluation.GetProperty("lines").EnumerateArray().Select(line =>
                $"{line.GetProperty("account").Text("code")} {Amount(line, "balance")} {line.GetProperty("balance").Text("currency")} at {line.Text("rate")}: " +
                $"{Amount(line, "carryingAmount")} -> {Amount(line, "value")} ({Amount(line, "difference")})"));
        Assert.Equal(["1900 200.00 ", "4800  200.00", "6800 50.00 ", "1900  50.00"], Lines(revaluation.GetProperty("journalEntry")));
        Assert.Equal("2026-02-01", revaluation.GetProperty("reversal").Text("effectiveDate"));

        Assert.Equal("1650.00 2150.00 -> 1800.00 2300.00", $"{await AssetsAsync("2026-01-30")} -> {await AssetsAsync("2026-01-31")}");
        Assert.Equal("1650.00 2150.00", await AssetsAsync("2026-02-01"));
    }

    [Fact]
    public async Task Revaluation_Should_PostOnlyWhatChanged_WhenItIsDoneAgain()
    {
        await PostAsync("2026-01-10", "1000", "3000", "1000.00", "EUR");
        await SetRateAsync("EUR", "1.10", "2026-01-01");
        await SetRateAsync("EUR", "1.25", "2026-01-31");
        var first = (await RevalueAsync("2026-01-31", "january")).GetProperty("revaluation");
        Assert.Equal(first.ToString(), (await RevalueAsync("2026-01-31", "january")).GetProperty("revaluation").ToString());
        Assert.Equal("IDEMPOTENCY_KEY_REUSED", CodeOf(await RevalueAsync("2026-01-30", "january")));
        Assert.Equal("NOTHING_TO_REVALUE", CodeOf(await RevalueAsync("2026-01-31", "once more")));

        await SetRateAsync("EUR", "1.20", "2026-01-31");
        var corrected = (await RevalueAsync("2026-01-31", "corrected")).GetProperty("revaluation");

        Assert.Equal("0.00 50.00", $"{Amount(corrected, "gain")} {Amount(corrected, "loss")}");
        Assert.StartsWith("1200.00", await AssetsAsync("2026-01-31"), StringComparison.Ordinal);
        Assert.StartsWith("1100.00", await AssetsAsync("2026-02-01"), StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync("revaluations"));
    }

    [Fact]
    public async Task Stranger_Should_SeeNoRevaluation()
    {
        await PostAsync("2026-01-10", "1000", "3000", "1000.00", "EUR");
        await SetRateAsync("EUR", "1.10", "2026-01-01");
        await SetRateAsync("EUR", "1.25", "2026-01-31");
        var id = (await RevalueAsync("2026-01-31", "january")).GetProperty("revaluation").Text("id");

        var seen = await accounting.DataAsync(
            "query($id: ID!) { revaluation(id: $id) { id } revaluations { totalCount } }", new { id }, accounting.TokenFor("usr_2", "org_2", "MERCHANT"));
        Assert.Equal("""{"revaluation":null,"revaluations":{"totalCount":0}}""", seen.ToString());
    }

    public async Task DisposeAsync()
    {
        await accounting.DisposeAsync();
        folder.Dispose();
    }

    private const string SetRate =
        "mutation($input: SetExchangeRateInput!) { setExchangeRate(input: $input) { exchangeRate { id } errors { ... on Error { code message } } } }";

    private static string Amount(JsonElement of, string field) => of.GetProperty(field).Text("amount")!;

    private static string? CodeOf(JsonElement payload)
        => payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].Text("code") : null;

    private static IEnumerable<string> Lines(JsonElement entry) => entry.GetProperty("lines").EnumerateArray().Select(line =>
        $"{line.GetProperty("account").Text("code")} {(line.GetProperty("debit") is { ValueKind: JsonValueKind.Object } debit ? debit.Text("amount") : "")} " +
        $"{(line.GetProperty("credit") is { ValueKind: JsonValueKind.Object } credit ? credit.Text("amount") : "")}");

    private Task<JsonElement> DataAsync(string document, object? variables = null) => accounting.DataAsync(document, variables, Ada);

    private async Task<int> CountAsync(string list) => (await DataAsync($"{{ {list} {{ totalCount }} }}")).GetProperty(list).GetProperty("totalCount").GetInt32();

    /// <summary>Total assets, and what the book owes and owns together.</summary>
    private async Task<string> AssetsAsync(string asOf)
    {
        var sheet = (await DataAsync(
            "query($asOf: Date!) { balanceSheet(asOf: $asOf) { balanced assets { total { amount } } liabilities { total { amount } } equity { total { amount } } } }",
            new { asOf })).GetProperty("balanceSheet");
        Assert.True(sheet.GetProperty("balanced").GetBoolean());
        return $"{Amount(sheet.GetProperty("equity"), "total")} {Amount(sheet.GetProperty("assets"), "total")}";
    }

    private async Task SetRateAsync(string currency, string rate, string date)
        => await accounting.DataAsync(SetRate, new { input = new { from = currency, to = "USD", rate, date } }, accounting.TokenFor("usr_3", "org_3", "ACCOUNTANT"));

    private async Task<JsonElement> RevalueAsync(string? asOf, string idempotencyKey)
        => (await DataAsync(
            """
            mutation($input: RevalueInput!) { revalue(input: $input) {
              revaluation { id asOf gain { amount } loss { amount } net { amount }
                lines { account { code } balance { amount currency } rate carryingAmount { amount } value { amount } difference { amount } }
                journalEntry { sourceType lines { account { code } debit { amount } credit { amount } } }
                reversal { effectiveDate reverses { sourceType } } }
              errors { ... on Error { code message } } } }
            """,
            new { input = new { asOf, idempotencyKey } })).GetProperty("revalue");

    private async Task PostAsync(string effectiveDate, string debit, string credit, string amount, string currency)
    {
        var posted = await DataAsync(
            "mutation($input: PostJournalEntryInput!) { postJournalEntry(input: $input) { errors { ... on Error { code message } } } }",
            new
            {
                input = new
                {
                    description = "Money from abroad",
                    effectiveDate,
                    idempotencyKey = $"{Guid.CreateVersion7()}",
                    lines = new object[] { new { accountCode = debit, debit = new { amount, currency } }, new { accountCode = credit, credit = new { amount, currency } } },
                },
            });
        Assert.Null(CodeOf(posted.GetProperty("postJournalEntry")));
    }
}
