namespace FinFlow.Credit;

/// <summary>What a model learned from, and how well it predicted examples that it had not seen.</summary>
/// <param name="Data">Where the examples came from.</param>
/// <param name="DataHash">SHA-256 of the examples.</param>
/// <param name="Examples">Loans with a known outcome.</param>
/// <param name="Defaults">Of these, the ones that were not paid back.</param>
/// <param name="Folds">Every example was predicted by a model that was trained on the other folds.</param>
/// <param name="Auc">How often one who defaults is rated riskier than one who repays: 0.5 is chance, 1 perfect. Mean over the folds.</param>
/// <param name="Brier">Mean squared error of the probabilities, lower is better.</param>
/// <param name="BrierOfAverage">The Brier score of always saying the average: what the model has to be better than.</param>
/// <param name="KolmogorovSmirnov">The largest distance between the shares of both outcomes below a risk, 0 to 1.</param>
/// <param name="Features">What the model asks for.</param>
public sealed record ModelCard(
    string Data,
    string DataHash,
    int Examples,
    int Defaults,
    int Folds,
    double Auc,
    double Brier,
    double BrierOfAverage,
    double KolmogorovSmirnov,
    IReadOnlyList<ModelCardFeature> Features);

/// <param name="Name">As in `CreditScore.features`.</param>
/// <param name="Direction">How it may move the risk.</param>
/// <param name="Importance">Its share of all that moves the model's answers, 0 to 1.</param>
public sealed record ModelCardFeature(string Name, RiskDirection Direction, double Importance);
