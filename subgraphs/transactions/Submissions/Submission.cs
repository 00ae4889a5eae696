namespace FinFlow.Transactions;

/// <summary>
/// Records what clients submit, once per idempotency key. One transaction is a batch of one, so splitting a batch, or sending it
/// again, changes nothing by construction; neither does being settled together with others.
/// </summary>
internal sealed class Submission(TransactionsDbContext db, Judgement judgement, TimeProvider clock)
{
    /// <summary>One outcome for each request, in their order. Refusing one changes nothing for the others.</summary>
    public Task<Result<List<Result<List<SubmittedItem>>>>> SettleAsync(IReadOnlyList<SubmissionRequest> requests, CancellationToken cancellationToken)
        => db.DecideAsync(token => DecideAsync(requests, token), () => new OrganizationBusy(), cancellationToken);

    private async Task<Result<List<Result<List<SubmittedItem>>>>> DecideAsync(IReadOnlyList<SubmissionRequest> requests, CancellationToken cancellationToken)
    {
        // As drafts: each is made again, with an id of its own in order, when it is judged.
        List<Matter> matters = [.. requests.SelectMany(request => request.Items.Where(item => item.Refusal is null).Select(item => new Matter(item.ToTransaction(request.Caller, clock), item.Circumstances)))];
        string[] users = [.. requests.Select(request => request.Caller.UserId).Distinct()];
        string[] organizations = [.. requests.Select(request => request.Caller.OrganizationId).Distinct()];
        foreach (var organization in organizations.Order(StringComparer.Ordinal))
        {
            db.TakeTurn(organization);
        }

        var settling = new Settling(
            await EarlierAsync(requests, organizations, cancellationToken),
            (await db.RestrictedUsers.AsNoTracking().Where(user => users.Contains(user.UserId)).Select(user => user.UserId).ToListAsync(cancellationToken)).ToHashSet(),
            await judgement.OpenAsync(matters, cancellationToken),
            clock);
        var outcomes = requests.Select(settling.Settle).ToList();
        if (settling.Made.Count > 0)
        {
            await judgement.RecordAsync(settling.Sittings, [.. settling.Made.Select(made => new Matter(made.Transaction!, made.Circumstances))], cancellationToken);
            await db.InsertAllAsync(settling.Submitted, cancellationToken);
        }

        return outcomes;
    }

    private async Task<Dictionary<OwnKey, EarlierSubmission>> EarlierAsync(
        IReadOnlyList<SubmissionRequest> requests, string[] organizations, CancellationToken cancellationToken)
    {
        string[] keys =
        [
            .. requests.SelectMany(request => request.Items).Where(item => item.Refusal is null).Select(item => item.Key)
                .Concat(requests.Select(request => request.Batch?.IdempotencyKey).OfType<string>()).Distinct(),
        ];
        var earlier = await (
            from submitted in db.Submissions.AsNoTracking()
            where organizations.Contains(submitted.OrganizationId) && keys.Contains(submitted.IdempotencyKey)
            join transaction in db.Transactions on submitted.TransactionId equals transaction.Id into transactions
            from transaction in transactions.DefaultIfEmpty()
            select new EarlierSubmission(submitted, transaction)).ToListAsync(cancellationToken);
        return earlier.ToDictionary(found => new OwnKey(found.Submitted.OrganizationId, found.Submitted.IdempotencyKey));
    }
}

/// <summary>What an idempotency key made before: a transaction, or for a batch as a whole nothing of its own.</summary>
internal sealed record EarlierSubmission(SubmittedTransaction Submitted, Transaction? Transaction);
