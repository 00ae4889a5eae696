namespace FinFlow.Credit;

public enum CreditBand { LowRisk, MediumRisk, HighRisk }

/// <summary>How likely a business is to pay back, computed from its own history here. It stays as it is; a later one stands beside it.</summary>
public sealed record CreditScore
{
    /// <summary>How long offers may rest on a score.</summary>
    internal static readonly TimeSpan Validity = TimeSpan.FromDays(90);

    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public required string UserId { get; init; }

    /// <summary>From 1 for each organisation: times may be equal, numbers are not.</summary>
    [GraphQLIgnore]
    public required int Number { get; init; }

    /// <summary>Points on the scale, higher is better.</summary>
    public required int Score { get; init; }

    /// <summary>The least and the most points that there can be: `300-850`.</summary>
    public string Scale => Points.Scale;

    public required CreditBand Band { get; init; }

    /// <summary>Within a year, from 0 to 1.</summary>
    public required decimal ProbabilityOfDefault { get; init; }

    /// <summary>What the score is made of. The contributions add up to it.</summary>
    public required IReadOnlyList<ScoreReason> Reasons { get; init; }

    /// <summary>What it was computed from.</summary>
    public required CreditFeatures Features { get; init; }

    public required CreditModelVersion Model { get; init; }

    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>From then on, offers need a new score.</summary>
    public DateTimeOffset ExpiresAt => ComputedAt + Validity;

    public static CreditScore Compute(string id, int number, string organizationId, string userId, CreditFeatures features, DateTimeOffset now)
    {
        var rating = BaselineModel.Rate(features);
        var score = Points.Of(rating.Value);
        return new CreditScore
        {
            Id = id,
            Number = number,
            OrganizationId = organizationId,
            UserId = userId,
            Score = score,
            Band = rating.Band,
            ProbabilityOfDefault = Points.ProbabilityOfDefault(score),
            Reasons = Points.Explain(rating),
            Features = features,
            Model = BaselineModel.Version,
            ComputedAt = now,
        };
    }
}

/// <summary>A part of a score.</summary>
/// <param name="Code">SCALE_BEGINNING, INCOME, CASH_FLOW, DELINQUENCIES; MINIMUM lifts what would fall below the least score.</param>
/// <param name="Contribution">Points that it adds, or takes away.</param>
public sealed record ScoreReason(string Code, int Contribution);

/// <summary>Which rule or trained model computed a score.</summary>
public sealed record CreditModelVersion(string Name, string Version);
