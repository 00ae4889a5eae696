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

    /// <summary>What the challenger made of the same features; null when there was none.</summary>
    [Authorize(Permissions.CreditTrain)]
    public ChallengerScore? Challenger { get; init; }

    internal static CreditScore Compute(
        string id, int number, Caller caller, CreditFeatures features, IScoringModel champion, IScoringModel? challenger, DateTimeOffset now)
    {
        // Without a history there is nothing that a trained model could have learned to read.
        var model = features.HasHistory() ? champion : BaselineModel.Instance;
        var assessment = model.Assess(features);
        return new CreditScore
        {
            Id = id,
            Number = number,
            OrganizationId = caller.OrganizationId,
            UserId = caller.UserId,
            Score = assessment.Score,
            Band = assessment.Rating.Band,
            ProbabilityOfDefault = assessment.ProbabilityOfDefault,
            Reasons = Points.Explain(assessment.Rating),
            Features = features,
            Model = model.Version,
            Challenger = challenger is null ? null : ChallengerScore.Of(challenger, features),
            ComputedAt = now,
        };
    }
}

/// <summary>A part of a score.</summary>
/// <param name="Code">
/// SCALE_BEGINNING, then what the model looked at: INCOME, CASH_FLOW, DELINQUENCIES, and of a trained model TENURE, VOLATILITY, REFUNDS,
/// FAILED_PAYMENTS, INVOICES, OVERDUE_INVOICES, REPAID_LOANS, OPEN_LOANS, each against its AVERAGE_BORROWER. MINIMUM lifts what would fall
/// below the least score; SCALE_END cuts off what is beyond the scale.
/// </param>
/// <param name="Contribution">Points that it adds, or takes away.</param>
public sealed record ScoreReason(string Code, int Contribution);

/// <summary>Which rule or trained model computed a score.</summary>
/// <param name="Hash">Names the model exactly, as in `creditModels`.</param>
public sealed record CreditModelVersion(string Name, string Version, string Hash = BaselineModel.Hash);

/// <summary>A score that nothing rests on: what a challenger would have said.</summary>
public sealed record ChallengerScore(CreditModelVersion Model, int Score, decimal ProbabilityOfDefault)
{
    internal static ChallengerScore Of(IScoringModel challenger, CreditFeatures features)
    {
        var assessment = challenger.Assess(features);
        return new ChallengerScore(challenger.Version, assessment.Score, assessment.ProbabilityOfDefault);
    }
}

/// <summary>A score computed again, from the features that were stored with it and by the model that its hash names.</summary>
/// <param name="Agrees">Whether it came out as it did then.</param>
public sealed record CreditScoreReplay(int Score, decimal ProbabilityOfDefault, bool Agrees)
{
    internal static CreditScoreReplay Of(CreditScore score, IScoringModel model)
    {
        var again = model.Assess(score.Features);
        return new CreditScoreReplay(
            again.Score, again.ProbabilityOfDefault,
            again.Score == score.Score && again.ProbabilityOfDefault == score.ProbabilityOfDefault && Points.Explain(again.Rating).SequenceEqual(score.Reasons));
    }
}
