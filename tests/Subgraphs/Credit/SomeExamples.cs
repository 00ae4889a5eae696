using System.Globalization;
using System.Text;
using FinFlow.Credit;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Invented businesses, drawn from a fixed seed: the poorer and the more often late, the more of them default.</summary>
internal static class SomeExamples
{
    internal static string Csv(int count, int seed = 7)
    {
        var random = new Random(seed);
        var csv = new StringBuilder("income,monthlyCashFlow,delinquencies,tenureMonths,defaulted\n");
        for (var i = 0; i < count; i++)
        {
            var (income, late, tenure) = (random.Next(1_000, 40_000), random.Next(5), random.Next(60));
            var logOdds = 1.5 + (0.9 * late) - (income / 6_000d) + random.NextDouble();
            csv.Append(CultureInfo.InvariantCulture, $"{income},{income / 15},{late},{tenure},{(random.NextDouble() < 1 / (1 + Math.Exp(-logOdds)) ? 1 : 0)}\n");
        }

        return csv.ToString();
    }

    internal static TrainingTable Table(int count, int seed = 7) => TrainingCsv.Standard.Read(Csv(count, seed), CancellationToken.None).Value;

    internal static ModelFile Model(int count = 200, string name = "some")
        => ModelTraining.Train(
            Table(count), new ModelOrigin(name, "1", "invented", "sha256:0", new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)), 5,
            new BoostingSettings { Bags = 1, Rounds = 60 }, CancellationToken.None).Value;

    internal static CreditFeatures Business(decimal income = 20_000, decimal cashFlow = 1_300, int delinquencies = 0, int tenure = 20)
        => new(income, cashFlow, delinquencies, tenure, 0, 0, 0, 0, 0, 0, 0);
}
