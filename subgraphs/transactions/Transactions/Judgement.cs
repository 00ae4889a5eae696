namespace FinFlow.Transactions;

/// <summary>Judges by the organisation's own real history: naming another account neither spends its limits nor evades one's own.</summary>
internal sealed class Judgement(TransactionsDbContext db, TransactionStore store, FinFlowConfiguration configuration, TimeProvider clock)
{
    /// <summary>How the draft would be judged now; nothing is recorded.</summary>
    public async Task<Validation> ValidateAsync(TransactionDraft draft, string organizationId, CancellationToken cancellationToken)
    {
        var sitting = await OpenAsync(organizationId, [draft.Amount.Currency], cancellationToken);
        return sitting.Validate(draft);
    }

    /// <summary>Judges one transaction and records it with its event, inside the open transaction.</summary>
    public async Task RecordAsync(Transaction transaction, CancellationToken cancellationToken)
    {
        var sitting = await OpenAsync(transaction.OrganizationId, [transaction.Amount.Currency], cancellationToken);
        await RecordAsync(sitting, [sitting.Judge(transaction)], cancellationToken);
    }

    /// <summary>Reads what is needed to judge any number of the organisation's transactions one after another.</summary>
    public async Task<Sitting> OpenAsync(string organizationId, IEnumerable<Currency> currencies, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var standing = await store.FindStandingAsync(organizationId);
        var history = await store.HistoryAsync(organizationId, standing, now);
        var rates = await BaseRates.ReadAsync(db, configuration.BaseCurrency, currencies, DateOnly.FromDateTime(now.UtcDateTime), cancellationToken);
        return new Sitting(organizationId, standing, history, rates);
    }

    /// <summary>Writes what the sitting judged, their events and the new standing, inside the open transaction.</summary>
    public async Task RecordAsync(Sitting sitting, IReadOnlyCollection<Transaction> judged, CancellationToken cancellationToken)
    {
        // The standing goes first: whoever lost a race for it has to judge again, and has written nothing yet.
        store.Save(sitting.Standing, sitting.Outcome);
        await db.SaveChangesAsync(cancellationToken);
        var now = clock.GetUtcNow();
        await db.InsertAllAsync(judged, cancellationToken);
        await db.InsertAllAsync([.. judged.Select(transaction => db.OutboxMessageOf(TransactionEvents.Verdict(transaction, now), clock))], cancellationToken);
    }
}

/// <summary>Transactions of one organisation that are judged one after another, each with the earlier ones counted.</summary>
internal sealed class Sitting(string organizationId, Standing? standing, AccountHistory history, BaseRates rates)
{
    private AccountHistory _history = history;

    /// <summary>The organisation's standing as it was read; null before its first transaction.</summary>
    public Standing? Standing { get; } = standing;

    /// <summary>The standing with everything counted that was judged.</summary>
    public Standing Outcome => (Standing ?? new Standing(organizationId)).As(_history);

    public Validation Validate(TransactionDraft draft) => Validation.Of(draft with { BaseAmount = rates.ToBase(draft.Amount) }, _history);

    public Transaction Judge(Transaction transaction)
    {
        var draft = new TransactionDraft(
            transaction.Type, transaction.Amount, rates.ToBase(transaction.Amount), transaction.SourceAccountId,
            transaction.DestinationAccountId, transaction.Country, transaction.Reference);
        var validation = Validation.Of(draft, _history);
        _history = _history.After(draft, validation.Outcome);
        return transaction.Judged(validation, rates.ToMinor(draft.BaseAmount));
    }
}
