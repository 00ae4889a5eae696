namespace FinFlow.Analytics;

/// <summary>Changes rows of figures within an event's transaction: found, or begun at zero, then changed in place.</summary>
public sealed class Projections(AnalyticsDbContext db, TimeProvider clock)
{
    public Task RevenueAsync(string organizationId, DateOnly day, Currency currency, string source, Action<RevenueDay> change, CancellationToken cancellationToken)
        => ChangeAsync(
            organizationId,
            () => new RevenueDay { OrganizationId = organizationId, Day = day, Currency = currency, Source = source },
            change,
            [organizationId, day, currency, source],
            cancellationToken);

    public Task PaymentsAsync(PaymentFacts payment, DateTimeOffset at, Action<PaymentDay> change, CancellationToken cancellationToken)
    {
        var (day, currency) = (at.UtcDay, Currency.Of(payment.Currency));
        return ChangeAsync(
            payment.OrganizationId,
            () => new PaymentDay { OrganizationId = payment.OrganizationId, Day = day, Currency = currency },
            change,
            [payment.OrganizationId, day, currency],
            cancellationToken);
    }

    public Task TransactionsAsync(TransactionFacts transaction, DateTimeOffset at, Action<TransactionDay> change, CancellationToken cancellationToken)
    {
        var (day, currency) = (at.UtcDay, Currency.Of(transaction.Currency));
        return ChangeAsync(
            transaction.OrganizationId,
            () => new TransactionDay { OrganizationId = transaction.OrganizationId, Day = day, Currency = currency, RiskLevel = transaction.RiskLevel },
            change,
            [transaction.OrganizationId, day, currency, transaction.RiskLevel],
            cancellationToken);
    }

    /// <summary>Somebody did something. What nobody did is not counted, nor what somebody did whose data may not be processed.</summary>
    public async Task ActionAsync(string? organizationId, string? userId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (organizationId is null || userId is null || await db.IsRestrictedAsync(userId, cancellationToken))
        {
            return;
        }

        var day = at.UtcDay;
        await ChangeAsync(
            organizationId,
            () => new UserDay { OrganizationId = organizationId, Day = day, UserId = userId },
            counted =>
            {
                counted.ActionCount++;
                counted.LastActiveAt = counted.LastActiveAt > at ? counted.LastActiveAt : at;
            },
            [organizationId, day, userId],
            cancellationToken);
    }

    private async Task ChangeAsync<T>(string organizationId, Func<T> begin, Action<T> change, object[] key, CancellationToken cancellationToken)
        where T : class, IDayOfFigures
    {
        db.TakeTurn(organizationId);
        var row = await db.Set<T>().FindAsync(key, cancellationToken);
        if (row is null)
        {
            row = begin();
            db.Add(row);
        }

        change(row);
        row.UpdatedAt = clock.GetUtcNow();
        db.Moved.Add(organizationId);
    }
}

/// <summary>The figures of an organisation's day.</summary>
public interface IDayOfFigures
{
    DateOnly Day { get; }

    /// <summary>When an event last changed them.</summary>
    DateTimeOffset UpdatedAt { get; set; }
}
