namespace FinFlow.Transactions;

/// <summary>Why a transaction is rejected.</summary>
public enum ValidationErrorCode
{
    InvalidAmount,
    AmountExceedsMax,
    DailyLimitExceeded,
    InvalidSourceAccount,
    InvalidDestinationAccount,
    SameAccountTransfer,
    VelocityExceededMinute,
    VelocityExceededHour,
    VelocityExceededDay,
    MissingReference,
    UnsupportedCurrency,
    SanctionedCountry,
}

/// <summary>What a reviewer should look at, without rejecting.</summary>
public enum ValidationWarningCode
{
    HighValueTransaction,
    UnusualVelocity,
    HighRiskPattern,
    /// <summary>The third amount within seven days that stays a little below the high value.</summary>
    PotentialStructuring,
    UnusualLocation,
    /// <summary>The amount could not be compared with limits, because there is no rate to the base currency; a person has to look.</summary>
    ExchangeRateUnknown,
}

/// <summary>The layers of validation, in their order; each runs even when an earlier one failed.</summary>
public enum ValidationCheck { BasicFieldsValid, AmountValid, AccountsValid, VelocityValid, BusinessRulesValid, AmlCftValid, FraudDetectionValid }
