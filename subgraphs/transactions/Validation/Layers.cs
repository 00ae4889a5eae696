namespace FinFlow.Transactions;

/// <summary>One layer's finding: at most one error, the first that applies, and any warnings.</summary>
internal readonly record struct Finding(ValidationErrorCode? Error, params IReadOnlyList<ValidationWarningCode> Warnings)
{
    public static Finding Clean { get; } = new(null);

    public static implicit operator Finding(ValidationErrorCode error) => new(error);

    public static implicit operator Finding(ValidationWarningCode warning) => new(null, warning);
}

/// <summary>The seven layers of validation. All run, whatever the others find, so that a client learns everything at once.</summary>
internal static class Layers
{
    public static IReadOnlyList<(ValidationCheck Check, Func<TransactionDraft, AccountHistory, Finding> Judge)> All { get; } =
    [
        (ValidationCheck.BasicFieldsValid, BasicFields),
        (ValidationCheck.AmountValid, Amount),
        (ValidationCheck.AccountsValid, Accounts),
        (ValidationCheck.VelocityValid, Velocity),
        (ValidationCheck.BusinessRulesValid, BusinessRules),
        (ValidationCheck.AmlCftValid, AmlCft),
        (ValidationCheck.FraudDetectionValid, FraudDetection),
    ];

    private static Finding BasicFields(TransactionDraft draft, AccountHistory history) => draft switch
    {
        { Amount.Minor: <= 0 } => ValidationErrorCode.InvalidAmount,
        { SourceAccountId: "" } => ValidationErrorCode.InvalidSourceAccount,
        _ => Finding.Clean,
    };

    private static Finding Amount(TransactionDraft draft, AccountHistory history) => draft.BaseAmount switch
    {
        null => ValidationWarningCode.ExchangeRateUnknown,
        > Limits.SingleMax => ValidationErrorCode.AmountExceedsMax,
        { } amount when amount + history.DayTotal > Limits.DailyTotalMax
            => amount > Limits.HighValue ? new Finding(ValidationErrorCode.DailyLimitExceeded, ValidationWarningCode.HighValueTransaction) : ValidationErrorCode.DailyLimitExceeded,
        > Limits.HighValue => ValidationWarningCode.HighValueTransaction,
        _ => Finding.Clean,
    };

    private static Finding Accounts(TransactionDraft draft, AccountHistory history) => draft switch
    {
        { Type: TransactionType.Transfer, DestinationAccountId: null or "" } => ValidationErrorCode.InvalidDestinationAccount,
        _ when draft.DestinationAccountId == draft.SourceAccountId => ValidationErrorCode.SameAccountTransfer,
        _ => Finding.Clean,
    };

    private static Finding Velocity(TransactionDraft draft, AccountHistory history) => history switch
    {
        { LastMinute: >= Limits.PerMinuteMax } => ValidationErrorCode.VelocityExceededMinute,
        { LastHour: >= Limits.PerHourMax } => ValidationErrorCode.VelocityExceededHour,
        { LastDay: >= Limits.PerDayMax } => ValidationErrorCode.VelocityExceededDay,
        { LastMinute: > Limits.UnusualPerMinute } or { LastHour: > Limits.UnusualPerHour } => ValidationWarningCode.UnusualVelocity,
        _ => Finding.Clean,
    };

    private static Finding BusinessRules(TransactionDraft draft, AccountHistory history) => draft switch
    {
        _ when !Limits.SupportedCurrencies.Contains(draft.Amount.Currency.Code) => ValidationErrorCode.UnsupportedCurrency,
        { Type: TransactionType.Payment or TransactionType.LoanRepayment or TransactionType.Fee, Reference: null or "" } => ValidationErrorCode.MissingReference,
        _ => Finding.Clean,
    };

    private static Finding AmlCft(TransactionDraft draft, AccountHistory history) => draft switch
    {
        { Country: { } country } when Limits.Sanctioned.Contains(country) => ValidationErrorCode.SanctionedCountry,
        { BaseAmount: > Limits.HighValue, Type: TransactionType.Transfer or TransactionType.Withdrawal } => ValidationWarningCode.HighRiskPattern,
        _ when Limits.IsJustBelowHighValue(draft.BaseAmount) && history.JustBelowHighValue + 1 >= Limits.StructuringCount
            => ValidationWarningCode.PotentialStructuring,
        _ => Finding.Clean,
    };

    private static Finding FraudDetection(TransactionDraft draft, AccountHistory history)
        => RiskScore.IsUnusualLocation(draft, history) ? ValidationWarningCode.UnusualLocation : Finding.Clean;
}
