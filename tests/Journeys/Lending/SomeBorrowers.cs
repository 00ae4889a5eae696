using System.Globalization;
using System.Text;

namespace FinFlow.Journeys.Tests;

/// <summary>Invented borrowers as training data, drawn from a fixed seed: the poorer and the more often late, the more of them default.</summary>
internal static class SomeBorrowers
{
    /// <param name="more">A column that FinFlow cannot compute.</param>
    internal static string Csv(string? more = null)
    {
        var random = new Random(7);
        var csv = new StringBuilder($"income,delinquencies,{(more is null ? "" : $"{more},")}defaulted\n");
        for (var i = 0; i < 200; i++)
        {
            var (income, late) = (random.Next(1_000, 40_000), random.Next(5));
            csv.Append(CultureInfo.InvariantCulture, $"{income},{late},{(more is null ? "" : "42,")}{(random.Next(100) < 20 + (15 * late) - (income / 600) ? 1 : 0)}\n");
        }

        return csv.ToString();
    }
}
