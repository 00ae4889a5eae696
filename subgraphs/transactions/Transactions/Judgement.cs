namespace FinFlow.Transactions;

/// <summary>Judges by the organisation's own real history: naming another account neither spends its limits nor evades one's own.</summary>
internal sealed class Judgement(
    TransactionsDbContext db, TransactionStore store, TransactionCache cache, FinFlowConfiguration configuration, TimeProvider clock)
{
    /// <summary>How the draft would be judged now; nothing is recorded.</summary>
    public async Task<Validation> ValidateAsync(TransactionDraft draft, string organizationId, CancellationToken cancellationToken)
        => (await OpenAsync([organizationId], [draft.Amount.Currency], cancellationToken))[organizationId].Validate(draft);

    /// <summary>Judges one transaction and records it with its event, inside the open transaction.</summary>
    public async Task RecordAsync(Transaction transaction, CancellationToken cancellationToken)
    {
        var sitting = (await OpenAsync([transaction.OrganizationId], [transaction.Amount.Currency], cancellationToken))[transaction.OrganizationId];
        await RecordAsync([sitting], [sitting.Judge(transaction)], cancellationToken);
    }

    /// <summary>Reads what is needed to judge any number of the organisations' transactions one after another.</summary>
    public async Task<IReadOnlyDictionary<string, Sitting>> OpenAsync(
        IReadOnlyCollection<string> organizationIds, IEnumerable<Currency> currencies, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var histories = await store.HistoriesAsync(organizationIds, now, cancellationToken);
        var rates = await BaseRates.ReadAsync(cache, configuration.BaseCurrency, currencies, DateOnly.FromDateTime(now.UtcDateTime), cancellationToken);
        return histories.ToDictionary(known => known.Key, known => new Sitting(known.Key, known.Value.Standing, known.Value.History, rates));
    }

    /// <summary>Writes what the sittings judged, their events and the new standings, inside the open transaction.</summary>
    public async Task RecordAsync(IEnumerable<Sitting> sittings, IReadOnlyCollection<Transaction> judged, CancellationToken cancellationToken)
    {
        // The standings go first: whoever lost a race for one has to judge again, and has written nothing yet.
        foreach (var sitting in sittings.Where(sitting => sitting.HasJudged))
        {
            store.Save(sitting.Standing, sitting.Outcome);
        }

        await db.SaveChangesAsync(cancellationToken);
        var now = clock.GetUtcNow();
        await db.InsertAllAsync(judged, cancellationToken);
        await db.InsertAllAsync([.. judged.Select(transaction => db.OutboxMessageOf(TransactionEvents.Verdict(transaction, now), clock))], cancellationToken);
    }
}
