namespace FinFlow.Transactions;

/// <summary>Judges by the organisation's own real history: naming another account neither spends its limits nor evades one's own.</summary>
internal sealed class Judgement(
    TransactionsDbContext db, TransactionStore store, DossierStore dossiers, TransactionCache cache, FinFlowConfiguration configuration, TimeProvider clock)
{
    /// <summary>How it would be judged now; nothing is recorded.</summary>
    public async Task<Validation> ValidateAsync(Matter matter, CancellationToken cancellationToken)
        => (await OpenAsync([matter], cancellationToken))[matter.Transaction.OrganizationId].Validate(matter);

    /// <summary>Judges one transaction and records it with its event, inside the open transaction.</summary>
    public async Task RecordAsync(Transaction transaction, CancellationToken cancellationToken)
    {
        var matter = new Matter(transaction, Circumstances.None);
        var sittings = await OpenAsync([matter], cancellationToken);
        await RecordAsync(sittings.Values, [matter with { Transaction = sittings[transaction.OrganizationId].Judge(matter) }], cancellationToken);
    }

    /// <summary>Reads what is needed to judge these one after another; a sitting for each organisation.</summary>
    public async Task<IReadOnlyDictionary<string, Sitting>> OpenAsync(IReadOnlyCollection<Matter> matters, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var histories = await store.HistoriesAsync([.. matters.Select(matter => matter.Transaction.OrganizationId).Distinct()], now, cancellationToken);
        var rates = await BaseRates.ReadAsync(
            cache, configuration.BaseCurrency, matters.Select(matter => matter.Transaction.Amount.Currency), DateOnly.FromDateTime(now.UtcDateTime), cancellationToken);
        var dossier = await dossiers.ReadAsync(matters, cancellationToken);
        return histories.ToDictionary(known => known.Key, known => new Sitting(known.Key, known.Value.Standing, known.Value.History, rates, dossier));
    }

    /// <summary>Writes what the sittings judged, their events and the new standings, inside the open transaction.</summary>
    public async Task RecordAsync(IEnumerable<Sitting> sittings, IReadOnlyCollection<Matter> judged, CancellationToken cancellationToken)
    {
        // The standings go first: whoever lost a race for one has to judge again, and has written nothing yet.
        var changed = sittings.Where(sitting => sitting.HasJudged).ToList();
        changed.ForEach(sitting => store.Save(sitting.Standing, sitting.Outcome));
        await db.SaveChangesAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var transactions = judged.Select(matter => matter.Transaction).ToList();
        await db.InsertAllAsync(transactions, cancellationToken);
        await db.InsertAllAsync([.. transactions.Select(transaction => db.OutboxMessageOf(TransactionEvents.Verdict(transaction, now), clock))], cancellationToken);
        if (changed.Count > 0)
        {
            await dossiers.RememberAsync(changed[0].Dossier, judged.Where(matter => matter.Transaction.Status is TransactionStatus.Processing), cancellationToken);
        }
    }
}
