namespace FinFlow.Credit;

/// <summary>A feature that can be computed from a business's history. A model may use these and no others.</summary>
/// <param name="Name">As it stands in model files and in the schema.</param>
/// <param name="ReasonCode">What reasons call it.</param>
/// <param name="Direction">What every model must keep to, whatever its data suggest.</param>
/// <param name="Least">Smaller values can be no business's: training data that have them are refused.</param>
/// <param name="Most">The same for larger ones.</param>
internal sealed record KnownFeature(string Name, string ReasonCode, RiskDirection Direction, double Least, double Most, Func<CreditFeatures, double> Of)
{
    private const double AmountMax = 1e10;
    private const double CountMax = 1e6;
    private const double LossMax = 1e7;

    public static IReadOnlyList<KnownFeature> All { get; } =
    [
        new("income", "INCOME", RiskDirection.Falling, -LossMax, AmountMax, features => (double)features.Income),
        new("monthlyCashFlow", "CASH_FLOW", RiskDirection.Falling, -AmountMax, AmountMax, features => (double)features.MonthlyCashFlow),
        new("delinquencies", "DELINQUENCIES", RiskDirection.Rising, 0, CountMax, features => features.Delinquencies),
        new("tenureMonths", "TENURE", RiskDirection.Falling, 0, 12_000, features => features.TenureMonths),
        new("incomeVolatility", "VOLATILITY", RiskDirection.Rising, 0, 100, features => (double)features.IncomeVolatility),
        new("refundRate", "REFUNDS", RiskDirection.Rising, 0, 1, features => (double)features.RefundRate),
        new("failureRate", "FAILED_PAYMENTS", RiskDirection.Rising, 0, 1, features => (double)features.FailureRate),
        new("invoicesIssued", "INVOICES", RiskDirection.Free, 0, CountMax, features => features.InvoicesIssued),
        new("invoicesOverdue", "OVERDUE_INVOICES", RiskDirection.Rising, 0, CountMax, features => features.InvoicesOverdue),
        new("loansRepaid", "REPAID_LOANS", RiskDirection.Falling, 0, CountMax, features => features.LoansRepaid),
        new("loansOpen", "OPEN_LOANS", RiskDirection.Rising, 0, CountMax, features => features.LoansOpen),
    ];

    public static IReadOnlyDictionary<string, KnownFeature> ByName { get; } = All.ToDictionary(feature => feature.Name);
}
