using System.Text.Json;
using FinFlow.Credit;
using FinFlow.Hosting;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>How far the businesses that are scored have moved from those that a model learned from.</summary>
public sealed class ModelDriftTests
{
    // By hand: (.05 - .1) ln .5 = .034657, (.15 - .2) ln .75 = .014384, 0, (.25 - .2) ln 1.25 = .011157, (.15 - .1) ln 1.5 = .020273.
    // And once more, moved further: (.02 - .1) ln .2 = .128755, (.1 - .2) ln .5 = .069315, (.38 - .4) ln .95 = .001026, (.3 - .2) ln 1.5 = .040547, (.2 - .1) ln 2 = .069315.
    [Theory]
    [InlineData("0.1 0.2 0.4 0.2 0.1", "0.1 0.2 0.4 0.2 0.1", 0, DriftLevel.Stable)]
    [InlineData("0.1 0.2 0.4 0.2 0.1", "0.05 0.15 0.4 0.25 0.15", 0.080472, DriftLevel.Stable)]
    [InlineData("0.1 0.2 0.4 0.2 0.1", "0.02 0.1 0.38 0.3 0.2", 0.308957, DriftLevel.Significant)]
    [InlineData("0.5 0.5", "0.35 0.65", 0.092856, DriftLevel.Stable)]
    [InlineData("0.5 0.5", "0.3 0.7", 0.169460, DriftLevel.Moderate)]
    public void Index_Should_BeTheOneByHand(string expected, string live, double index, DriftLevel level)
    {
        var computed = PopulationStability.Index(Shares(expected), Shares(live));

        Assert.Equal(index, computed, 6);
        Assert.Equal(level, PopulationStability.LevelOf(computed));
    }

    [Theory]
    [InlineData(0.0999, DriftLevel.Stable)]
    [InlineData(0.1, DriftLevel.Moderate)]
    [InlineData(0.25, DriftLevel.Moderate)]
    [InlineData(0.2501, DriftLevel.Significant)]
    public void Level_Should_FollowTheUsualBands(double index, DriftLevel level) => Assert.Equal(level, PopulationStability.LevelOf(index));

    [Fact]
    public void EmptyBin_Should_CountAsOneInTenThousand()
        => Assert.Equal((0.9999 * Math.Log(10_000)) + ((0.0001 - 1) * Math.Log(0.0001)), PopulationStability.Index([0, 1], [1, 0]), 9);

    [Fact]
    public void Spread_Should_HaveABinForEachOfAFewValues_AndTenOfAsManyExamplesForMany()
    {
        var few = FeatureSpread.Of(new TrainingColumn("delinquencies", RiskDirection.Rising, [0, 0, 1, 3]));
        var many = FeatureSpread.Of(new TrainingColumn("income", RiskDirection.Falling, [.. Enumerable.Range(1, 200).Select(income => (double)income)]));

        Assert.Equal([0.5, 2], few.Gaps);
        Assert.Equal([0.5, 0.25, 0.25], few.Shares);
        Assert.Equal(10, many.Shares.Count);
        Assert.All(many.Shares, share => Assert.Equal(0.1, share, 9));
        Assert.Equal([0, 0.5, 0.5], few.SharesOf([1, 9]));
    }

    [Fact]
    public void OtherValues_Should_BeSeen_WhereAllExamplesHadTheSame()
    {
        var spread = FeatureSpread.Of(new TrainingColumn("refundRate", RiskDirection.Rising, [0, 0, 0, 0]));

        Assert.Equal([0, 1, 0], spread.Shares);
        Assert.Equal([0, 0.5, 0.5], spread.SharesOf([0, 0.05]));
    }

    [Fact]
    public async Task Drift_Should_BeShownWithTheModel_OnceHundredScoresRestOnAHistory()
    {
        using var folder = new TemporaryFolder();
        var clock = new SettableClock(new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero));
        await using var credit = await RunningSubgraph.StartAsync<CreditSubgraph>(folder.Path, clock);
        await credit.TellAsync(
            clock,
            new UserRegistered("usr_1", "org_1", "ada@example.com", "Ada", ["MERCHANT"], clock.Now),
            new PaymentCaptured(Telling.Payment("pay_1", "org_1", "usr_1", 9_000_00, clock.Now), 9_000_00, 0, clock.Now));
        await credit.DataAsync(
            "mutation($content: String) { trainCreditModel(input: { name: \"some\", content: $content }) { creditModel { id } errors { ... on Error { message } } } }",
            new { content = SomeExamples.Csv(200) }, credit.TokenFor("usr_2", "org_2", Roles.Analyst));
        await Telling.UntilAsync(
            () => Task.FromResult(StoredRows.Of(folder.File("credit.db"), "monthly_activity")), rows => rows.Contains("900000", StringComparison.Ordinal));
        var began = clock.Now;
        async Task ScoreAsync(string organization, int times)
        {
            for (var score = 0; score < times; score++)
            {
                await credit.DataAsync("mutation { requestCreditScore { creditScore { id } } }", null, credit.TokenFor("usr_1", organization, Roles.Merchant));
            }
        }

        async Task<JsonElement> DriftAsync(string name) => (await credit.DataAsync(
            "{ creditModels { nodes { name drift { scores since features { name populationStabilityIndex level } } } } }", null, credit.TokenFor("usr_2", "org_2", Roles.Analyst)))
            .GetProperty("creditModels").GetProperty("nodes").EnumerateArray().Single(model => model.GetProperty("name").GetString() == name).GetProperty("drift");

        // Those without a history do not count, and a business may ask for a hundred scores a day.
        await ScoreAsync("org_1", 60);
        await ScoreAsync("org_3", 60);
        Assert.Equal(JsonValueKind.Null, (await DriftAsync("some")).ValueKind);
        clock.Now = clock.Now.AddDays(1);
        await ScoreAsync("org_1", 60);

        // All of them are one business, and so in one bin of each feature: 9,000 a year and a month, never late, new.
        var drift = await DriftAsync("some");
        Assert.Equal((120, began), (drift.GetProperty("scores").GetInt32(), drift.GetProperty("since").GetDateTimeOffset()));
        Assert.Equal(JsonValueKind.Null, (await DriftAsync("income-cash-flow-baseline")).ValueKind);
        var table = SomeExamples.Table(200);
        var live = new CreditFeatures(9_000m, 9_000m, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        Assert.Equal(
            ModelDrift.Of([.. table.Columns.Select(FeatureSpread.Of)], [live]).Select(feature => (feature.Name, feature.PopulationStabilityIndex, "SIGNIFICANT")),
            drift.GetProperty("features").EnumerateArray().Select(feature =>
                (feature.GetProperty("name").GetString()!, feature.GetProperty("populationStabilityIndex").GetDouble(), feature.GetProperty("level").GetString()!)));
        var merchant = await credit.SendAsync("{ creditModels { nodes { drift { scores } } } }", null, credit.TokenFor("usr_1", "org_1", Roles.Merchant));
        Assert.Equal("AUTH_NOT_AUTHORIZED", merchant.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    private static double[] Shares(string text) => [.. text.Split(' ').Select(share => double.Parse(share, System.Globalization.CultureInfo.InvariantCulture))];
}
