namespace FinFlow.Transactions;

/// <summary>Somebody of ours of whom a screening found a likely match on a list.</summary>
internal sealed record ExposedParty(string SubjectId, string ScreeningId, DateTimeOffset FoundAt);

/// <summary>Remembers whom a screening found: reviewers of their transactions are told.</summary>
internal sealed class FollowScreening(TransactionsDbContext db) : IEventHandler<ScreeningHit>
{
    public async Task HandleAsync(EventContext<ScreeningHit> received, CancellationToken cancellationToken)
    {
        var hit = received.Payload;
        if (hit.SubjectId is not { } subject)
        {
            return;
        }

        var party = new ExposedParty(subject, hit.ScreeningId, hit.OccurredAt);
        _ = await db.ExposedParties.AnyAsync(known => known.SubjectId == subject, cancellationToken) ? db.Update(party) : db.Add(party);
    }
}
