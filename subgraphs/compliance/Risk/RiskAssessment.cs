namespace FinFlow.Compliance;

public enum RiskCategory { Customer, Geography, Activity, Sanctions }

/// <summary>How risky it is to do business with a user, and why. It stays as it is; a later one stands beside it.</summary>
public sealed record RiskAssessment
{
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string UserId { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    /// <summary>From 1 for each user: times may be equal, numbers are not.</summary>
    [GraphQLIgnore]
    public required int Number { get; init; }

    public required RiskLevel Level { get; init; }

    /// <summary>The factors' weights together, from 0 to 1.</summary>
    public required decimal Score { get; init; }

    public required DateTimeOffset AssessedAt { get; init; }

    /// <summary>What makes the score, the heaviest first; none for a user of whom nothing is known that speaks against them.</summary>
    public required IReadOnlyList<RiskFactor> Factors { get; init; }

    internal static RiskAssessment Of(RiskProfile profile, string id, int number, DateTimeOffset now)
    {
        var factors = RiskRules.Factors(profile);
        var score = Math.Min(1m, factors.Sum(factor => factor.Weight));
        return new RiskAssessment
        {
            Id = id, UserId = profile.UserId, OrganizationId = profile.OrganizationId, Number = number, Level = RiskRules.Level(score), Score = score,
            AssessedAt = now, Factors = factors,
        };
    }
}

/// <param name="Weight">What it adds to the score.</param>
public sealed record RiskFactor(RiskCategory Category, string Reason, decimal Weight);
