namespace FinFlow.Credit;

/// <summary>From examples to a model: cross-validated first, then trained on all, calibrated on what was predicted unseen.</summary>
internal static class ModelTraining
{
    public const int OutcomesMin = 10;
    private const int ExplainedMax = 500;
    private const int FiguresDigits = 6;

    public static Result<ModelFile> Train(
        TrainingTable table, ModelOrigin origin, int foldsMax, BoostingSettings settings, CancellationToken cancellationToken)
    {
        if (table.RarerOutcomes < OutcomesMin)
        {
            return new TrainingDataTooFew(table.Rows - table.Defaults, table.Defaults, OutcomesMin);
        }

        var validation = CrossValidation.Run(table, Math.Min(foldsMax, table.RarerOutcomes), settings, cancellationToken);
        var model = Booster.Train(table, [.. Enumerable.Range(0, table.Rows)], settings, cancellationToken);
        var average = (double)table.Defaults / table.Rows;
        return ModelFile.Of(new ModelDocument
        {
            Name = origin.Name,
            Version = origin.Version,
            TrainedAt = origin.TrainedAt,
            Card = new ModelCard(
                origin.Data, origin.DataHash, table.Rows, table.Defaults, validation.Folds, Rounded(validation.Auc), Rounded(validation.Brier),
                Rounded(average * (1 - average)), Rounded(validation.KolmogorovSmirnov), Features(model, table)),
            Calibration = Calibration.Fit(validation.LogOdds, table.Defaulted),
            Model = model,

            // What cannot be computed here is not compared here either.
            Spreads = table.Columns.All(column => KnownFeature.ByName.ContainsKey(column.Name)) ? [.. table.Columns.Select(FeatureSpread.Of)] : null,
        });
    }

    private static List<ModelCardFeature> Features(BoostedTrees model, TrainingTable table)
    {
        var columns = table.Columns.Zip(model.Features, Booster.Encode).ToList();
        var moved = new double[model.Features.Count];
        for (var row = 0; row < table.Rows; row += Math.Max(1, table.Rows / ExplainedMax))
        {
            var (_, contributions) = model.Explain([.. columns.Select(column => column[row])]);
            for (var feature = 0; feature < moved.Length; feature++)
            {
                moved[feature] += Math.Abs(contributions[feature]);
            }
        }

        var all = moved.Sum();
        return [.. model.Features.Zip(moved, (feature, by) => new ModelCardFeature(feature.Name, feature.Direction, all > 0 ? Rounded(by / all) : 0))];
    }

    private static double Rounded(double figure) => Math.Round(figure, FiguresDigits);
}

/// <summary>What a model file says of where it comes from.</summary>
internal sealed record ModelOrigin(string Name, string Version, string Data, string DataHash, DateTimeOffset TrainedAt);
