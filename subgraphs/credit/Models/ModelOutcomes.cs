namespace FinFlow.Credit;

/// <summary>A model's figures on loans that ended after its training: what it is really worth here, and what compares a challenger with the champion.</summary>
/// <param name="Loans">Loans with a known outcome.</param>
/// <param name="Defaults">Of these, the ones that were not paid back.</param>
/// <param name="Auc">0.5 is chance, 1 perfect.</param>
/// <param name="Brier">Mean squared error of the probabilities, lower is better.</param>
public sealed record ModelOutcomes(int Loans, int Defaults, double Auc, double Brier)
{
    internal const int LoansMax = 5_000;
    private const int Digits = 6;

    internal static ModelOutcomes? Of(IScoringModel model, DateTimeOffset trainedAt, IReadOnlyList<LoanExample> examples)
    {
        var unseen = examples.Where(example => example.DisbursedAt > trainedAt).ToList();
        bool[] defaulted = [.. unseen.Select(example => example.Defaulted)];
        if (defaulted.Distinct().Count() < 2)
        {
            return null;
        }

        double[] risk = [.. unseen.Select(example => (double)model.Assess(example.Features).ProbabilityOfDefault)];
        return new ModelOutcomes(
            unseen.Count, defaulted.Count(outcome => outcome), Math.Round(Discrimination.Auc(risk, defaulted), Digits),
            Math.Round(Discrimination.Brier(risk, defaulted), Digits));
    }
}
