namespace FinFlow.Credit;

/// <summary>How the businesses that are scored now differ from those that a model learned from: the more, the less its figures still say.</summary>
/// <param name="Scores">So many are compared: the latest ones that rest on a history, at most 500.</param>
/// <param name="Since">When the oldest of them was computed.</param>
/// <param name="Features">Those that have moved the furthest first.</param>
public sealed record ModelDrift(int Scores, DateTimeOffset Since, IReadOnlyList<FeatureDrift> Features)
{
    // With fewer, the index says more about chance than about the businesses.
    private const int ScoresMin = 100;
    private const int ScoresMax = 500;

    internal static async Task<ModelDrift?> ReadAsync(IReadOnlyList<FeatureSpread> spreads, CreditDbContext db, CancellationToken cancellationToken)
    {
        // Ids grow with time.
        var latest = await db.Scores.AsNoTracking()
            .OrderByDescending(score => score.Id)
            .Take(ScoresMax)
            .Select(score => new { score.Features, score.ComputedAt })
            .ToListAsync(cancellationToken);
        var scored = latest.Where(score => score.Features.HasHistory()).ToList();
        return scored.Count < ScoresMin ? null : new ModelDrift(scored.Count, scored.Min(score => score.ComputedAt), Of(spreads, [.. scored.Select(score => score.Features)]));
    }

    internal static IReadOnlyList<FeatureDrift> Of(IReadOnlyList<FeatureSpread> spreads, IReadOnlyList<CreditFeatures> live)
        => [.. spreads.Select(spread => FeatureDrift.Of(spread, [.. live.Select(KnownFeature.ByName[spread.Name].Of)])).OrderByDescending(drift => drift.PopulationStabilityIndex)];
}

/// <summary>How far one feature has moved.</summary>
/// <param name="Name">As in `CreditScore.features`.</param>
/// <param name="PopulationStabilityIndex">0 when its values are spread as they were among the model's examples; some of it is chance, the more the fewer scores.</param>
/// <param name="Level">Below 0.1 STABLE, up to 0.25 MODERATE, above SIGNIFICANT.</param>
public sealed record FeatureDrift(string Name, double PopulationStabilityIndex, DriftLevel Level)
{
    private const int Digits = 6;

    internal static FeatureDrift Of(FeatureSpread spread, IReadOnlyList<double> live)
    {
        var index = PopulationStability.Index(spread.Shares, spread.SharesOf(live));
        return new FeatureDrift(spread.Name, Math.Round(index, Digits), PopulationStability.LevelOf(index));
    }
}
