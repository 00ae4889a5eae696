namespace FinFlow.Messaging;

/// <param name="TopScore">The best match's score, 0 to 1.</param>
/// <param name="SubjectId">The payment, user or counterparty that was screened, when it is one of ours.</param>
public sealed record ScreeningHit(
    string ScreeningId,
    string? OrganizationId,
    string? UserId,
    string? SubjectId,
    string Name,
    string RiskLevel,
    int MatchCount,
    double TopScore,
    DateTimeOffset OccurredAt) : IEvent
{
    string IEvent.AggregateId => ScreeningId;
}

public sealed record ConsentChanged(
    string ConsentId, string? OrganizationId, string UserId, string Status, IReadOnlyList<string> Scopes, DateTimeOffset OccurredAt) : IEvent
{
    string IEvent.AggregateId => ConsentId;
}
