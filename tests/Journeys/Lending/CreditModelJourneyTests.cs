using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>Those who train models change what scores, and go back from it.</summary>
[Collection(LendingCollection.Name)]
public sealed class CreditModelJourneyTests(SharedDeployment shared)
{
    private const string Card = "card { data dataHash examples defaults folds auc brier brierOfAverage kolmogorovSmirnov features { name direction importance } }";

    [Fact]
    public async Task Model_Should_BeTrained_CrossValidated_Activated_AndGivenUp()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        await business.EarnAsync("9500.00", 9_224.20m);
        using var admin = await ComplianceDesk.OfficerAsync(shared.Deployment);

        var trained = await admin.MakeAsync("trainCreditModel", new { name = "journey", content = SomeBorrowers.Csv() }, "creditModel", $"id hash role {Card}");
        var card = trained.Value("card");
        Assert.Equal(("Examples sent as CSV", 200, 5), (card.Text("data"), card.Value("examples").GetInt32(), card.Value("folds").GetInt32()));
        Assert.True(card.Value("auc").GetDouble() > 0.6 && card.Value("brier").GetDouble() < card.Value("brierOfAverage").GetDouble(), $"{card}");
        Assert.Equal(["income FALLING", "delinquencies RISING"], card.Value("features").EnumerateArray().Select(feature => $"{feature.Text("name")} {feature.Text("direction")}"));
        Assert.Equal("income-cash-flow-baseline", (await business.ScoreAsync()).Text("model.name"));

        await ActivateAsync(admin, trained.Text("id"));
        var scored = await business.ScoreAsync();
        Assert.Equal(trained.Text("hash"), scored.Text("model.hash"));
        Assert.True(scored.Value("replay.agrees").GetBoolean());
        Assert.Equal(
            ["SCALE_BEGINNING", "AVERAGE_BORROWER", "DELINQUENCIES", "INCOME"],
            scored.Value("reasons").EnumerateArray().Select(reason => reason.Text("code")).Order(StringComparer.Ordinal).OrderBy(code => code is "SCALE_BEGINNING" ? 0 : code is "AVERAGE_BORROWER" ? 1 : 2));

        // Where there is no history, a model has nothing to read, and the formula scores.
        using var beginner = await Business.RegisterAsync(shared.Deployment);
        Assert.Equal("355 income-cash-flow-baseline", await ScoredAsync(beginner));
        var models = (await admin.DataAsync("{ creditModels { nodes { id name } } }")).Value("creditModels.nodes").EnumerateArray();
        await ActivateAsync(admin, models.Single(model => model.Text("name") == "income-cash-flow-baseline").Text("id"));
        Assert.Equal("795 income-cash-flow-baseline", await ScoredAsync(business));
    }

    [Fact]
    public async Task Training_Should_BeRefused_WhereFeaturesCannotBeComputed_AndToThoseWhoMayNot()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var admin = await ComplianceDesk.OfficerAsync(shared.Deployment);

        var refused = await admin.MutateAsync("trainCreditModel", new { content = SomeBorrowers.Csv("shoeSize") }, "creditModel { id }");

        Assert.Equal(JsonValueKind.Null, refused.Value("creditModel").ValueKind);
        Assert.Equal(
            "Features that cannot be computed: shoeSize. There are: income, monthlyCashFlow, delinquencies, tenureMonths, incomeVolatility, refundRate, failureRate, " +
            "invoicesIssued, invoicesOverdue, loansRepaid, loansOpen.",
            refused.Value("errors")[0].Text("message"));
        Assert.Equal(["AUTH_NOT_AUTHORIZED"], await business.Client.ErrorCodesAsync("mutation { trainCreditModel(input: {}) { creditModel { id } } }"));
    }

    private static async Task ActivateAsync(GraphQLClient admin, string id)
        => Assert.Equal("CHAMPION", (await admin.MakeAsync("activateCreditModel", new { id }, "creditModel", "role")).Text("role"));

    private static async Task<string> ScoredAsync(Business business)
    {
        var score = await business.ScoreAsync();
        return $"{score.Value("score")} {score.Text("model.name")}";
    }
}
