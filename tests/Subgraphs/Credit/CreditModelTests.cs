using System.Text.Json;
using FinFlow.Credit;
using FinFlow.Hosting;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A model's life at the API: trained, activated, challenged, gone back from; and taken up from a file at start.</summary>
public sealed class CreditModelTests : IAsyncLifetime, IDisposable
{
    private const string ModelFields = "id name version hash role card { examples defaults folds auc brier features { name } } activations { role }";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero));
    private RunningSubgraph credit = null!;

    private string Merchant => credit.TokenFor("usr_1", "org_1", Roles.Merchant);

    private string Analyst => credit.TokenFor("usr_2", "org_2", Roles.Analyst);

    public async Task InitializeAsync()
    {
        credit = await RunningSubgraph.StartAsync<CreditSubgraph>(folder.Path, clock);
        await credit.TellAsync(
            clock,
            new UserRegistered("usr_1", "org_1", "ada@example.com", "Ada", ["MERCHANT"], clock.Now),
            new PaymentCaptured(Telling.Payment("pay_1", "org_1", "usr_1", 9_000_00, clock.Now), 9_000_00, 0, clock.Now));
    }

    public async Task DisposeAsync() => await credit.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TrainedModel_Should_ScoreOnceActivated_AndGiveWayAgain()
    {
        var before = await ScoreAsync();
        var trained = await TrainAsync("first");
        Assert.Equal(JsonValueKind.Null, trained.GetProperty("role").ValueKind);
        Assert.InRange(trained.GetProperty("card").GetProperty("auc").GetDouble(), 0.6, 1);
        Assert.Equal(300, trained.GetProperty("card").GetProperty("examples").GetInt32());
        Assert.Equal("income-cash-flow-baseline", before.GetProperty("model").GetProperty("name").GetString());

        await ActivateAsync(trained);
        var after = await ScoreAsync();
        Assert.Equal(trained.GetProperty("hash").GetString(), after.GetProperty("model").GetProperty("hash").GetString());
        Assert.Equal(after.GetProperty("score").GetInt32(), after.GetProperty("reasons").EnumerateArray().Sum(reason => reason.GetProperty("contribution").GetInt32()));
        Assert.Equal("AVERAGE_BORROWER", after.GetProperty("reasons")[1].GetProperty("code").GetString());

        await ActivateAsync(await ModelAsync("income-cash-flow-baseline"));
        Assert.Equal(before.GetProperty("score").GetInt32(), (await ScoreAsync()).GetProperty("score").GetInt32());
        Assert.Equal(JsonValueKind.Null, (await ModelAsync("first")).GetProperty("role").ValueKind);
        foreach (var score in (JsonElement[])[before, after])
        {
            Assert.True(await ReplayAgreesAsync(score));
        }
    }

    [Fact]
    public async Task Challenger_Should_ScoreBeside_SeenByAnalystsOnly()
    {
        var challenger = await TrainAsync("challenger");
        await ActivateAsync(challenger, "CHALLENGER");

        var score = await ScoreAsync();

        Assert.Equal("income-cash-flow-baseline", score.GetProperty("model").GetProperty("name").GetString());
        var query = $"{{ creditScore(id: \"{score.GetProperty("id").GetString()}\") {{ challenger {{ score model {{ name }} }} }} }}";
        var refused = await credit.SendAsync(query, null, Merchant);
        Assert.Equal("AUTH_NOT_AUTHORIZED", refused.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        var seen = await credit.DataAsync(query, null, credit.TokenFor("usr_9", "org_9", Roles.Admin));
        Assert.Equal("challenger", seen.GetProperty("creditScore").GetProperty("challenger").GetProperty("model").GetProperty("name").GetString());
    }

    [Fact]
    public async Task BusinessWithoutHistory_Should_BeScoredByTheRule()
    {
        await ActivateAsync(await TrainAsync("first"));

        var score = await AskAsync(credit.TokenFor("usr_3", "org_3", Roles.Merchant));

        Assert.Equal("income-cash-flow-baseline", score.GetProperty("model").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Versions_Should_CountByName_AndTheSameLoansBeTooFew()
    {
        Assert.Equal("1", (await TrainAsync("again")).GetProperty("version").GetString());
        Assert.Equal("2", (await TrainAsync("again")).GetProperty("version").GetString());

        var refused = await MutateAsync("trainCreditModel", new { name = "loans" }, Analyst);
        Assert.Equal(
            "There are 0 repaid and 0 defaulted examples; at least 10 of each are needed.",
            refused.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task Merchant_Should_NeitherTrainNorActivate()
    {
        foreach (var mutation in (string[])["trainCreditModel(input: {})", "activateCreditModel(input: { id: \"mdl_1\" })"])
        {
            var refused = await credit.SendAsync($"mutation {{ {mutation} {{ creditModel {{ id }} }} }}", null, Merchant);
            Assert.Equal("AUTH_NOT_AUTHORIZED", refused.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task ModelPath_Should_BeActivatedOnce_SoThatARollbackHolds()
    {
        var path = Path.Combine(folder.Path, "model.json");
        await File.WriteAllTextAsync(path, SomeExamples.Model(name: "from a file").ToText());
        await RestartAsync(path);
        Assert.Equal("CHAMPION", (await ModelAsync("from a file")).GetProperty("role").GetString());
        Assert.Equal("from a file", (await ScoreAsync()).GetProperty("model").GetProperty("name").GetString());

        await ActivateAsync(await ModelAsync("income-cash-flow-baseline"));
        await RestartAsync(path);

        Assert.Equal("CHAMPION", (await ModelAsync("income-cash-flow-baseline")).GetProperty("role").GetString());
    }

    [Fact]
    public async Task ModelPath_Should_StopTheStart_WhenTheModelCannotBeUsed()
    {
        var path = Path.Combine(folder.Path, "model.json");
        await File.WriteAllTextAsync(path, SomeExamples.Model().ToText().Replace("tenureMonths", "shoeSize", StringComparison.Ordinal));
        await credit.DisposeAsync();

        var unusable = await Assert.ThrowsAsync<ConfigurationInvalidException>(() => StartAsync(path));
        var missing = await Assert.ThrowsAsync<ConfigurationInvalidException>(() => StartAsync(path + "?"));

        Assert.StartsWith($"MODEL_PATH {path}: Features that cannot be computed: shoeSize. There are: income", unusable.Findings[0], StringComparison.Ordinal);
        Assert.StartsWith($"MODEL_PATH {path}?: Could not find file", missing.Findings[0], StringComparison.Ordinal);
        credit = await RunningSubgraph.StartAsync<CreditSubgraph>(folder.Path, clock);
    }

    private async Task RestartAsync(string modelPath)
    {
        await credit.DisposeAsync();
        credit = await StartAsync(modelPath);
    }

    private Task<RunningSubgraph> StartAsync(string modelPath) => RunningSubgraph.StartAsync<CreditSubgraph>(folder.Path, clock, ("MODEL_PATH", modelPath));

    private async Task<JsonElement> TrainAsync(string name)
    {
        var payload = await MutateAsync("trainCreditModel", new { name, content = SomeExamples.Csv(300) }, Analyst);
        Assert.Equal(JsonValueKind.Null, payload.GetProperty("errors").ValueKind);
        return payload.GetProperty("creditModel");
    }

    private async Task ActivateAsync(JsonElement model, string role = "CHAMPION")
    {
        var payload = await MutateAsync("activateCreditModel", new { id = model.GetProperty("id").GetString(), role }, Analyst);
        Assert.Equal(role, payload.GetProperty("creditModel").GetProperty("role").GetString());
    }

    private async Task<JsonElement> ModelAsync(string name)
        => (await credit.DataAsync($"{{ creditModels {{ nodes {{ {ModelFields} outcomes {{ loans }} }} }} }}", null, Analyst))
            .GetProperty("creditModels").GetProperty("nodes").EnumerateArray().Single(model => model.GetProperty("name").GetString() == name);

    private async Task<bool> ReplayAgreesAsync(JsonElement score)
        => (await credit.DataAsync("query($id: ID!) { creditScore(id: $id) { replay { agrees } } }", new { id = score.GetProperty("id").GetString() }, Merchant))
            .GetProperty("creditScore").GetProperty("replay").GetProperty("agrees").GetBoolean();

    // Asks until the income has arrived.
    private Task<JsonElement> ScoreAsync() => Telling.UntilAsync(
        () => AskAsync(Merchant), score => score.GetProperty("features").GetProperty("income").GetString()!.StartsWith("9000", StringComparison.Ordinal));

    private async Task<JsonElement> AskAsync(string token)
        => (await credit.DataAsync(
            "mutation { requestCreditScore { creditScore { id score reasons { code contribution } features { income } model { name hash } } } }", null, token))
            .GetProperty("requestCreditScore").GetProperty("creditScore");

    private async Task<JsonElement> MutateAsync(string mutation, object input, string token)
        => (await credit.DataAsync(
            $"mutation($input: {char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input!) {{ {mutation}(input: $input) {{ creditModel {{ {ModelFields} }} errors {{ ... on Error {{ code message }} }} }} }}",
            new { input }, token)).GetProperty(mutation);
}
