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
        { Evidence.Available: { } available } when Limits.Outgoing.Contains(draft.Type) && draft.Amount > available => ValidationErrorCode.InsufficientFunds,
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
        { Type: TransactionType.LoanDisbursement, LoanId: not null } when draft.Evidence.Loan?.Principal != draft.Amount => ValidationErrorCode.LoanNotApproved,
        { Type: TransactionType.LoanRepayment, LoanId: not null } when !IsOwed(draft) => ValidationErrorCode.InvalidLoanRepayment,
        _ => Finding.Clean,
    };

    private static bool IsOwed(TransactionDraft draft)
        => draft.Evidence.Loan is { Outstanding: { IsPositive: true } outstanding } && outstanding.Currency == draft.Amount.Currency;

    private static Finding AmlCft(TransactionDraft draft, AccountHistory history)
    {
        ValidationErrorCode? error = draft.Country is { } country && Limits.Sanctioned.Contains(country) ? ValidationErrorCode.SanctionedCountry : null;
        ValidationWarningCode? pattern = draft switch
        {
            _ when error is not null => null,
            { BaseAmount: > Limits.HighValue, Type: TransactionType.Transfer or TransactionType.Withdrawal } => ValidationWarningCode.HighRiskPattern,
            _ when Limits.IsJustBelowHighValue(draft.BaseAmount) && history.JustBelowHighValue + 1 >= Limits.StructuringCount
                => ValidationWarningCode.PotentialStructuring,
            _ => null,
        };
        return Found(error, draft.Evidence.IsExposed ? ValidationWarningCode.PepDetected : null, pattern);
    }

    private static Finding FraudDetection(TransactionDraft draft, AccountHistory history)
    {
        ValidationErrorCode? error = draft.Evidence switch
        {
            { IsAddressSuspicious: true } => ValidationErrorCode.SuspiciousIp,
            { IsDeviceSuspicious: true } => ValidationErrorCode.SuspiciousDevice,
            // What cannot be compared counts as high, as it does for the risk.
            { IsStranger: true } when draft.BaseAmount is null or > Limits.HighValue => ValidationErrorCode.PotentialAccountTakeover,
            _ => null,
        };
        return Found(
            error,
            RiskScore.IsUnusualTime(draft, history) ? ValidationWarningCode.UnusualTransactionTime : null,
            RiskScore.IsUnusualLocation(draft, history) ? ValidationWarningCode.UnusualLocation : null);
    }

    private static Finding Found(ValidationErrorCode? error, params IEnumerable<ValidationWarningCode?> warnings)
        => new(error, [.. warnings.OfType<ValidationWarningCode>()]);
}
