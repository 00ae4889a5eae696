namespace FinFlow.Accounting;

[QueryType]
public static class RevaluationQueries
{
    /// <summary>A revaluation of the caller's book; null when there is none with this id.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.LedgerRead)]
    public static async Task<Revaluation?> GetRevaluationAsync(
        [ID<Revaluation>] string id, Caller caller, IRevaluationByIdDataLoader revaluations, CancellationToken cancellationToken)
        => await revaluations.LoadAsync(id, cancellationToken) is { } revaluation && caller.ActsFor(revaluation.OrganizationId) ? revaluation : null;

    /// <summary>What was revalued in the caller's book, the last first unless ordered otherwise.</summary>
    [Authorize(Permissions.LedgerRead), UsePaging(IncludeTotalCount = true), UseFiltering, UseSorting]
    public static async Task<Connection<Revaluation>> GetRevaluationsAsync(
        PagingArguments paging, QueryContext<Revaluation> query, Caller caller, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.Revaluations.AsNoTracking()
            .Where(revaluation => revaluation.OrganizationId == caller.OrganizationId)
            .With(query, sort => sort.IfEmpty(last => last.AddDescending(found => found.RevaluedAt)).AddDescending(found => found.Id))
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
}

[MutationType]
public static class RevaluationMutations
{
    /// <summary>
    /// Values what the book holds in other currencies at the rates of a day, and posts the unrealised gain or loss. The entry counts on
    /// that day only; its reversal, on the day after, is posted along. Done again for a day, it posts what has changed since.
    /// </summary>
    /// <param name="asOf">At the end of this day, such as the last of a month; today when absent.</param>
    /// <param name="idempotencyKey">The client's own name for this request, 1 to 255 characters.</param>
    [Authorize(Permissions.LedgerPost)]
    [Error<ExchangeRateMissing>, Error<NothingToRevalue>, Error<EffectiveDateInFuture>, Error<FiscalPeriodClosed>, Error<LineAmountTooLarge>]
    [Error<IdempotencyKeyInvalid>, Error<IdempotencyKeyReused>, Error<BookBusy>]
    public static async Task<Result<Revaluation>> RevalueAsync(
        DateOnly? asOf, string idempotencyKey, Caller caller, RevaluationStore revaluations, TimeProvider clock, CancellationToken cancellationToken)
        => Request.Of(caller, "revalue", idempotencyKey, asOf).TryGet(out var request, out var refusal)
            ? await revaluations.RevalueAsync(request, caller, asOf ?? clock.Today, cancellationToken)
            : refusal;
}

public static class RevaluationLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, Revaluation>> GetRevaluationByIdAsync(
        IReadOnlyList<string> ids, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.Revaluations.AsNoTracking().Where(found => ids.Contains(found.Id)).ToDictionaryAsync(found => found.Id, cancellationToken);

    [DataLoader]
    public static async Task<ILookup<string, RevaluationLine>> GetLinesByRevaluationIdAsync(
        IReadOnlyList<string> revaluationIds, AccountingDbContext db, CancellationToken cancellationToken)
        => (await db.RevaluationLines.AsNoTracking()
            .Where(line => revaluationIds.Contains(line.RevaluationId))
            .OrderBy(line => line.Number)
            .ToListAsync(cancellationToken)).ToLookup(line => line.RevaluationId);
}

[ObjectType<Revaluation>]
public static class RevaluationNode
{
    /// <summary>The posting of the gain and the loss.</summary>
    public static async Task<JournalEntry> GetJournalEntryAsync(
        [Parent] Revaluation revaluation, IJournalEntryByIdDataLoader entries, CancellationToken cancellationToken)
        => await entries.LoadRequiredAsync(revaluation.JournalEntryId, cancellationToken);

    /// <summary>The reversal of that posting, on the day after.</summary>
    public static async Task<JournalEntry> GetReversalAsync(
        [Parent] Revaluation revaluation, IJournalEntryByIdDataLoader entries, CancellationToken cancellationToken)
        => await entries.LoadRequiredAsync(revaluation.ReversalId, cancellationToken);

    /// <summary>How each balance in another currency was valued, by account.</summary>
    public static async Task<IReadOnlyList<RevaluationLine>> GetLinesAsync(
        [Parent] Revaluation revaluation, ILinesByRevaluationIdDataLoader lines, CancellationToken cancellationToken)
        => await lines.LoadAsync(revaluation.Id, cancellationToken) ?? [];
}

[ObjectType<RevaluationLine>]
public static class RevaluationLineNode
{
    public static async Task<Account> GetAccountAsync(
        [Parent] RevaluationLine line, IAccountByIdDataLoader accounts, CancellationToken cancellationToken)
        => await accounts.LoadRequiredAsync(line.AccountId, cancellationToken);
}
