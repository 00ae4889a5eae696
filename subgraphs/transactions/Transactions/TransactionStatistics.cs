namespace FinFlow.Transactions;

/// <summary>Transactions of one currency.</summary>
public sealed record TransactionStatistics(
    int TotalCount, Money TotalAmount, Money AverageAmount, IReadOnlyList<StatusCount> ByStatus, IReadOnlyList<TypeCount> ByType)
{
    internal static async Task<IReadOnlyList<TransactionStatistics>> OfAsync(
        TransactionsDbContext db, string organizationId, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken)
    {
        var (start, end) = (from ?? DateTimeOffset.MinValue, to ?? DateTimeOffset.MaxValue);
        var groups = await db.Transactions.AsNoTracking()
            .Where(t => t.OrganizationId == organizationId && t.CreatedAt >= start && t.CreatedAt < end)
            .GroupBy(t => new { t.Amount.Currency, t.Status, t.Type })
            .Select(group => new { group.Key.Currency, group.Key.Status, group.Key.Type, Count = group.Count(), Minor = group.Sum(t => t.Amount.Minor) })
            .ToListAsync(cancellationToken);
        return
        [
            .. groups.GroupBy(group => group.Currency).OrderBy(currency => currency.Key.Code, StringComparer.Ordinal).Select(currency =>
            {
                var (count, minor) = (currency.Sum(group => group.Count), currency.Sum(group => group.Minor));
                return new TransactionStatistics(
                    count,
                    new Money(minor, currency.Key),
                    new Money((long)decimal.Round((decimal)minor / count), currency.Key),
                    [.. currency.GroupBy(group => group.Status).OrderBy(status => status.Key).Select(status => new StatusCount(status.Key, status.Sum(group => group.Count)))],
                    [.. currency.GroupBy(group => group.Type).OrderBy(type => type.Key).Select(type => new TypeCount(type.Key, type.Sum(group => group.Count)))]);
            }),
        ];
    }
}

public sealed record StatusCount(TransactionStatus Status, int Count);

public sealed record TypeCount(TransactionType Type, int Count);
