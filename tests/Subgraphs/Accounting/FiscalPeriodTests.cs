using System.Text.Json;
using FinFlow.Accounting;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What a closed month promises: nothing comes into it, neither by hand, nor by events, nor past our code.</summary>
public sealed class FiscalPeriodTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph accounting = null!;

    private string Accountant => accounting.TokenFor("usr_9", "org_1", "ACCOUNTANT");

    public async Task InitializeAsync() => accounting = await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path, clock);

    [Fact]
    public async Task Year_Should_HaveTwelvePeriods_AndFollowTheLast()
    {
        var year = (await OpenAsync("2026-01-01")).GetProperty("fiscalYear");
        Assert.Equal(("2026", "2026-12-31", 12), (year.Text("name"), year.Text("to"), year.GetProperty("periods").GetArrayLength()));
        Assert.Equal("2026-02-28", year.GetProperty("periods")[1].Text("to"));

        Assert.Equal("FISCAL_YEAR_NOT_NEXT", CodeOf(await OpenAsync("2026-01-01")));
        Assert.Null(CodeOf(await OpenAsync("2027-01-01")));
        Assert.Equal(24, (await DataAsync("{ fiscalPeriods { totalCount } }")).GetProperty("fiscalPeriods").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task ClosedPeriod_Should_RefuseEntries_UntilItIsReopened()
    {
        var months = await PeriodIdsAsync();
        await CloseAsync(months[0], months[1]);

        var refused = await PostAsync("2026-02-28");
        Assert.Equal("The book is closed on 2026-02-28; it is open from 2026-03-01.", refused.GetProperty("errors")[0].Text("message"));
        Assert.Equal("FISCAL_PERIOD_CLOSED", CodeOf(await PostAsync("2025-12-31")));
        var posted = await PostAsync("2026-03-01");
        Assert.Null(CodeOf(posted));
        Assert.Equal("FISCAL_PERIOD_CLOSED", CodeOf(await ReverseAsync(posted.GetProperty("journalEntry").Text("id")!, "2026-01-31")));

        var reopened = (await ChangeAsync("reopenFiscalPeriod", new { id = months[1], reason = "A late receipt" })).GetProperty("fiscalPeriod");
        Assert.Equal(("OPEN", "A late receipt"), (reopened.Text("status"), reopened.Text("reopeningReason")));
        Assert.Null(CodeOf(await PostAsync("2026-02-28")));
        Assert.Equal("FISCAL_PERIOD_CLOSED", CodeOf(await PostAsync("2026-01-31")));
    }

    [Fact]
    public async Task LatePayment_Should_CountOnTheNextOpenDay_AndSayWhy()
    {
        var months = await PeriodIdsAsync();
        await CloseAsync(months[0], months[1]);

        await accounting.TellAsync(clock, new PaymentCaptured(SomeEvents.Payment("pay_1", "org_1", 1000), 1000, 59, clock.Now.AddDays(-20)));

        JsonElement entries = default;
        await SomeEvents.UntilAsync(async () =>
        {
            entries = (await DataAsync("{ journalEntries { nodes { effectiveDate postponedFrom postponementReason } } }")).GetProperty("journalEntries").GetProperty("nodes");
            return entries.GetArrayLength() == 1;
        });
        Assert.Equal(("2026-03-01", "2026-02-18"), (entries[0].Text("effectiveDate"), entries[0].Text("postponedFrom")));
        Assert.Equal("It happened on 2026-02-18, but the book was closed through 2026-02-28 when it was posted.", entries[0].Text("postponementReason"));
    }

    [Fact]
    public async Task Closing_Should_BeTold()
    {
        var months = await PeriodIdsAsync();
        await CloseAsync(months[0]);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var reader = accounting.Events.ReadAs("test", Topics.Accounting);
        var told = Assert.Single(await reader.ReadAsync(10, patience.Token));
        using var envelope = JsonDocument.Parse(told.Envelope);
        Assert.Equal("period.closed", envelope.RootElement.Text("type"));
        Assert.Equal("2026-01-31", envelope.RootElement.GetProperty("data").Text("to"));
    }

    [Theory]
    [InlineData("MERCHANT")]
    [InlineData("ANALYST")]
    public async Task Closing_Should_NeedThePermission(string role)
    {
        var months = await PeriodIdsAsync();
        var response = await accounting.SendAsync(
            "mutation($id: ID!) { closeFiscalPeriod(input: { id: $id }) { fiscalPeriod { id } } }",
            new { id = months[0] },
            accounting.TokenFor("usr_8", "org_1", role));
        Assert.Equal("AUTH_NOT_AUTHORIZED", response.GetProperty("errors")[0].GetProperty("extensions").Text("code"));
    }

    [Fact]
    public async Task Strangers_Should_NeitherSeeNorClose()
    {
        var months = await PeriodIdsAsync();
        var stranger = accounting.TokenFor("usr_7", "org_2", "ACCOUNTANT");

        var seen = await accounting.DataAsync("query($id: ID!) { fiscalPeriod(id: $id) { id } fiscalPeriods { totalCount } }", new { id = months[0] }, stranger);
        Assert.Equal("""{"fiscalPeriod":null,"fiscalPeriods":{"totalCount":0}}""", seen.ToString());
        Assert.Equal("FISCAL_PERIOD_NOT_FOUND", CodeOf(await ChangeAsync("closeFiscalPeriod", new { id = months[0] }, stranger)));
    }

    public async Task DisposeAsync()
    {
        await accounting.DisposeAsync();
        folder.Dispose();
    }

    private static string? CodeOf(JsonElement payload)
        => payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].Text("code") : null;

    private Task<JsonElement> DataAsync(string document, object? variables = null, string? token = null)
        => accounting.DataAsync(document, variables, token ?? Accountant);

    private async Task<JsonElement> OpenAsync(string from)
        => (await DataAsync(
            """
            mutation($from: Date!) { openFiscalYear(input: { from: $from }) {
              fiscalYear { name to periods { id name from to } } errors { ... on Error { code message } } } }
            """,
            new { from })).GetProperty("openFiscalYear");

    private async Task<string[]> PeriodIdsAsync()
        => [.. (await OpenAsync("2026-01-01")).GetProperty("fiscalYear").GetProperty("periods").EnumerateArray().Select(period => period.Text("id")!)];

    private async Task CloseAsync(params string[] periods)
    {
        foreach (var id in periods)
        {
            Assert.Equal("CLOSED", (await ChangeAsync("closeFiscalPeriod", new { id })).GetProperty("fiscalPeriod").Text("status"));
        }
    }

    private async Task<JsonElement> ChangeAsync(string mutation, object input, string? token = null)
    {
        var type = $"{char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input";
        var fields = mutation == "openFiscalYear" ? "fiscalYear { id }" : "fiscalPeriod { status reopeningReason }";
        return (await DataAsync(
            $"mutation($input: {type}!) {{ {mutation}(input: $input) {{ {fields} errors {{ ... on Error {{ code message }} }} }} }}",
            new { input },
            token)).GetProperty(mutation);
    }

    private async Task<JsonElement> PostAsync(string effectiveDate)
        => (await DataAsync(
            """
            mutation($input: PostJournalEntryInput!) { postJournalEntry(input: $input) {
              journalEntry { id } errors { ... on Error { code message } } } }
            """,
            new
            {
                input = new
                {
                    description = "Opening",
                    idempotencyKey = effectiveDate + clock.Now.Ticks + Guid.CreateVersion7(),
                    effectiveDate,
                    lines = new object[]
                    {
                        new { accountCode = "1000", debit = new { amount = "1.00", currency = "USD" } },
                        new { accountCode = "3000", credit = new { amount = "1.00", currency = "USD" } },
                    },
                },
            })).GetProperty("postJournalEntry");

    private async Task<JsonElement> ReverseAsync(string id, string effectiveDate)
        => (await DataAsync(
            "mutation($input: ReverseJournalEntryInput!) { reverseJournalEntry(input: $input) { journalEntry { id } errors { ... on Error { code } } } }",
            new { input = new { id, reason = "A mistake", effectiveDate, idempotencyKey = "reversal" } })).GetProperty("reverseJournalEntry");
}
