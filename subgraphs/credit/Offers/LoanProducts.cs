namespace FinFlow.Credit;

/// <summary>What is lent at most, at which yearly rate, and for how long, to borrowers of a band. Amounts are major units of the base currency.</summary>
internal sealed record LoanProduct(decimal AmountMax, decimal AnnualRatePercent, int TermMonthsMax);

internal static class LoanProducts
{
    public static IReadOnlyList<LoanProduct> Of(CreditBand band) => band switch
    {
        CreditBand.LowRisk => [new(50_000m, 4.5m, 60), new(25_000m, 4.2m, 36), new(10_000m, 3.9m, 24)],
        CreditBand.MediumRisk => [new(25_000m, 6.5m, 60), new(10_000m, 6.2m, 36), new(5_000m, 5.9m, 24)],
        _ => [new(5_000m, 9.9m, 36), new(2_500m, 8.9m, 24)],
    };

    /// <summary>
    /// What can be had when <paramref name="amount"/> is wanted for <paramref name="termMonths"/>: of each product as much and as long as it
    /// gives. Where two come to the same, the cheaper one is offered.
    /// </summary>
    public static IReadOnlyList<(Money Amount, decimal AnnualRatePercent, int TermMonths)> For(CreditBand band, Money amount, int termMonths)
        => [.. Of(band)
            .Select(product => (
                Amount: Money.Min(amount, Money.Parse(product.AmountMax, amount.Currency).Value),
                product.AnnualRatePercent,
                TermMonths: Math.Min(termMonths, product.TermMonthsMax)))
            .GroupBy(terms => (terms.Amount, terms.TermMonths))
            .Select(same => same.MinBy(terms => terms.AnnualRatePercent))];
}
