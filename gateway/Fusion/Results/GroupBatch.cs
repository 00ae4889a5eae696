namespace FinFlow.Gateway.Fusion;

/// <summary>What a request of a group asks, and who waits for which answer. Steps without keys take no part.</summary>
internal sealed class GroupBatch(StepGroup group) : IDisposable
{
    public StepGroup Group { get; } = group;

    public List<(PlanStep Step, KeyBatch Keys)> Calls { get; } = [];

    public SourceRequest ToRequest(SourceContext context) => new(
        [.. Calls.Select(call => new SourceCall(call.Step.Operation.Utf8, call.Step.Operation.Json, call.Keys) { Entities = call.Step.Operation.Entities })],
        Calls.All(call => call.Step.OperationType != GraphQL.Language.OperationType.Mutation),
        context);

    public void Dispose() => Calls.ForEach(call => call.Keys.Dispose());
}
