namespace FinFlow.Journeys.Tests;

/// <summary>A model that the command has made of a file is loaded at start, or stops the start. It needs processes of its own.</summary>
public sealed class ModelFileJourneyTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("finflow-model-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task TrainedFile_Should_BeLoadedAtStart_AndScore()
    {
        var (trained, path) = await TrainAsync(SomeBorrowers.Csv(), "branch");
        Assert.True(trained.ExitCode == 0, trained.Errors);
        Assert.StartsWith("branch 1  sha256:", trained.Output, StringComparison.Ordinal);
        Assert.EndsWith("It can score here.", trained.Output.TrimEnd(), StringComparison.Ordinal);

        await using var finflow = await Deployment.StartAsync(Shape.OneProcess, new Dictionary<string, string> { ["MODEL_PATH"] = path });
        using var business = await Business.RegisterAsync(finflow);
        var models = (await business.Client.DataAsync("{ creditModels { nodes { name role hash card { examples auc folds } } } }")).Value("creditModels.nodes").EnumerateArray().ToList();
        var branch = models.Single(model => model.Text("name") == "branch");
        Assert.Equal(("CHAMPION", 200, 10), (branch.Text("role"), branch.Value("card.examples").GetInt32(), branch.Value("card.folds").GetInt32()));
        Assert.Contains(branch.Text("hash"), trained.Output, StringComparison.Ordinal);
        Assert.Contains($"AUC {branch.Value("card.auc").GetDouble():0.0000}", trained.Output, StringComparison.Ordinal);

        Assert.Equal("income-cash-flow-baseline", (await business.ScoreAsync()).Text("model.name"));
        Assert.Equal(branch.Text("hash"), (await business.EarnAsync("9500.00", 9_224.20m)).Text("model.hash"));
    }

    [Fact]
    public async Task FileWithUnknownFeatures_Should_StopTheStart_WithALineThatNamesThem()
    {
        var (trained, path) = await TrainAsync(SomeBorrowers.Csv("shoeSize"), "shoes");
        Assert.True(trained.ExitCode == 0, trained.Errors);
        Assert.EndsWith("It cannot score here, because these features cannot be computed: shoeSize.", trained.Output.TrimEnd(), StringComparison.Ordinal);

        var started = await FinishedProgram.RunAsync(
            "AllInOne", "FinFlow.AllInOne.dll",
            new Dictionary<string, string> { ["MODEL_PATH"] = path, ["FINFLOW_DATA"] = folder.FullName, ["FINFLOW_PORT"] = $"{Loopback.FreePort()}" });

        Assert.True(started.ExitCode == 1, $"{started.ExitCode}: {started.Errors}");
        Assert.Equal(
            $"- MODEL_PATH {path}: Features that cannot be computed: shoeSize. There are: income, monthlyCashFlow, delinquencies, tenureMonths, incomeVolatility, refundRate, " +
            "failureRate, invoicesIssued, invoicesOverdue, loansRepaid, loansOpen.",
            started.Errors.TrimEnd().Split('\n')[^1].Trim());
    }

    private async Task<(FinishedProgram Trained, string Path)> TrainAsync(string examples, string name)
    {
        var (data, model) = (Path.Combine(folder.FullName, $"{name}.csv"), Path.Combine(folder.FullName, $"{name}.json"));
        await File.WriteAllTextAsync(data, examples);
        return (await FinishedProgram.RunAsync("Credit", "FinFlow.Credit.dll", new Dictionary<string, string>(), "train", "--data", data, "--out", model, "--name", name), model);
    }
}
