namespace FinFlow.Messaging;

/// <param name="TopScore">The best match's score, 0 to 1.</param>
/// <param name="SubjectId">The payment, user or counterparty that was screened, when it is one of ours.</param>
public sealed record ScreeningHit(
    string ScreeningId,
    string? OrganizationId,
    string? UserId,
    string? SubjectId,
    [property: Personal] string Name,
    string RiskLevel,
    int MatchCount,
    double TopScore,
    DateTimeOffset OccurredAt) : IEvent
{
    string IEvent.AggregateId => ScreeningId;

    // A name that somebody asked about is told for as long as whoever asked is known.
    string? IEvent.PersonId => SubjectId ?? UserId;
}

public sealed record ConsentChanged(
    string ConsentId, string? OrganizationId, string UserId, string Status, IReadOnlyList<string> Scopes, DateTimeOffset OccurredAt) : IEvent
{
    string IEvent.AggregateId => ConsentId;
}
