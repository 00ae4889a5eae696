using System.Globalization;

namespace FinFlow.Credit;

/// <summary>The sides of a business that a lender asks about.</summary>
public enum CreditAspect { Income, CashFlow, Volatility, Delinquencies, Tenure }

/// <summary>What an aspect does to the score: adds points, takes some, or neither.</summary>
public enum AspectImpact { Positive, Neutral, Negative }

/// <summary>One side of a business, and what it did to the score.</summary>
/// <param name="Points">The contribution of the reason of the same name; 0 where the model does not look at it.</param>
/// <param name="Finding">What was found, in a sentence.</param>
public sealed record AspectAnalysis(CreditAspect Aspect, AspectImpact Impact, int Points, string Finding);

/// <summary>The analysis behind a band: the stored features in words, each with the points that the model gave or took for it.</summary>
internal static class ScoreAnalysis
{
    public static IReadOnlyList<AspectAnalysis> Of(CreditScore score, Currency baseCurrency)
        => [.. Enum.GetValues<CreditAspect>().Select(aspect => Of(aspect, score, baseCurrency))];

    private static AspectAnalysis Of(CreditAspect aspect, CreditScore score, Currency baseCurrency)
    {
        var code = System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(aspect.ToString());
        var points = score.Reasons.Where(reason => reason.Code == code).Sum(reason => reason.Contribution);
        var impact = Math.Sign(points) switch { > 0 => AspectImpact.Positive, < 0 => AspectImpact.Negative, _ => AspectImpact.Neutral };
        return new AspectAnalysis(aspect, impact, points, Finding(aspect, score.Features, baseCurrency.Code));
    }

    private static string Finding(CreditAspect aspect, CreditFeatures features, string currency) => aspect switch
    {
        CreditAspect.Income => $"{Amount(features.Income)} {currency} were taken in during the last 12 months.",
        CreditAspect.CashFlow => $"{Amount(features.MonthlyCashFlow)} {currency} were left of it each month after expenses, on average.",
        CreditAspect.Volatility => $"Monthly income strayed from its mean by {(100 * features.IncomeVolatility).ToString("0", CultureInfo.InvariantCulture)} %.",
        CreditAspect.Delinquencies => features.Delinquencies switch
        {
            0 => "Nothing was paid late or disputed in the last 24 months.",
            1 => "One installment was late or one payment disputed in the last 24 months.",
            var more => $"{more.ToString(CultureInfo.InvariantCulture)} installments were late or payments disputed in the last 24 months.",
        },
        _ => features.TenureMonths switch
        {
            0 => "The business registered less than a month ago.",
            1 => "The business registered a month ago.",
            var months => $"The business registered {months.ToString(CultureInfo.InvariantCulture)} months ago.",
        },
    };

    private static string Amount(decimal amount) => amount.ToString("#,##0.00", CultureInfo.InvariantCulture);
}
