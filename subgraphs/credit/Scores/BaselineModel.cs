namespace FinFlow.Credit;

/// <summary>
/// The rule that scores while no trained model is active: half a point of rating for each 10,000 of yearly income and for each 5,000
/// of monthly cash flow, together at most 0.9; a tenth less for each delinquency; never below 0.1.
/// </summary>
internal sealed class BaselineModel : IScoringModel
{
    /// <summary>It is no file that could be hashed; its name and version stand for it.</summary>
    public const string Hash = "rule:income-cash-flow-baseline/1";

    private const decimal IncomeForHalf = 10_000m;
    private const decimal CashFlowForHalf = 5_000m;
    private const decimal StrengthMax = 0.9m;
    private const decimal PerDelinquency = 0.1m;
    private const decimal RatingMin = 0.1m;

    private BaselineModel()
    {
    }

    public static BaselineModel Instance { get; } = new();

    public CreditModelVersion Version { get; } = new("income-cash-flow-baseline", "1", Hash);

    public Assessment Assess(CreditFeatures features)
    {
        var rating = Rate(features);
        return new Assessment(rating, Points.ProbabilityOfDefault(Points.Of(rating.Value)));
    }

    public static Rating Rate(CreditFeatures features)
    {
        var income = 0.5m * features.Income / IncomeForHalf;
        var cashFlow = 0.5m * features.MonthlyCashFlow / CashFlowForHalf;

        // Where both together exceed the limit, each keeps its share of it, so that the reasons still add up.
        var strength = income + cashFlow;
        var share = strength > StrengthMax ? StrengthMax / strength : 1m;
        var delinquencies = -PerDelinquency * features.Delinquencies;
        var sum = (strength * share) + delinquencies;
        return new Rating(
        [
            new RatingPart("INCOME", income * share),
            new RatingPart("CASH_FLOW", cashFlow * share),
            new RatingPart("DELINQUENCIES", delinquencies),
            new RatingPart("MINIMUM", Math.Max(0m, RatingMin - sum)),
        ]);
    }
}

/// <summary>A model's opinion from 0 to 1, higher is better, as a sum of named parts.</summary>
internal sealed record Rating(IReadOnlyList<RatingPart> Parts)
{
    public decimal Value => decimal.Round(Parts.Sum(part => part.Value), 10);

    /// <summary>From .8 LOW_RISK, from .6 MEDIUM_RISK, else HIGH_RISK.</summary>
    public CreditBand Band => Value switch
    {
        >= 0.8m => CreditBand.LowRisk,
        >= 0.6m => CreditBand.MediumRisk,
        _ => CreditBand.HighRisk,
    };
}

/// <param name="Code">A reason code, such as `CASH_FLOW`.</param>
internal sealed record RatingPart(string Code, decimal Value);
