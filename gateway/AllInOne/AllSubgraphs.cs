using FinFlow.Accounting;
using FinFlow.Analytics;
using FinFlow.Auth;
using FinFlow.Compliance;
using FinFlow.Credit;
using FinFlow.Payments;
using FinFlow.Subgraph;
using FinFlow.Transactions;

namespace FinFlow.AllInOne;

/// <summary>The seven subgraphs of one process. They share a clock, an event log and a thread pool, and nothing else.</summary>
internal sealed class AllSubgraphs : IAsyncDisposable
{
    private static readonly IReadOnlyList<Func<SubgraphEnvironment, SubgraphRuntime>> Seven =
    [
        SubgraphRuntime.Create<AuthSubgraph>,
        SubgraphRuntime.Create<PaymentsSubgraph>,
        SubgraphRuntime.Create<TransactionsSubgraph>,
        SubgraphRuntime.Create<AccountingSubgraph>,
        SubgraphRuntime.Create<AnalyticsSubgraph>,
        SubgraphRuntime.Create<ComplianceSubgraph>,
        SubgraphRuntime.Create<CreditSubgraph>,
    ];

    private AllSubgraphs(IReadOnlyList<SubgraphRuntime> all) => All = all;

    public IReadOnlyList<SubgraphRuntime> All { get; }

    public SubgraphRuntime this[string name] => All.Single(subgraph => subgraph.Name == name);

    /// <summary>Builds and starts them side by side: most of the time goes into models and schemas, which do not wait for each other.</summary>
    public static async Task<AllSubgraphs> StartAsync(SubgraphEnvironment environment, CancellationToken cancellationToken)
        => new(await Task.WhenAll(Seven.Select(create => Task.Run(
            async () =>
            {
                var subgraph = create(environment);
                await subgraph.StartAsync(cancellationToken);
                return subgraph;
            },
            cancellationToken))));

    public async ValueTask DisposeAsync()
    {
        foreach (var subgraph in All)
        {
            await subgraph.DisposeAsync();
        }
    }
}
