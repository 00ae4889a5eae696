using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// From an operation to its plan: normalize → assign sources → order → assign slots → write source operations → merge and group → shape the
/// answer. Deterministic; each pass is a file of its own.
/// </summary>
public sealed class Planner(CompositeSchema schema, PlannerOptions? options = null)
{
    private readonly PlannerOptions _options = options ?? PlannerOptions.Default;

    /// <summary>Plans one operation of a valid document whose conditions do not depend on variables.</summary>
    /// <param name="document">The document.</param>
    /// <param name="operationName">Which of its operations; null for the first.</param>
    /// <param name="isIncremental">Whether what is deferred comes later.</param>
    /// <exception cref="PlanException">The operation cannot be planned within the limits.</exception>
    public Plan Plan(DocumentNode document, string? operationName = null, bool isIncremental = false)
    {
        var fragments = document.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(fragment => fragment.Name.Value, StringComparer.Ordinal);
        var operation = document.Definitions.OfType<OperationDefinitionNode>().First(o => operationName is null || o.Name?.Value == operationName);
        return Plan(operation, fragments, ConditionBits.Of(operation, fragments.Values), new PlanKey(0, isIncremental));
    }

    internal Plan Plan(
        OperationDefinitionNode syntax, IReadOnlyDictionary<string, FragmentDefinitionNode> fragments, ConditionBits conditions, PlanKey key)
    {
        var operation = new OperationNormalizer(schema, fragments, conditions, key, _options).Normalize(syntax);
        try
        {
            return Plan(syntax, operation, new AssignSources(schema, operation, _options).Run());
        }
        catch (PlanException failure) when (operation.Later.Count > 0 && failure.Code == PlanException.NotFound)
        {
            // What can only be had together comes together, as @defer permits.
            return Plan(syntax, fragments, conditions, key with { IsIncremental = false });
        }
    }

    private Plan Plan(OperationDefinitionNode syntax, NormalizedOperation operation, SearchState state)
    {
        var order = DependencyOrder.Of(state, syntax.Operation);
        var slots = new AssignSlots(operation, state);
        var steps = GroupRequests.MergeEqual(WriteSteps(operation, state, order, slots));
        var groups = GroupRequests.Run(steps);
        var answer = new ShapeAnswer(schema).Run(operation.Root);
        return new Plan(
            syntax, steps, groups, [.. GatewayFields(operation, state, slots)], slots.CountOf(operation.Root), slots.PlaceCount, answer, schema.Sources,
            operation.Later, EarlyFields(state))
        {
            Bytes = PlanMemory.Of(operation.Root, steps, schema.ObjectTypes.Count),
            Joining = syntax.Operation == OperationType.Subscription && groups.Count > 0 ? StreamJoining.Of(schema, operation, groups[0].Source) : null,
        };
    }

    private List<PlanStep> WriteSteps(NormalizedOperation operation, SearchState state, DependencyOrder order, AssignSlots slots)
    {
        var writer = new WriteSourceOperations(schema, operation, state, slots);
        var gatewaySteps = state.Steps.Where(step => step.Source < 0).Select(step => step.Id).ToHashSet();
        var steps = new List<PlanStep>();
        foreach (var draft in state.Steps.Where(step => step.Source >= 0))
        {
            var (text, shape, keys) = writer.Write(draft);
            steps.Add(new PlanStep
            {
                Id = draft.Id,
                Source = draft.Source,
                OperationType = draft.Lookup is null ? operation.Syntax.Operation : OperationType.Query,
                Operation = text,
                ResultPath = draft.Lookup is not { } lookup ? [] : lookup.EntityName is null ? [.. lookup.Path, lookup.FieldName] : [EntityFetch.Field],
                Targets = [new StepTarget(
                    draft.Lookup is null ? -1 : slots.PlaceOf(draft.Position),
                    draft.TypeName is null ? -1 : draft.GivesType ? ScanShape.Untyped : schema.TypeOf(draft.TypeName).ObjectIndex,
                    [.. keys.Select(key => new KeyVariable(key.Variable, key.Need.Value, key.Need.Value.ToString(), key.Need.Type is NonNullTypeNode))],
                    shape,
                    draft.Position.Path,
                    draft.GivesType || (draft.Part == draft.Position.Parent?.Part && state.Steps.Any(step => step.NodeField is not null && step.NodeField == draft.Position.Parent)
                        && schema.TypeOf(draft.TypeName!).IdOwner is var owner && (owner < 0 || owner == draft.Source)))],
                Dependencies = [.. order.Dependencies[draft.Id].Except(gatewaySteps)],
                Level = order.Levels![draft.Id],
                Part = draft.Part,
            });
        }

        return steps;
    }

    private IEnumerable<GatewayField> GatewayFields(NormalizedOperation operation, SearchState state, AssignSlots slots)
    {
        foreach (var field in operation.Root.Fields.Where(field => field.Name is "__schema" or "__type"))
        {
            yield return new GatewayField(field, null);
        }

        foreach (var step in state.Steps.Where(step => step.NodeField is not null))
        {
            var place = step.NodeField!.Selections!;
            var ids = place.PossibleTypes.Where(schema.TypesWithIds.Contains).ToDictionary(
                type => type,
                type => place.Fields.Where(f => f.Name == "id" && f.Slot >= 0 && f.Types.Contains(type) && state.Assigned.Contains((step.Id, f)))
                    .Select(f => (int?)f.Slot).FirstOrDefault());
            yield return new GatewayField(step.NodeField, new NodePlace(slots.PlaceOf(place), slots.CountOf(place), ids));
        }
    }

    private static ILookup<DeferPart, string> EarlyFields(SearchState state) => state.Assigned
        .GroupBy(pair => pair.Field, pair => state.Steps[pair.Step].Part)
        .Where(field => !field.Key.IsInternal && !field.Key.Part.IsInitial && !field.Contains(field.Key.Part))
        .ToLookup(field => field.Key.Part, field => field.Key.Owner.Path.Length == 0 ? field.Key.ResponseName : $"{field.Key.Owner.Path}.{field.Key.ResponseName}");
}
