using System.Linq.Expressions;

namespace FinFlow.Analytics;

/// <summary>Reading rows of figures by organisation, days and currency: the one question that every projection is asked.</summary>
internal static class Figures
{
    extension(AnalyticsDbContext db)
    {
        internal Task<List<RevenueDay>> RevenueAsync(string organizationId, DaySpan span, Currency currency, CancellationToken cancellationToken)
            => Within(db.RevenueDays, span).Where(day => day.OrganizationId == organizationId && day.Currency == currency).ToListAsync(cancellationToken);

        internal Task<List<PaymentDay>> PaymentsAsync(string organizationId, DaySpan span, Currency currency, CancellationToken cancellationToken)
            => Within(db.PaymentDays, span).Where(day => day.OrganizationId == organizationId && day.Currency == currency).ToListAsync(cancellationToken);

        internal Task<List<TransactionDay>> TransactionsAsync(string organizationId, DaySpan span, Currency currency, CancellationToken cancellationToken)
            => Within(db.TransactionDays, span).Where(day => day.OrganizationId == organizationId && day.Currency == currency).ToListAsync(cancellationToken);

        internal Task<List<UserDay>> UsersAsync(string organizationId, DaySpan span, CancellationToken cancellationToken)
            => Within(db.UserDays, span).Where(day => day.OrganizationId == organizationId).ToListAsync(cancellationToken);

        /// <summary>All of them.</summary>
        internal async Task<IReadOnlyCollection<IDayOfFigures>> FiguresAsync(
            string organizationId, DaySpan span, Currency currency, CancellationToken cancellationToken)
            =>
            [
                .. await db.RevenueAsync(organizationId, span, currency, cancellationToken),
                .. await db.PaymentsAsync(organizationId, span, currency, cancellationToken),
                .. await db.TransactionsAsync(organizationId, span, currency, cancellationToken),
                .. await db.UsersAsync(organizationId, span, cancellationToken),
            ];
    }

    private static IQueryable<TDay> Within<TDay>(IQueryable<TDay> days, DaySpan span)
        where TDay : class, IDayOfFigures
    {
        var (from, to) = (span.From, span.To);
        Expression<Func<TDay, bool>> within = day => day.Day >= from && day.Day <= to;
        return days.AsNoTracking().Where(within);
    }
}
