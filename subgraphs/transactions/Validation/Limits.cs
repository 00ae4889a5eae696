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

    public static IReadOnlySet<string> SupportedCurrencies { get; } = new HashSet<string> { "USD", "EUR", "GBP", "JPY", "CAD", "AUD", "CHF" };

    /// <summary>Comprehensively sanctioned countries. North Korea is KP (ISO 3166-1), not NK.</summary>
    public static IReadOnlySet<CountryCode> Sanctioned { get; } = Countries("IR", "KP", "SY", "CU");

    public static IReadOnlySet<CountryCode> HighRisk { get; } = Countries("AF", "IQ", "LY", "SO", "YE");

    public static IReadOnlySet<CountryCode> ElevatedRisk { get; } = Countries("RU", "NG", "PK", "UA", "VE");

    public static bool IsJustBelowHighValue(decimal? amount) => amount is >= JustBelowHighValueMin and < HighValue;

    private static HashSet<CountryCode> Countries(params string[] codes) => [.. codes.Select(CountryCode.Of)];
}
