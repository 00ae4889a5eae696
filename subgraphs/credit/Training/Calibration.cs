namespace FinFlow.Credit;

/// <summary>Turns a model's log-odds into ones that are right on average (Platt scaling): shift + slope × log-odds.</summary>
internal sealed record Calibration(double Shift, double Slope)
{
    private const int StepsMax = 50;
    private const double SlopeMin = 0.05;
    private const double Enough = 1e-9;

    // Worth so many examples: with few of them, the model's own log-odds are left nearly as they are.
    private const double Prior = 10;

    public static Calibration None { get; } = new(0, 1);

    public double Apply(double logOdds) => Shift + (Slope * logOdds);

    /// <summary>Newton's method on log-odds of examples that the model had not seen.</summary>
    public static Calibration Fit(IReadOnlyList<double> logOdds, IReadOnlyList<bool> defaulted)
    {
        var (shift, slope) = (0d, 1d);
        for (var step = 0; step < StepsMax; step++)
        {
            var (a, b, aa, ab, bb) = (-Prior * shift / 4, -Prior * (slope - 1) / 4, Prior / 4, 0d, Prior / 4);
            for (var row = 0; row < logOdds.Count; row++)
            {
                var x = logOdds[row];
                var probability = LogOdds.ToProbability(shift + (slope * x));
                var (error, weight) = ((defaulted[row] ? 1 : 0) - probability, probability * (1 - probability));
                a += error;
                b += error * x;
                aa += weight;
                ab += weight * x;
                bb += weight * x * x;
            }

            var determinant = (aa * bb) - (ab * ab);
            var (shiftStep, slopeStep) = (((a * bb) - (b * ab)) / determinant, ((b * aa) - (a * ab)) / determinant);
            var loss = Loss(shift, slope, logOdds, defaulted);

            // A whole step may overshoot, where the model is far too sure of itself.
            while (Loss(shift + shiftStep, slope + slopeStep, logOdds, defaulted) > loss && Math.Abs(shiftStep) + Math.Abs(slopeStep) > Enough)
            {
                (shiftStep, slopeStep) = (shiftStep / 2, slopeStep / 2);
            }

            shift += shiftStep;
            slope += slopeStep;
            if (Math.Abs(shiftStep) + Math.Abs(slopeStep) <= Enough)
            {
                break;
            }
        }

        // A model that has learned nothing must not be turned round into one that claims the opposite.
        return new Calibration(shift, Math.Max(SlopeMin, slope));
    }

    // What the likelihood of the outcomes, and the prior, object to these two numbers.
    private static double Loss(double shift, double slope, IReadOnlyList<double> logOdds, IReadOnlyList<bool> defaulted)
    {
        var loss = Prior / 8 * ((shift * shift) + ((slope - 1) * (slope - 1)));
        for (var row = 0; row < logOdds.Count; row++)
        {
            var against = (shift + (slope * logOdds[row])) * (defaulted[row] ? -1 : 1);
            loss += against > 0 ? against + Math.Log(1 + Math.Exp(-against)) : Math.Log(1 + Math.Exp(against));
        }

        return loss;
    }
}
