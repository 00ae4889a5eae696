namespace FinFlow.Transactions;

/// <summary>Why a transaction is rejected.</summary>
public enum ValidationErrorCode
{
    InvalidAmount,
    AmountExceedsMax,
    DailyLimitExceeded,
    InvalidSourceAccount,
    InvalidDestinationAccount,
    /// <summary>The source account of the book does not hold the amount.</summary>
    InsufficientFunds,
    SameAccountTransfer,
    VelocityExceededMinute,
    VelocityExceededHour,
    VelocityExceededDay,
    /// <summary>There is no such loan of the organisation, or its amount is another.</summary>
    LoanNotApproved,
    /// <summary>There is no such loan of the organisation, it is repaid already, or it is in another currency.</summary>
    InvalidLoanRepayment,
    MissingReference,
    UnsupportedCurrency,
    SanctionedCountry,
    /// <summary>No customer on the internet can have the address, or many organisations' users share it.</summary>
    SuspiciousIp,
    /// <summary>Users of several other organisations submitted from the same device.</summary>
    SuspiciousDevice,
    /// <summary>A high amount from a device and an address at which the user was never seen before.</summary>
    PotentialAccountTakeover,
}

/// <summary>What a reviewer should look at, without rejecting.</summary>
public enum ValidationWarningCode
{
    HighValueTransaction,
    UnusualVelocity,
    HighRiskPattern,
    /// <summary>A screening found somebody who takes part on a list.</summary>
    PepDetected,
    /// <summary>The third amount within seven days that stays a little below the high value.</summary>
    PotentialStructuring,
    /// <summary>At this hour of the day the organisation is hardly ever active.</summary>
    UnusualTransactionTime,
    UnusualLocation,
    /// <summary>The amount could not be compared with limits, because there is no rate to the base currency; a person has to look.</summary>
    ExchangeRateUnknown,
}

/// <summary>The layers of validation, in their order; each runs even when an earlier one failed.</summary>
public enum ValidationCheck { BasicFieldsValid, AmountValid, AccountsValid, VelocityValid, BusinessRulesValid, AmlCftValid, FraudDetectionValid }
