namespace FinFlow.Transactions;

/// <summary>The risk of a transaction from 0 (none) to 1, as a weighted sum of five components, each from 0 to 1.</summary>
public static class RiskScore
{
    private const decimal AmountWeight = 0.20m;
    private const decimal VelocityWeight = 0.30m;
    private const decimal PatternWeight = 0.15m;
    private const decimal HistoryWeight = 0.20m;
    private const decimal GeographyWeight = 0.15m;
    private const decimal Millionth = 1_000_000m;

    /// <summary>To six digits. Dividing drops trailing zeros, so that a score reads the same before and after it was stored.</summary>
    public static decimal Of(TransactionDraft draft, AccountHistory history)
        => decimal.Round(Millionth * (
            AmountWeight * Amount(draft.BaseAmount)
            + VelocityWeight * Velocity(history)
            + PatternWeight * Pattern(draft, history)
            + HistoryWeight * History(history)
            + GeographyWeight * Geography(draft.Country))) / Millionth;

    /// <summary>Below .3 LOW, below .6 MEDIUM, below .8 HIGH, else CRITICAL.</summary>
    public static RiskLevel Level(decimal score) => score switch
    {
        < 0.3m => RiskLevel.Low,
        < 0.6m => RiskLevel.Medium,
        < 0.8m => RiskLevel.High,
        _ => RiskLevel.Critical,
    };

    /// <summary>A country that an account with some history has never dealt with.</summary>
    internal static bool IsUnusualLocation(TransactionDraft draft, AccountHistory history)
        => draft.Country is { } country && history.Accepted >= Limits.LocationHistoryMin && history.KnownCountries.Count > 0 && !history.KnownCountries.Contains(country);

    /// <summary>An hour in which, its neighbours counted along, an organisation with a long history is hardly ever active.</summary>
    internal static bool IsUnusualTime(TransactionDraft draft, AccountHistory history)
        => draft.Hour is { } hour && history.Hours.Sum() is var all && all >= Limits.HoursHistoryMin
            && history.Hours[(hour + 23) % 24] + history.Hours[hour] + history.Hours[(hour + 1) % 24] < Limits.UsualHoursShareMin * all;

    // An amount that cannot be compared counts like a very high one: what is not known is not safe.
    private static decimal Amount(decimal? amount) => amount switch
    {
        null => 0.5m,
        <= Limits.HighValue => 0.1m,
        <= Limits.VeryHighValue => 0.1m + 0.4m * (amount.Value - Limits.HighValue) / (Limits.VeryHighValue - Limits.HighValue),
        _ => 0.5m + 0.5m * Math.Min(1m, (amount.Value - Limits.VeryHighValue) / Limits.VeryHighValue),
    };

    private static decimal Velocity(AccountHistory history)
        => Math.Max(Math.Min(1m, history.LastMinute / (decimal)Limits.PerMinuteMax), 0.8m * Math.Min(1m, history.LastHour / (decimal)Limits.PerHourMax));

    private static decimal Pattern(TransactionDraft draft, AccountHistory history)
        => (draft.Type is TransactionType.Withdrawal or TransactionType.Transfer ? 0.2m : 0m)
            + (IsUnusualTime(draft, history) ? 0.3m : 0m)
            + (IsUnusualLocation(draft, history) ? 0.3m : 0m);

    // 0.1 for a clean or new account; an account whose transactions keep being held or rejected approaches 1.
    private static decimal History(AccountHistory history)
        => history.Troubled == 0 ? 0.1m : 0.1m + 0.9m * history.Troubled / (history.Accepted + history.Troubled);

    private static decimal Geography(CountryCode? country) => country switch
    {
        null => 0.5m,
        { } known when Limits.HighRisk.Contains(known) => 0.9m,
        { } known when Limits.ElevatedRisk.Contains(known) => 0.6m,
        _ => 0.1m,
    };
}
