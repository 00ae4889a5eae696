using FinFlow.Credit;
using FinFlow.Finance;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Model files and training data: what is taken, and what is refused with which words.</summary>
public sealed class ModelFileTests
{
    private static readonly ModelFile Some = SomeExamples.Model();

    [Fact]
    public void Model_Should_AnswerTheSame_AfterAWayThroughAFile()
    {
        var read = ModelFile.Parse(Some.ToText()).Value;

        Assert.Equal(Some.Hash, read.Hash);
        Assert.Equal(
            new TrainedModel(Some).Assess(SomeExamples.Business(12_345)).ProbabilityOfDefault,
            new TrainedModel(read).Assess(SomeExamples.Business(12_345)).ProbabilityOfDefault);
        Assert.Equal(["income", "monthlyCashFlow", "delinquencies", "tenureMonths"], read.Document.Card.Features.Select(feature => feature.Name));
    }

    [Fact]
    public void Model_Should_BeRefused_WhenItAsksForWhatCannotBeComputed()
    {
        var text = Some.ToText().Replace("tenureMonths", "shoeSize", StringComparison.Ordinal);

        Assert.Equal(
            "Features that cannot be computed: shoeSize. There are: income, monthlyCashFlow, delinquencies, tenureMonths, incomeVolatility, refundRate, " +
            "failureRate, invoicesIssued, invoicesOverdue, loansRepaid, loansOpen.",
            ModelFile.Parse(text).Refusal?.Message);
    }

    [Theory]
    [InlineData("", "it is not the JSON of a model (line 1)")]
    [InlineData("null", "it is empty")]
    [InlineData("{\"hash\":\"\",\"document\":{\"name\":\"n\",\"version\":\"1\",\"model\":{}}}", "it is not the JSON of a model (line 1)")]
    [InlineData("[1, 2]", "it is not the JSON of a model (line 1)")]
    public void Model_Should_BeRefused_WhenItIsNone(string text, string reason)
        => Assert.Equal(new ModelFileInvalid(reason), ModelFile.Parse(text).Refusal);

    [Fact]
    public void Model_Should_BeRefused_WhenItWasChanged()
    {
        Assert.Equal(
            new ModelFileInvalid("its hash does not fit its content, so it was changed after training"),
            ModelFile.Parse(Some.ToText().Replace("\"data\":\"invented\"", "\"data\":\"real\"", StringComparison.Ordinal)).Refusal);
        Assert.Equal(
            new ModelFileInvalid("its format is not finflow-credit-model/1"),
            ModelFile.Parse(Some.ToText().Replace("finflow-credit-model/1", "finflow-credit-model/9", StringComparison.Ordinal)).Refusal);
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(1, 9)]
    public void Tree_Should_BeRefused_WhenItLeadsNowhere(int less, int more)
        => Assert.Equal("node 0 of a tree leads nowhere", new DecisionTree([new TreeNode(0, 1, less, more, 0, 5), new TreeNode(0, 0, 0, 0, 1, 5)]).Fault(1));

    [Theory]
    [InlineData("", "Line 1: there are no examples.")]
    [InlineData("income,defaulted", "Line 1: there are no examples.")]
    [InlineData("income,outcome\n1,1", "Line 1: there is no column defaulted.")]
    [InlineData("defaulted\n1", "Line 1: there is no feature.")]
    [InlineData("income,,defaulted\n1,1,1", "Line 1: a column has no name.")]
    [InlineData("income,income,defaulted\n1,1,1", "Line 1: two columns have the same name.")]
    [InlineData("income,defaulted\n1,1\n1,1,1", "Line 3: there are 3 values for 2 columns.")]
    [InlineData("income,defaulted\n1,perhaps", "Line 2: defaulted must be one of 1, true, 0, false.")]
    [InlineData("income,defaulted\n\nmuch,1", "Line 3: income must be a number.")]
    [InlineData("income,defaulted\n,1", "Line 2: income must be a number.")]
    [InlineData("income,defaulted\nNaN,1", "Line 2: income must be a number.")]
    [InlineData("income,defaulted\n1\0,1", "Line 2: income must be a number.")]
    [InlineData("income,defaulted\n-1000000000,1", "Line 2: income must be from -10000000 to 10000000000.")]
    [InlineData("monthlyCashFlow,defaulted\n1e12,1", "Line 2: monthlyCashFlow must be from -10000000000 to 10000000000.")]
    [InlineData("delinquencies,defaulted\n-50,1", "Line 2: delinquencies must be from 0 to 1000000.")]
    [InlineData("refundRate,defaulted\n1.5,0", "Line 2: refundRate must be from 0 to 1.")]
    public void Examples_Should_BeRefused_WithTheLine(string csv, string message)
        => Assert.Equal(message, TrainingCsv.Standard.Read(csv, CancellationToken.None).Refusal?.Message);

    [Fact]
    public void Examples_Should_BeReadWithQuotesAndCategories()
    {
        var table = TrainingCsv.Standard.Read("\"income\",trade,defaulted\r\n\"1.5\",\"bread, \"\"rye\"\"\",TRUE\r\n2,,0\r\n", CancellationToken.None).Value;

        Assert.Equal([1.5, 2], table.Columns[0].Values);
        Assert.Equal(["bread, \"rye\""], table.Columns[1].Levels!);
        Assert.True(double.IsNaN(table.Columns[1].Values[1]));
        Assert.Equal([true, false], table.Defaulted);
    }

    [Fact]
    public void Training_Should_NeedTenOfEachOutcome()
        => Assert.IsType<TrainingDataTooFew>(
            ModelTraining.Train(SomeExamples.Table(12), new ModelOrigin("n", "1", "", "", default), 5, new BoostingSettings(), CancellationToken.None).Refusal);

    [Fact]
    public async Task Command_Should_WriteAModelThatCanBeRead()
    {
        using var folder = new TemporaryFolder();
        var (data, target) = (Path.Combine(folder.Path, "examples.csv"), Path.Combine(folder.Path, "model.json"));
        await File.WriteAllTextAsync(data, SomeExamples.Csv(120));
        using var output = new StringWriter();
        using var errors = new StringWriter();

        var code = await TrainCommand.RunAsync(["--data", data, "--out", target, "--folds", "3", "--name", "branch"], TimeProvider.System, output, errors);

        Assert.Equal((0, ""), (code, errors.ToString()));
        var model = ModelFile.Parse(await File.ReadAllTextAsync(target)).Value;
        Assert.Equal(("branch", 120, 3), (model.Document.Name, model.Document.Card.Examples, model.Document.Card.Folds));
        Assert.Contains(model.Hash, output.ToString(), StringComparison.Ordinal);
        Assert.Contains("It can score here.", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--data")]
    [InlineData(2, "--data", "x", "--out", "y", "--folds", "1")]
    [InlineData(2, "--data", "x", "--out", "y", "--colour", "red")]
    [InlineData(1, "--data", "/nowhere/x.csv", "--out", "y")]
    public async Task Command_Should_SayWhatItDoesNotUnderstand(int code, params string[] arguments)
    {
        using var errors = new StringWriter();

        Assert.Equal(code, await TrainCommand.RunAsync(arguments, TimeProvider.System, TextWriter.Null, errors));
        Assert.Contains(code == 1 ? "nowhere" : "train --data", errors.ToString(), StringComparison.Ordinal);
    }
}
