namespace FinFlow.Analytics;

/// <summary>Defines metrics and finds them.</summary>
public sealed class MetricStore(AnalyticsDbContext db, FinFlowConfiguration configuration, TimeProvider clock)
{
    internal const int MetricsMax = 100;

    /// <summary>What a client wants to be measured.</summary>
    /// <param name="Currency">The base currency when null.</param>
    internal sealed record Definition(string Name, string? Description, string Expression, Currency? Currency)
    {
        private const int NameLengthMax = 80;
        private const int DescriptionLengthMax = 500;

        internal Result<MetricExpression> Check()
            => !IsLine(Name, NameLengthMax) ? new MetricNameInvalid(NameLengthMax)
                : Description is not null && !IsLine(Description, DescriptionLengthMax) ? new MetricDescriptionInvalid(DescriptionLengthMax)
                : MetricParser.Parse(Expression);

        private static bool IsLine(string text, int lengthMax) => !string.IsNullOrWhiteSpace(text) && text.Length <= lengthMax && !text.Any(char.IsControl);
    }

    internal async Task<Result<Metric>> DefineAsync(Definition definition, Caller caller, CancellationToken cancellationToken)
        => definition.Check().TryGet(out var expression, out var refusal)
            ? await db.DecideInTurnAsync<Metric>(
                caller.OrganizationId,
                async cancellation =>
                {
                    var mine = db.Metrics.AsNoTracking().Where(metric => metric.OrganizationId == caller.OrganizationId);
                    if (await mine.AnyAsync(metric => metric.Name == definition.Name, cancellation))
                    {
                        return new MetricNameTaken(definition.Name);
                    }

                    if (await mine.CountAsync(cancellation) >= MetricsMax)
                    {
                        return new MetricLimitReached(MetricsMax);
                    }

                    var metric = New(definition, expression.Type, caller);
                    db.Add(metric);
                    return metric;
                },
                () => new AnalyticsBusy(),
                cancellationToken)
            : refusal;

    internal Task<Result<Metric>> RemoveAsync(string id, Caller caller, CancellationToken cancellationToken)
        => db.DecideAsync<Metric>(
            async cancellation =>
            {
                var metric = await db.Metrics.AsNoTracking()
                    .SingleOrDefaultAsync(known => known.Id == id && known.OrganizationId == caller.OrganizationId, cancellation);
                if (metric is null)
                {
                    return new MetricNotFound(id);
                }

                db.Remove(metric);
                return metric;
            },
            () => new AnalyticsBusy(),
            cancellationToken);

    private Metric New(Definition definition, MetricType type, Caller caller) => new()
    {
        Id = Id.New("met", clock),
        OrganizationId = caller.OrganizationId,
        UserId = caller.UserId,
        Name = definition.Name,
        Description = definition.Description,
        Expression = definition.Expression,
        Type = type,
        Currency = definition.Currency ?? configuration.BaseCurrency,
        DefinedOn = clock.Today,
        CreatedAt = clock.GetUtcNow(),
    };
}
