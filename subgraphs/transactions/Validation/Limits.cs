namespace FinFlow.Transactions;

/// <summary>The thresholds of validation, in major units of the base currency. They are the original's, and the contract's.</summary>
internal static class Limits
{
    public const decimal HighValue = 10_000m;
    public const decimal VeryHighValue = 50_000m;
    public const decimal JustBelowHighValueMin = 9_000m;
    public const decimal DailyTotalMax = 100_000m;
    public const decimal SingleMax = 1_000_000m;

    public const int PerMinuteMax = 10;
    public const int PerHourMax = 50;
    public const int PerDayMax = 200;
    public const int UnusualPerMinute = 5;
    public const int UnusualPerHour = 20;

    /// <summary>So many amounts just below the high value within seven days look as if a larger one had been split.</summary>
    public const int StructuringCount = 3;

    /// <summary>Before so many accepted transactions a new country says nothing.</summary>
    public const int LocationHistoryMin = 5;

    /// <summary>Before so many accepted transactions their hours say nothing.</summary>
    public const int HoursHistoryMin = 50;

    /// <summary>An hour is unusual when less than this share of the accepted ones fell into it or into its neighbours.</summary>
    public const decimal UsualHoursShareMin = 0.05m;

    /// <summary>An address from which so many other organisations' users came within a day is an intermediary's.</summary>
    public const int AddressSharedBy = 4;

    /// <summary>A device that so many other organisations' users had in hand is nobody's own.</summary>
    public const int DeviceSharedBy = 2;

    /// <summary>Before so many accepted transactions a new device says nothing.</summary>
    public const int DeviceHistoryMin = 5;

    /// <summary>What takes money out of its source account, so that the account has to hold it.</summary>
    public static IReadOnlyList<TransactionType> Outgoing { get; } =
        [TransactionType.Withdrawal, TransactionType.Transfer, TransactionType.Payment, TransactionType.LoanRepayment, TransactionType.Fee];

    public static IReadOnlySet<string> SupportedCurrencies { get; } = new HashSet<string> { "USD", "EUR", "GBP", "JPY", "CAD", "AUD", "CHF" };

    /// <summary>Comprehensively sanctioned countries. North Korea is KP (ISO 3166-1), not NK.</summary>
    public static IReadOnlySet<CountryCode> Sanctioned { get; } = Countries("IR", "KP", "SY", "CU");

    public static IReadOnlySet<CountryCode> HighRisk { get; } = Countries("AF", "IQ", "LY", "SO", "YE");

    public static IReadOnlySet<CountryCode> ElevatedRisk { get; } = Countries("RU", "NG", "PK", "UA", "VE");

    public static bool IsJustBelowHighValue(decimal? amount) => amount is >= JustBelowHighValueMin and < HighValue;

    private static HashSet<CountryCode> Countries(params string[] codes) => [.. codes.Select(CountryCode.Of)];
}
