namespace FinFlow.Analytics;

/// <summary>Counts on rows of figures within an event's transaction, which saves.</summary>
public sealed class Projections(AnalyticsDbContext db, TimeProvider clock)
{
    public void Revenue(string organizationId, DateOnly day, Currency currency, string source, Action<RevenueDay> count)
        => Count(
            (organizationId, day, currency, source),
            () => new RevenueDay { OrganizationId = organizationId, Day = day, Currency = currency, Source = source },
            count);

    public void Payments(PaymentFacts payment, DateTimeOffset at, Action<PaymentDay> count)
    {
        var (organizationId, day, currency) = (payment.OrganizationId, at.UtcDay, Currency.Of(payment.Currency));
        Count((organizationId, day, currency), () => new PaymentDay { OrganizationId = organizationId, Day = day, Currency = currency }, count);
    }

    public void Transactions(TransactionFacts transaction, DateTimeOffset at, Action<TransactionDay> count)
    {
        var (organizationId, day, currency, level) = (transaction.OrganizationId, at.UtcDay, Currency.Of(transaction.Currency), transaction.RiskLevel);
        Count(
            (organizationId, day, currency, level),
            () => new TransactionDay { OrganizationId = organizationId, Day = day, Currency = currency, RiskLevel = level },
            count);
    }

    /// <summary>Somebody did something. What nobody did is not counted, nor what somebody did whose data may not be processed.</summary>
    public void Action(string? organizationId, string? userId, DateTimeOffset at)
    {
        if (organizationId is null || userId is null)
        {
            return;
        }

        var day = at.UtcDay;
        Count((organizationId, day, userId), () => new UserDay { OrganizationId = organizationId, Day = day, UserId = userId }, counted =>
        {
            counted.ActionCount++;
            counted.LastActiveAt = counted.LastActiveAt > at ? counted.LastActiveAt : at;
        });
    }

    private void Count<T>(object key, Func<T> begin, Action<T> count)
        where T : class, IDayOfFigures
    {
        var row = db.Tally(key, begin);
        count(row);

        // While versions change, an instance of the one before reads the row and writes its sum: it takes this turn.
        db.TakeTurn(row.OrganizationId);
        row.UpdatedAt = clock.GetUtcNow();
        db.Moved.Add(row.OrganizationId);
    }
}

/// <summary>The figures of an organisation's day.</summary>
public interface IDayOfFigures
{
    string OrganizationId { get; }

    DateOnly Day { get; }

    /// <summary>When an event last changed them.</summary>
    DateTimeOffset UpdatedAt { get; set; }
}
