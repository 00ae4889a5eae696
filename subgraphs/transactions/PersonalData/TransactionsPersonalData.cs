namespace FinFlow.Transactions;

/// <summary>The movements of money that a user made. The judgement on each stays, as the law demands; the user's words go.</summary>
internal sealed class TransactionsPersonalData(TransactionsDbContext db) : IPersonalData
{
    public static string Subgraph => TransactionsSubgraph.Name;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> CollectAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var transactions = await db.Transactions.AsNoTracking().Where(transaction => transaction.UserId == subject.UserId).OrderBy(transaction => transaction.Id).ToListAsync(cancellationToken);
        var sightings = await db.Sightings.AsNoTracking().Where(sighting => sighting.UserId == subject.UserId).OrderBy(sighting => sighting.FirstSeenAt).ToListAsync(cancellationToken);
        return new Dictionary<string, IReadOnlyList<object>>
        {
            ["devices"] = [.. sightings.Select(sighting => new { sighting.Kind, sighting.Value, sighting.FirstSeenAt, sighting.LastSeenAt })],
            ["transactions"] =
            [
                .. transactions.Select(transaction => new
                {
                    transaction.Id, transaction.CreatedAt, transaction.Type, transaction.Amount, transaction.SourceAccountId, transaction.DestinationAccountId,
                    transaction.Country, transaction.Reference, transaction.Description, transaction.Status, transaction.RiskScore, transaction.RiskLevel,
                    transaction.Errors, transaction.Warnings, transaction.PaymentId, transaction.ReviewReason,
                }),
            ],
        };
    }

    public async Task<IReadOnlyDictionary<string, int>> EraseAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        db.HasChangedPastTracker = true;
        return new Dictionary<string, int>
        {
            ["devices"] = await db.Sightings.Where(sighting => sighting.UserId == subject.UserId).ExecuteDeleteAsync(cancellationToken),
            // Whoever changes one of these rows at the same time must lose, or would write the old words back.
            ["transactions"] = await db.Transactions.Where(transaction => transaction.UserId == subject.UserId).ExecuteUpdateAsync(
                transaction => transaction
                    .SetProperty(t => t.Description, t => t.Description == null ? null : Pseudonym.Text)
                    .SetProperty(t => t.Version, t => t.Version + 1),
                cancellationToken),
        };
    }
}
