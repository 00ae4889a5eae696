using System.Collections.Frozen;

namespace FinFlow.Compliance;

/// <summary>What speaks against a user, and how much.</summary>
internal static class RiskRules
{
    /// <summary>Comprehensively sanctioned. North Korea is KP (ISO 3166-1), not NK.</summary>
    public static readonly FrozenSet<CountryCode> Sanctioned = Countries("IR", "KP", "SY", "CU");

    public static readonly FrozenSet<CountryCode> HighRisk = Countries("AF", "IQ", "LY", "SO", "YE", "MM", "RU", "NG", "PK", "VE");

    /// <summary>In major units of the base currency.</summary>
    public const decimal LargeAmount = 10_000m;

    private const decimal NoHistoryWeight = 0.05m;

    /// <summary>Below .3 LOW, below .6 MEDIUM, below .8 HIGH, else CRITICAL: the levels of transactions.</summary>
    public static RiskLevel Level(decimal score) => score switch
    {
        < 0.3m => RiskLevel.Low,
        < 0.6m => RiskLevel.Medium,
        < 0.8m => RiskLevel.High,
        _ => RiskLevel.Critical,
    };

    public static IReadOnlyList<RiskFactor> Factors(RiskProfile profile)
        => [.. All(profile).OfType<RiskFactor>().OrderByDescending(factor => factor.Weight).ThenBy(factor => factor.Category)];

    private static IEnumerable<RiskFactor?> All(RiskProfile profile) =>
    [
        profile.NameScreening switch
        {
            ScreeningStatus.Blocked => new RiskFactor(RiskCategory.Sanctions, "The name is on a watchlist.", 0.9m),
            ScreeningStatus.Review => new RiskFactor(RiskCategory.Sanctions, "The name is like one on a watchlist.", 0.4m),
            _ => null,
        },
        profile.Country switch
        {
            { } country when Sanctioned.Contains(country) => new RiskFactor(RiskCategory.Geography, $"The user is in a sanctioned country, {country}.", 0.8m),
            { } country when HighRisk.Contains(country) => new RiskFactor(RiskCategory.Geography, $"The user is in a country of high risk, {country}.", 0.3m),
            _ => null,
        },
        Steps(RiskCategory.Geography, profile.FromSanctionedCountries, "payments from sanctioned countries", each: 0.2m, max: 0.4m),
        Steps(RiskCategory.Geography, profile.FromHighRiskCountries, "payments from countries of high risk", each: 0.05m, max: 0.2m),
        Steps(RiskCategory.Activity, profile.Held, "payments held for a reviewer", each: 0.1m, max: 0.3m),
        Steps(RiskCategory.Activity, profile.Rejected, "payments rejected", each: 0.1m, max: 0.3m),
        Steps(RiskCategory.Activity, profile.Disputes, "payments disputed", each: 0.1m, max: 0.3m),
        Steps(RiskCategory.Activity, profile.LargeCaptures, "large payments", each: 0.05m, max: 0.1m),
        Steps(RiskCategory.Activity, profile.UnpricedCaptures, "payments of unknown size, for want of an exchange rate", each: 0.05m, max: 0.1m),
        profile.Captures == 0 ? new RiskFactor(RiskCategory.Customer, "There is no payment history yet.", NoHistoryWeight) : null,
    ];

    // Several are worse than one, but only up to a point; the reason does not count further than the weight does.
    private static RiskFactor? Steps(RiskCategory category, int count, string what, decimal each, decimal max)
        => count == 0 ? null
            : count * each < max ? new RiskFactor(category, $"{count} {what}.", count * each)
            : new RiskFactor(category, $"{decimal.Ceiling(max / each):0} or more {what}.", max);

    private static FrozenSet<CountryCode> Countries(params string[] codes) => codes.Select(CountryCode.Of).ToFrozenSet();
}
