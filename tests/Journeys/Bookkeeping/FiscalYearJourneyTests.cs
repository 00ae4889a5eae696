using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>Fiscal years and periods: closed, locked, and reopened by who may.</summary>
[Collection(BookkeepingCollection.Name)]
public sealed class FiscalYearJourneyTests(SharedDeployment shared)
{
    private static readonly int LastYear = Bookkeeping.Today.Year - 1;

    [Fact]
    public async Task FiscalYear_Should_BeClosed_Locked_AndReopenedWithPermission()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        await business.PostAsync(new DateOnly(LastYear, 11, 30), "1000", "4000", "900.00");
        await business.PostAsync(new DateOnly(Bookkeeping.Today.Year, 1, 1), "1000", "4000", "50.00");

        // A merchant posts, but does not open, close or reopen.
        const string Close = "mutation($id: ID!) { closeFiscalPeriod(input: { id: $id }) { fiscalPeriod { id } } }";
        Assert.Equal(["AUTH_NOT_AUTHORIZED"], await business.Client.ErrorCodesAsync(Close, new { id = "fp_1" }));
        await business.BecomeAccountantAsync(shared.Deployment);
        var year = await business.MakeAsync("openFiscalYear", new { from = $"{LastYear}-01-01" }, "fiscalYear", "name periods { id name status }");
        string[] months = [.. year.Value("periods").EnumerateArray().Select(period => period.Text("id"))];
        Assert.Equal(($"{LastYear}", 12), (year.Text("name"), months.Length));

        Assert.Equal("EARLIER_FISCAL_PERIOD_OPEN", await business.RefusalAsync("closeFiscalPeriod", new { id = months[1] }));
        foreach (var id in months)
        {
            Assert.Equal("CLOSED", (await business.MakeAsync("closeFiscalPeriod", new { id }, "fiscalPeriod", "status closedBy { id }")).Text("status"));
        }

        // Locked: neither by hand, nor by a reversal. What was earned in the year is retained, what came after is current.
        var late = Bookkeeping.EntryOf(new DateOnly(LastYear, 12, 31), "1000", "4000", "7.00");
        Assert.Equal("FISCAL_PERIOD_CLOSED", await business.RefusalAsync("postJournalEntry", late));
        Assert.Equal("900.00 50.00 true", await EquityAsync(business));
        var events = await business.Client.DataAsync("{ fiscalPeriods(where: { status: { eq: CLOSED } }, last: 1) { nodes { to closedBy { id } } } }");
        Assert.Equal(($"{LastYear}-12-31", business.UserId), (events.Value("fiscalPeriods.nodes")[0].Text("to"), events.Value("fiscalPeriods.nodes")[0].Text("closedBy.id")));

        Assert.Equal("LATER_FISCAL_PERIOD_CLOSED", await business.RefusalAsync("reopenFiscalPeriod", new { id = months[10], reason = "A late receipt" }));
        var reopened = await business.MakeAsync("reopenFiscalPeriod", new { id = months[11], reason = "A late receipt" }, "fiscalPeriod", "status reopeningReason");
        Assert.Equal(("OPEN", "A late receipt"), (reopened.Text("status"), reopened.Text("reopeningReason")));
        await business.MakeAsync("postJournalEntry", late, "journalEntry", "id");
        Assert.Equal("0.00 957.00 true", await EquityAsync(business));
    }

    private static async Task<string> EquityAsync(Business business)
    {
        var sheet = (await business.Client.DataAsync("{ balanceSheet { balanced retainedEarnings { amount } currentEarnings { amount } } }")).GetProperty("balanceSheet");
        return $"{sheet.Text("retainedEarnings.amount")} {sheet.Text("currentEarnings.amount")} {sheet.Value("balanced").GetRawText()}";
    }
}
