namespace FinFlow.Transactions;

/// <summary>Judges a draft against its account's real history and records the verdict with its event.</summary>
internal sealed class Judgement(TransactionsDbContext db, TransactionStore store, FinFlowConfiguration configuration, TimeProvider clock)
{
    /// <summary>The amount in base currency, or null when there is no rate to compare it by.</summary>
    public Money? ToBase(Money amount) => amount.Currency == configuration.BaseCurrency ? amount : null;

    /// <summary>Judges by the organisation's own history: naming another account neither spends its limits nor evades one's own.</summary>
    public async Task<Validation> ValidateAsync(TransactionDraft draft, string organizationId, CancellationToken cancellationToken)
        => Validation.Of(draft, await store.HistoryAsync(organizationId, clock.GetUtcNow(), cancellationToken));

    /// <summary>Adds the judged transaction and its event to the context; the caller saves.</summary>
    public async Task<Transaction> RecordAsync(Transaction transaction, CancellationToken cancellationToken)
    {
        var draft = new TransactionDraft(
            transaction.Type, transaction.Amount, ToBase(transaction.Amount)?.ToDecimal(), transaction.SourceAccountId,
            transaction.DestinationAccountId, transaction.Country, transaction.Reference);
        var judged = transaction.Judged(await ValidateAsync(draft, transaction.OrganizationId, cancellationToken));
        store.Add(judged);
        db.Publish(TransactionEvents.Verdict(judged, clock.GetUtcNow()), clock);
        return judged;
    }
}
