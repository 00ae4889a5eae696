using System.Collections.Concurrent;

namespace FinFlow.Credit;

/// <summary>What can score: the baseline rule, or a trained model.</summary>
internal interface IScoringModel
{
    CreditModelVersion Version { get; }

    Assessment Assess(CreditFeatures features);
}

/// <summary>What a model makes of a business.</summary>
/// <param name="ProbabilityOfDefault">Within a year, from 0 to 1.</param>
internal sealed record Assessment(Rating Rating, decimal ProbabilityOfDefault)
{
    public int Score => Points.Of(Rating.Value);
}

/// <summary>Boosted trees as a score: what they say in log-odds lies on the scale by its odds, so that each feature's part is a number of points.</summary>
internal sealed class TrainedModel(ModelFile file) : IScoringModel
{
    private readonly IReadOnlyList<KnownFeature> features = [.. file.Document.Model.Features.Select(feature => KnownFeature.ByName[feature.Name])];

    public CreditModelVersion Version { get; } = new(file.Document.Name, file.Document.Version, file.Hash);

    public IReadOnlyList<FeatureSpread>? Spreads => file.Document.Spreads;

    public Assessment Assess(CreditFeatures business)
    {
        double[] values = [.. features.Select(feature => feature.Of(business))];
        var (average, contributions) = file.Document.Model.Explain(values);
        var calibration = file.Document.Calibration;
        var logOdds = calibration.Apply(average + contributions.Sum());
        var parts = features
            .Zip(contributions, (feature, contribution) => new RatingPart(feature.ReasonCode, -Points.RatingOf(calibration.Slope * contribution)))
            .OrderByDescending(part => Math.Abs(part.Value))
            .Prepend(new RatingPart("AVERAGE_BORROWER", Points.RatingAtOdds(calibration.Apply(average))))
            .ToList();

        // What lies beyond the scale's ends is cut off, and the reasons say by how much.
        var sum = parts.Sum(part => part.Value);
        parts.Add(new RatingPart("SCALE_END", Math.Clamp(sum, 0m, 1m) - sum));
        return new Assessment(new Rating(parts), decimal.Round((decimal)LogOdds.ToProbability(logOdds), 6));
    }
}

/// <summary>Trained models, read once: they never change, and are known by their hash.</summary>
internal sealed class ModelShelf
{
    // A champion, a challenger, and what replays ask for.
    private const int ModelsMax = 16;

    private readonly ConcurrentDictionary<string, TrainedModel> models = new();

    public async Task<TrainedModel> TakeAsync(string hash, Func<Task<string>> readText)
    {
        if (models.TryGetValue(hash, out var known))
        {
            return known;
        }

        // It was checked before it was stored, so that a refusal here is a damaged database.
        var model = new TrainedModel(ModelFile.Parse(await readText()).Value);
        if (models.Count >= ModelsMax)
        {
            models.Clear();
        }

        return models.GetOrAdd(hash, model);
    }
}
