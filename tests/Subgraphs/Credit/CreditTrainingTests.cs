using FinFlow.Credit;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The trainer by itself: what it reaches on public data, what it promises of every model, and the figures that it gives.</summary>
public sealed class CreditTrainingTests
{
    [SharedDataFact("german-credit.data")]
    public void Trainer_Should_ReachThePublishedAuc_OnGermanCredit()
    {
        var layout = new TrainingCsv(null, false, "c21", ["2"], ["1"]);
        var table = layout.Read(File.ReadAllText(SharedData.PathOf("german-credit.data")), CancellationToken.None).Value;

        var validation = CrossValidation.Run(table, 10, BoostingSettings.For(table.Rows), CancellationToken.None);

        Assert.Equal((1_000, 300), (table.Rows, table.Defaults));
        Assert.True(validation.Auc >= 0.7987, $"AUC {validation.Auc}");
        Assert.True(validation.Brier < 0.165, $"Brier {validation.Brier}");
    }

    [SharedDataFact("taiwan-credit.csv")]
    [Trait("Category", "Long")]
    public void Trainer_Should_ReachThePublishedFigures_OnTaiwansCredit()
    {
        var layout = TrainingCsv.Standard with { Outcome = "default payment next month" };

        // The first column numbers the rows, and says nothing of anybody.
        var rows = File.ReadLines(SharedData.PathOf("taiwan-credit.csv")).Select(row => row[(row.IndexOf(',', StringComparison.Ordinal) + 1)..]);
        var table = layout.Read(string.Join('\n', rows), CancellationToken.None).Value;

        var validation = CrossValidation.Run(table, 5, BoostingSettings.For(table.Rows), CancellationToken.None);

        Assert.Equal((30_000, 6_636), (table.Rows, table.Defaults));
        Assert.True(validation.Auc >= 0.7838, $"AUC {validation.Auc}");
        Assert.True(validation.Brier <= 0.1345, $"Brier {validation.Brier}");
        Assert.True(validation.KolmogorovSmirnov >= 0.430, $"KS {validation.KolmogorovSmirnov}");
    }

    [Fact]
    public void Training_Should_GiveTheSameModel_ForTheSameExamples()
        => Assert.Equal(SomeExamples.Model().ToText(), SomeExamples.Model().ToText());

    [Fact]
    public void Model_Should_NeverRateBetter_WhatMayOnlyRaiseTheRisk()
    {
        var model = new TrainedModel(SomeExamples.Model());
        var random = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            var business = SomeExamples.Business(random.Next(0, 50_000), random.Next(-2_000, 4_000), random.Next(6), random.Next(80));
            var risk = model.Assess(business).ProbabilityOfDefault;

            Assert.True(model.Assess(business with { Delinquencies = business.Delinquencies + 1 }).ProbabilityOfDefault >= risk);
            Assert.True(model.Assess(business with { Income = business.Income + 5_000 }).ProbabilityOfDefault <= risk);
            Assert.True(model.Assess(business with { MonthlyCashFlow = business.MonthlyCashFlow + 500 }).ProbabilityOfDefault <= risk);
            Assert.True(model.Assess(business with { TenureMonths = business.TenureMonths + 12 }).ProbabilityOfDefault <= risk);
        }
    }

    [Fact]
    public void Reasons_Should_AddUpToTheScore_AndTheScoreFollowTheProbability()
    {
        var model = new TrainedModel(SomeExamples.Model());
        var random = new Random(4);
        var seen = new List<(int Score, decimal Risk)>();
        for (var i = 0; i < 500; i++)
        {
            var assessment = model.Assess(SomeExamples.Business(random.Next(0, 60_000), random.Next(-2_000, 6_000), random.Next(6), random.Next(80)));

            Assert.Equal(assessment.Score, Points.Explain(assessment.Rating).Sum(reason => reason.Contribution));
            Assert.InRange(assessment.Score, 300, 850);
            seen.Add((assessment.Score, assessment.ProbabilityOfDefault));
        }

        Assert.True(seen.Select(assessment => assessment.Score).Distinct().Count() > 10);
        Assert.All(seen.Where(assessment => assessment.Score is > 300 and < 850), assessment => Assert.InRange(Points.ProbabilityOfDefault(assessment.Score), assessment.Risk - 0.02m, assessment.Risk + 0.02m));
    }

    [Fact]
    public void Shapley_Should_BeTheMeanOverAllOrdersOfFeatures()
    {
        // 0 > 5 ? (1 > 2 ? 4 : 1) : (0 > 3 ? -1 : -2), over 10 + 10 and 4 + 6 + 5 + 5 examples.
        var tree = new DecisionTree(
        [
            new TreeNode(0, 5, 1, 2, 0, 20), new TreeNode(0, 3, 3, 4, 0, 10), new TreeNode(1, 2, 5, 6, 0, 10),
            new TreeNode(0, 0, 0, 0, -2, 4), new TreeNode(0, 0, 0, 0, -1, 6), new TreeNode(0, 0, 0, 0, 1, 5), new TreeNode(0, 0, 0, 0, 4, 5),
        ]);
        double[] values = [9, 9];
        var contributions = new double[2];

        var average = Shapley.Add(tree, values, contributions);

        // Nothing known: (-2·4 - 1·6 + 1·5 + 4·5) / 20 = .55. Only the first known: 2.5. Only the second: (-1.4 + 4) / 2 = 1.3. Both: 4.
        Assert.Equal(0.55, average, 12);
        Assert.Equal(((2.5 - 0.55) + (4 - 1.3)) / 2, contributions[0], 12);
        Assert.Equal(((1.3 - 0.55) + (4 - 2.5)) / 2, contributions[1], 12);
    }

    [Fact]
    public void Figures_Should_BeRightOnAnExampleByHand()
    {
        double[] risk = [0.1, 0.4, 0.35, 0.8, 0.4];
        bool[] defaulted = [false, false, true, true, true];

        // Of six pairs, the defaulting one is riskier in 4, and equal in one: 4.5 / 6.
        Assert.Equal(0.75, Discrimination.Auc(risk, defaulted), 12);
        Assert.Equal(0.5, Discrimination.KolmogorovSmirnov(risk, defaulted), 12);
        Assert.Equal((0.01 + 0.16 + 0.4225 + 0.04 + 0.36) / 5, Discrimination.Brier(risk, defaulted), 12);
    }

    [Fact]
    public void Calibration_Should_MakeProbabilitiesRightOnAverage()
    {
        // Claims three times the log-odds that are true.
        var random = new Random(5);
        var truth = Enumerable.Range(0, 4_000).Select(_ => (random.NextDouble() * 4) - 3).ToList();
        var outcomes = truth.Select(logOdds => random.NextDouble() < LogOdds.ToProbability(logOdds)).ToList();

        var calibration = Calibration.Fit([.. truth.Select(logOdds => 3 * logOdds)], outcomes);

        Assert.InRange(calibration.Slope, 0.28, 0.39);
        var mean = truth.Average(logOdds => LogOdds.ToProbability(calibration.Apply(3 * logOdds)));
        Assert.InRange(mean, outcomes.Average(outcome => outcome ? 1d : 0) - 0.01, outcomes.Average(outcome => outcome ? 1d : 0) + 0.01);
    }

    [Fact]
    public void Folds_Should_ShareOutBothOutcomesInOrder()
        => Assert.Equal([0, 0, 1, 1, 0], new TrainingTable([], [false, true, false, true, false]).Folds(2));
}
