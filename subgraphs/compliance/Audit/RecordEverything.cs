using System.Reflection;

namespace FinFlow.Compliance;

/// <summary>
/// Listens to every event of the contract, so that no new one can be forgotten. What compliance tells itself it has recorded together
/// with the change, and events of the system concern nobody's business.
/// </summary>
internal static class Everything
{
    private static readonly MethodInfo On = typeof(SubgraphBuilder).GetMethod(nameof(SubgraphBuilder.On))!;

    private static readonly HashSet<Type> Weighed =
    [
        typeof(UserRegistered), typeof(UserUpdated), typeof(PaymentCaptured), typeof(PaymentFailed), typeof(PaymentDisputed), typeof(TransactionHeld),
        typeof(TransactionRejected), typeof(ExchangeRateSet),
    ];

    public static SubgraphBuilder RecordEverything(this SubgraphBuilder subgraph)
    {
        foreach (var recorded in Topics.Contracts.Where(contract => contract.Topic is not (Topics.Compliance or Topics.System)).Select(contract => contract.Payload))
        {
            var handler = (Weighed.Contains(recorded) ? typeof(RecordedAndWeighed<>) : typeof(Recorded<>)).MakeGenericType(recorded);
            On.MakeGenericMethod(recorded, handler).Invoke(subgraph, null);
        }

        return subgraph;
    }
}
