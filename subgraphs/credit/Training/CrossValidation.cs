namespace FinFlow.Credit;

/// <summary>What a way of training is worth on examples that it has not seen: every row is predicted by a model of the other folds.</summary>
/// <param name="LogOdds">Of each row, as the model without its fold gives them.</param>
/// <param name="Auc">Mean over the folds.</param>
internal sealed record CrossValidation(int Folds, double[] LogOdds, double Auc, double Brier, double KolmogorovSmirnov)
{
    public static CrossValidation Run(TrainingTable table, int folds, BoostingSettings settings, CancellationToken cancellationToken)
    {
        var foldOf = table.Folds(folds);
        var logOdds = new double[table.Rows];
        var aucs = new double[folds];
        Parallel.For(0, folds, new ParallelOptions { CancellationToken = cancellationToken }, fold =>
        {
            var model = Booster.Train(table, [.. Rows(row => row != fold)], settings, cancellationToken);
            var columns = table.Columns.Zip(model.Features, Booster.Encode).ToList();
            int[] heldOut = [.. Rows(row => row == fold)];
            foreach (var row in heldOut)
            {
                logOdds[row] = model.LogOdds([.. columns.Select(column => column[row])]);
            }

            aucs[fold] = Discrimination.Auc([.. heldOut.Select(row => logOdds[row])], [.. heldOut.Select(row => table.Defaulted[row])]);
        });
        return new CrossValidation(
            folds, logOdds, aucs.Average(), Discrimination.Brier([.. logOdds.Select(FinFlow.Credit.LogOdds.ToProbability)], table.Defaulted),
            Discrimination.KolmogorovSmirnov(logOdds, table.Defaulted));

        IEnumerable<int> Rows(Func<int, bool> ofFold) => Enumerable.Range(0, table.Rows).Where(row => ofFold(foldOf[row]));
    }
}
