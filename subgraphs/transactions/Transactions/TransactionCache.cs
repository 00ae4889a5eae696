namespace FinFlow.Transactions;

/// <summary>An id that a caller's organisation asks for: what is found for one organisation is never given to another.</summary>
internal readonly record struct OwnKey(string OrganizationId, string Id);

/// <summary>
/// What of the transactions is cached, and for how long: the original's times. A judgement itself is not: it depends on the minute in
/// which it is made. Of what it is made of, the rates are.
/// </summary>
internal sealed class TransactionCache(ReadCache cache, IDbContextFactory<TransactionsDbContext> contexts)
{
    public const string RatesScope = "rates";

    private static readonly TimeSpan TransactionLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan QueryLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ValidationLifetime = TimeSpan.FromMinutes(10);

    public static string ScopeOf(string organizationId) => $"organization {organizationId}";

    public Task<IReadOnlyDictionary<OwnKey, Transaction>> ByIdAsync(IReadOnlyList<OwnKey> keys, CancellationToken cancellationToken)
        => cache.GetOrLoadAsync(
            keys, key => new CacheKey(key.OrganizationId, "transaction", key.Id, key.Id), TransactionLifetime,
            missing => LoadAsync(missing, (db, ids) => db.Where(transaction => ids.Contains(transaction.Id)), transaction => transaction.Id),
            cancellationToken);

    public Task<IReadOnlyDictionary<OwnKey, Transaction>> ByPaymentIdAsync(IReadOnlyList<OwnKey> keys, CancellationToken cancellationToken)
        => cache.GetOrLoadAsync(
            keys, key => new CacheKey(key.OrganizationId, "transaction of payment", key.Id, key.Id), TransactionLifetime,
            missing => LoadAsync(
                missing, (db, ids) => db.Where(transaction => transaction.PaymentId != null && ids.Contains(transaction.PaymentId)), transaction => transaction.PaymentId!),
            cancellationToken);

    public async ValueTask<IReadOnlyList<TransactionStatistics>> StatisticsAsync(
        string organizationId, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken)
        => await cache.GetOrLoadAsync(
            new CacheKey(organizationId, "statistics", $"{from?.UtcTicks} {to?.UtcTicks}", ScopeOf(organizationId)), QueryLifetime,
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                return await TransactionStatistics.OfAsync(db, organizationId, from, to, token);
            },
            cancellationToken) ?? [];

    /// <summary>Every pair's latest rate on a day, for these currencies. They are the same for all organisations.</summary>
    public async ValueTask<IReadOnlyList<BaseRate>> RatesAsync(Currency target, IReadOnlyList<Currency> foreign, DateOnly day, CancellationToken cancellationToken)
        => await cache.GetOrLoadAsync(
            new CacheKey("*", "rates", $"{day:O} {target} {string.Join(' ', foreign.Order())}", RatesScope), ValidationLifetime,
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                return await BaseRates.LatestAsync(db, target, foreign, day, token);
            },
            cancellationToken) ?? [];

    private async Task<IReadOnlyDictionary<OwnKey, Transaction>> LoadAsync(
        IReadOnlyList<OwnKey> keys, Func<IQueryable<Transaction>, IReadOnlyList<string>, IQueryable<Transaction>> which, Func<Transaction, string> idOf)
    {
        // A context of its own, since a slow load outlives the request that began it.
        await using var db = await contexts.CreateDbContextAsync();
        string[] ids = [.. keys.Select(key => key.Id).Distinct()];
        var found = await which(db.Transactions.AsNoTracking(), ids).ToDictionaryAsync(idOf);
        return keys.Where(key => found.ContainsKey(key.Id)).ToDictionary(key => key, key => found[key.Id]);
    }
}
