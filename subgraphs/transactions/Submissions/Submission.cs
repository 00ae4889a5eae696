namespace FinFlow.Transactions;

/// <summary>
/// Records what clients submit, once per idempotency key. One transaction is a batch of one, so splitting a batch, or sending it
/// again, changes nothing by construction.
/// </summary>
internal sealed class Submission(TransactionsDbContext db, Judgement judgement, TimeProvider clock)
{
    public async Task<Result<Transaction>> SubmitAsync(TransactionInput input, string idempotencyKey, Caller caller, CancellationToken cancellationToken)
        => (await DecideAsync([SubmittedItem.Of(0, input, idempotencyKey)], null, atomic: false, caller, cancellationToken)).Then(items => items[0].ToResult());

    /// <param name="batch">The key of the batch as a whole, and a hash of all that it holds; null for none.</param>
    /// <param name="atomic">Whether one item that is refused or rejected keeps all from being recorded.</param>
    public async Task<Result<SubmitTransactionBatchPayload>> SubmitAsync(
        IReadOnlyList<SubmittedItem> items, SubmittedTransaction? batch, bool atomic, Caller caller, CancellationToken cancellationToken)
        => (await DecideAsync(items, batch, atomic, caller, cancellationToken))
            .Then<SubmitTransactionBatchPayload>(settled => SubmitTransactionBatchPayload.Of([.. settled.Select(item => item.ToBatchItem())]));

    private Task<Result<List<SubmittedItem>>> DecideAsync(
        IReadOnlyList<SubmittedItem> items, SubmittedTransaction? batch, bool atomic, Caller caller, CancellationToken cancellationToken)
        // What is wrong in itself needs no turn at the database.
        => items.All(item => item.Refusal is not null) && !atomic
            ? Task.FromResult<Result<List<SubmittedItem>>>(items.ToList())
            : db.DecideAsync(token => SettleAsync(items, batch, atomic, caller, token), () => new OrganizationBusy(), cancellationToken);

    private async Task<Result<List<SubmittedItem>>> SettleAsync(
        IReadOnlyList<SubmittedItem> items, SubmittedTransaction? batch, bool atomic, Caller caller, CancellationToken cancellationToken)
    {
        var earlier = await EarlierAsync(items, batch, caller, cancellationToken);
        if (batch is not null && earlier.TryGetValue(batch.IdempotencyKey, out var known) && known.Submitted.InputHash != batch.InputHash)
        {
            return new IdempotencyKeyReused(batch.IdempotencyKey);
        }

        if (items.Any(item => item.Refusal is null && !earlier.ContainsKey(item.Key)) && await db.IsRestrictedAsync(caller.UserId, cancellationToken))
        {
            return new ProcessingRestricted();
        }

        var sitting = await judgement.OpenAsync(
            caller.OrganizationId, items.Where(item => item.Refusal is null).Select(item => item.Amount.Currency), cancellationToken);
        var made = new Dictionary<string, SubmittedItem>(StringComparer.Ordinal);
        var settled = items.Select(item => Settle(item, earlier, made, sitting, caller)).ToList();
        if (atomic && settled.Find(item => item.Obstacle is not null) is { Obstacle: { } obstacle } first)
        {
            return new BatchNotAccepted(first.Index, obstacle);
        }

        if (made.Count > 0)
        {
            await judgement.RecordAsync(sitting, [.. made.Values.Select(item => item.Transaction!)], cancellationToken);
            var submissions = made.Values.Select(item => item.ToSubmitted(caller.OrganizationId));
            await db.InsertAllAsync([.. batch is null || earlier.ContainsKey(batch.IdempotencyKey) ? submissions : submissions.Append(batch)], cancellationToken);
        }

        return settled;
    }

    private SubmittedItem Settle(
        SubmittedItem item, Dictionary<string, EarlierSubmission> earlier, Dictionary<string, SubmittedItem> made, Sitting sitting, Caller caller)
    {
        if (item.Refusal is not null)
        {
            return item;
        }

        if (earlier.TryGetValue(item.Key, out var known))
        {
            return known.Submitted.InputHash == item.Hash && known.Transaction is { } transaction ? item.Replaying(transaction) : item.Refused(new IdempotencyKeyReused(item.Key));
        }

        if (made.TryGetValue(item.Key, out var sibling))
        {
            return sibling.Hash == item.Hash ? item.Replaying(sibling.Transaction!) : item.Refused(new IdempotencyKeyReused(item.Key));
        }

        return made[item.Key] = item with { Transaction = sitting.Judge(item.ToTransaction(caller, clock)) };
    }

    private async Task<Dictionary<string, EarlierSubmission>> EarlierAsync(
        IReadOnlyList<SubmittedItem> items, SubmittedTransaction? batch, Caller caller, CancellationToken cancellationToken)
    {
        string[] keys = [.. items.Where(item => item.Refusal is null).Select(item => item.Key), .. batch is null ? [] : new[] { batch.IdempotencyKey }];
        var earlier = await (
            from submitted in db.Submissions.AsNoTracking()
            where submitted.OrganizationId == caller.OrganizationId && keys.Contains(submitted.IdempotencyKey)
            join transaction in db.Transactions on submitted.TransactionId equals transaction.Id into transactions
            from transaction in transactions.DefaultIfEmpty()
            select new EarlierSubmission(submitted, transaction)).ToListAsync(cancellationToken);
        return earlier.ToDictionary(found => found.Submitted.IdempotencyKey, StringComparer.Ordinal);
    }

    private sealed record EarlierSubmission(SubmittedTransaction Submitted, Transaction? Transaction);
}
