using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>A score comes from what a business has done here, and says why it is what it is.</summary>
[Collection(LendingCollection.Name)]
public sealed class ScoreJourneyTests(SharedDeployment shared)
{
    [Fact]
    public async Task Formula_Should_ScoreExactly_WithAndWithoutAHistory()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);

        // Without a history nothing adds up to anything, and a tenth is the least rating: 300 + .1 × 550.
        var atFirst = await business.ScoreAsync();
        Assert.Equal((355, "HIGH_RISK", "300-850"), (atFirst.Value("score").GetInt32(), atFirst.Text("band"), atFirst.Text("scale")));
        Assert.Equal("SCALE_BEGINNING 300, INCOME 0, CASH_FLOW 0, DELINQUENCIES 0, MINIMUM 55", Reasons(atFirst));
        Assert.Equal("income-cash-flow-baseline", atFirst.Text("model.name"));

        // 3,000.00 less the fee of 87.30: .5 × 3,000 ÷ 10,000 + .5 × 2,912.70 ÷ 5,000 = .44127, and 300 + .44127 × 550 = 542.7.
        var later = await business.EarnAsync("3000.00", 2_912.70m);
        Assert.Equal((543, "HIGH_RISK"), (later.Value("score").GetInt32(), later.Text("band")));
        Assert.Equal("SCALE_BEGINNING 300, INCOME 83, CASH_FLOW 160, DELINQUENCIES 0", Reasons(later));
        Assert.True(later.Value("replay.agrees").GetBoolean());
    }

    [Fact]
    public async Task Score_Should_ComeFromStoredHistory_WithReasonsAndTheAnalysisOfItsBand()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var score = await business.EarnAsync("9500.00", 9_224.20m);

        Assert.Equal((795, "LOW_RISK"), (score.Value("score").GetInt32(), score.Text("band")));
        Assert.Equal(795, score.Value("reasons").EnumerateArray().Sum(reason => reason.Value("contribution").GetInt32()));
        Assert.Equal(
            [
                "INCOME POSITIVE 168: 9,500.00 USD were taken in during the last 12 months.",
                "CASH_FLOW POSITIVE 327: 9,224.20 USD were left of it each month after expenses, on average.",
                "VOLATILITY NEUTRAL 0: Monthly income strayed from its mean by 0 %.",
                "DELINQUENCIES NEUTRAL 0: Nothing was paid late or disputed in the last 24 months.",
                "TENURE NEUTRAL 0: The business registered less than a month ago.",
            ],
            score.Value("analysis").EnumerateArray().Select(part => $"{part.Text("aspect")} {part.Text("impact")} {part.Value("points")}: {part.Text("finding")}"));

        // It is kept, for the organisation and nobody else.
        var id = score.Text("id");
        Assert.Equal(795, (await business.Client.DataAsync("query($id: ID!) { creditScore(id: $id) { score } }", new { id })).Value("creditScore.score").GetInt32());
        Assert.Equal(id, (await business.Client.DataAsync("{ me { creditScore { id } } }")).Text("me.creditScore.id"));
        using var stranger = await Business.RegisterAsync(shared.Deployment);
        Assert.Equal(JsonValueKind.Null, (await stranger.Client.DataAsync("query($id: ID!) { creditScore(id: $id) { score } }", new { id })).Value("creditScore").ValueKind);
    }

    [Fact]
    public async Task Score_Should_TakeNothingFromTheClient()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);

        var refused = await business.Client.QueryAsync("mutation { requestCreditScore(input: { income: 1000000000 }) { creditScore { score } } }");

        Assert.Equal("Unknown argument \"input\" on field \"Mutation.requestCreditScore\".", refused.Body.GetProperty("errors")[0].Text("message"));
    }

    private static string Reasons(JsonElement score)
        => string.Join(", ", score.Value("reasons").EnumerateArray().Select(reason => $"{reason.Text("code")} {reason.Value("contribution")}"));
}
