namespace FinFlow.Transactions;

/// <summary>The judgement on a transaction: its checks, errors, warnings and risk.</summary>
/// <param name="RiskScore">From 0 to 1.</param>
public sealed record Validation(
    IReadOnlyList<ValidationCheckResult> Checks, IReadOnlyList<ValidationErrorCode> Errors, IReadOnlyList<ValidationWarningCode> Warnings,
    decimal RiskScore, RiskLevel RiskLevel)
{
    /// <summary>Whether no layer found an error.</summary>
    public bool IsValid => Errors.Count == 0;

    /// <summary>Invalid: REJECTED. Valid with HIGH or CRITICAL risk, or of unknown worth: HELD for a reviewer. Else PROCESSING.</summary>
    public TransactionStatus Outcome => this switch
    {
        { IsValid: false } => TransactionStatus.Rejected,
        { RiskLevel: RiskLevel.High or RiskLevel.Critical } => TransactionStatus.Held,
        _ when Warnings.Contains(ValidationWarningCode.ExchangeRateUnknown) => TransactionStatus.Held,
        _ => TransactionStatus.Processing,
    };

    public static Validation Of(TransactionDraft draft, AccountHistory history)
    {
        var findings = Layers.All.Select(layer => (layer.Check, Finding: layer.Judge(draft, history))).ToList();
        var score = Transactions.RiskScore.Of(draft, history);
        return new Validation(
            [.. findings.Select(found => new ValidationCheckResult(found.Check, found.Finding.Error is null))],
            [.. findings.Select(found => found.Finding.Error).OfType<ValidationErrorCode>()],
            [.. findings.SelectMany(found => found.Finding.Warnings)],
            score, Transactions.RiskScore.Level(score));
    }
}

/// <summary>Whether one layer of validation was passed.</summary>
public sealed record ValidationCheckResult(ValidationCheck Check, bool Passed);
