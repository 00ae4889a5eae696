namespace FinFlow.Journeys.Tests;

/// <summary>Money in several currencies, and what it gains or loses by a month's end.</summary>
[Collection(BookkeepingCollection.Name)]
public sealed class RevaluationJourneyTests(SharedDeployment shared)
{
    [Fact]
    public async Task ForeignMoney_Should_BeRevalued_WithGainAndLoss()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        await business.BecomeAccountantAsync(shared.Deployment);
        var january = new DateOnly(Bookkeeping.Today.Year - 1, 1, 31);
        await business.PostAsync(january.AddDays(-20), "1000", "3000", "1000.00", "SEK");
        await business.PostAsync(january.AddDays(-20), "1000", "3000", "5000", "ISK");
        Assert.Equal("EXCHANGE_RATE_MISSING", await business.RefusalAsync("revalue", new { asOf = $"{january:yyyy-MM-dd}", idempotencyKey = "too early" }));
        Assert.Equal("0.00 USD, 5000 ISK, 1000.00 SEK", await AssetsAsync(business, january));

        // Rates are the same for all books, so this journey takes currencies that no other one uses.
        foreach (var (currency, rate, day) in new[] { ("SEK", "0.10", january.AddDays(-30)), ("SEK", "0.12", january), ("ISK", "0.008", january.AddDays(-30)), ("ISK", "0.007", january) })
        {
            await business.MakeAsync("setExchangeRate", new { from = currency, to = "USD", rate, date = $"{day:yyyy-MM-dd}" }, "exchangeRate", "id");
        }

        Assert.Equal("140.00 USD", await AssetsAsync(business, january));
        var input = new { asOf = $"{january:yyyy-MM-dd}", idempotencyKey = "january" };
        const string Selection = "id gain { amount } loss { amount } net { amount } journalEntry { lines { account { code } debit { amount } credit { amount } } } reversal { effectiveDate }";
        var revaluation = await business.MakeAsync("revalue", input, "revaluation", Selection);

        Assert.Equal(("20.00", "5.00", "15.00"), (revaluation.Text("gain.amount"), revaluation.Text("loss.amount"), revaluation.Text("net.amount")));
        Assert.Equal(["1900", "4800", "6800", "1900"], revaluation.Value("journalEntry.lines").EnumerateArray().Select(line => line.Text("account.code")));
        Assert.Equal($"{january.AddDays(1):yyyy-MM-dd}", revaluation.Text("reversal.effectiveDate"));
        Assert.Equal("155.00 USD", await AssetsAsync(business, january));
        Assert.Equal("140.00 USD", await AssetsAsync(business, january.AddDays(1)));

        // The same request is the same revaluation; asked anew, nothing has changed.
        Assert.Equal(revaluation.Text("id"), (await business.MakeAsync("revalue", input, "revaluation", "id")).Text("id"));
        Assert.Equal("NOTHING_TO_REVALUE", await business.RefusalAsync("revalue", new { input.asOf, idempotencyKey = "once more" }));
    }

    private static async Task<string> AssetsAsync(Business business, DateOnly asOf)
    {
        var sheet = (await business.Client.DataAsync(
            "query($asOf: Date!) { balanceSheet(asOf: $asOf) { balanced assets { total { amount currency } } untranslated { balanced assets { total { amount currency } } } } }",
            new { asOf = $"{asOf:yyyy-MM-dd}" })).GetProperty("balanceSheet");
        Assert.True(sheet.Value("balanced").GetBoolean());
        return string.Join(", ", sheet.Value("untranslated").EnumerateArray().Prepend(sheet).Select(one => $"{one.Text("assets.total.amount")} {one.Text("assets.total.currency")}"));
    }
}
