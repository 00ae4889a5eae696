namespace FinFlow.Analytics;

/// <summary>A name that an expression may use, and what it stands for on any set of days.</summary>
/// <param name="Of">Sums what may be summed; who was active on two days is still one person.</param>
public sealed record MetricField(string Name, MetricType Type, Func<IReadOnlyCollection<IDayOfFigures>, long> Of);

/// <summary>Everything that an expression can speak of. What is not in this table does not exist for it.</summary>
public static class MetricFields
{
    public static IReadOnlyList<MetricField> All { get; } =
    [
        Money<RevenueDay>("revenue", day => day.RevenueMinor),
        Money<RevenueDay>("refunds", day => day.RefundsMinor),
        Money<RevenueDay>("fees", day => day.FeesMinor),
        Money<RevenueDay>("netRevenue", day => day.RevenueMinor - day.RefundsMinor - day.FeesMinor),
        Money<RevenueDay>("capturedAmount", day => day.Source == "PAYMENT" ? day.RevenueMinor : 0),
        Money<TransactionDay>("transactionVolume", day => day.JudgedMinor),
        Count<RevenueDay>("paymentCount", day => day.Source == "PAYMENT" ? day.EntryCount : 0),
        Count<PaymentDay>("authorizedCount", day => day.AuthorizedCount),
        Count<PaymentDay>("heldCount", day => day.HeldCount),
        Count<PaymentDay>("failedCount", day => day.FailedCount),
        Count<PaymentDay>("voidedCount", day => day.VoidedCount),
        Count<PaymentDay>("refundCount", day => day.RefundCount),
        Count<PaymentDay>("disputeCount", day => day.DisputeCount),
        Count<TransactionDay>("transactionCount", day => day.JudgedCount),
        Count<TransactionDay>("transactionHeldCount", day => day.HeldCount),
        Count<TransactionDay>("transactionRejectedCount", day => day.RejectedCount),
        Count<TransactionDay>("highRiskCount", day => day.RiskLevel is "HIGH" or "CRITICAL" ? day.JudgedCount : 0),
        Count<UserDay>("actionCount", day => day.ActionCount),
        new("activeUserCount", MetricType.Number, days => days.OfType<UserDay>().Select(day => day.UserId).Distinct().Count()),
    ];

    public static MetricField? Find(string name) => All.FirstOrDefault(field => field.Name == name);

    private static MetricField Money<TDay>(string name, Func<TDay, long> figure) => new(name, MetricType.Money, days => days.OfType<TDay>().Sum(figure));

    private static MetricField Count<TDay>(string name, Func<TDay, long> figure) => new(name, MetricType.Number, days => days.OfType<TDay>().Sum(figure));
}
