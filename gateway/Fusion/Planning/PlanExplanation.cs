using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>How an operation would be executed, for people: the operation as the planner sees it, and the plan.</summary>
/// <param name="Operation">Fragments inlined, conditions decided, fields with the object types that they are selected for.</param>
/// <param name="Plan">Requests to the sources in the order in which they can start.</param>
public sealed record PlanExplanation(string Operation, Plan Plan)
{
    /// <summary>Plans an operation without executing it. The refusal is the one that a client would get.</summary>
    public static (PlanExplanation? Explanation, OperationResult? Refusal) Of(CompositeSchema schema, OperationRequest request, FusionOptions? options = null)
    {
        options ??= FusionOptions.Default;
        return new Pipeline(schema, options).TryPrepare(request, out var prepared, out var refusal)
            ? (new PlanExplanation(PrintOperation(schema, options, request, prepared), prepared.Plan), null)
            : (null, refusal);
    }

    public override string ToString() => $"{Operation}\n{Plan}";

    private static string PrintOperation(CompositeSchema schema, FusionOptions options, OperationRequest request, PreparedOperation prepared)
    {
        var fragments = Parser.Parse(request.Document.Span, options.Parser).Definitions.OfType<FragmentDefinitionNode>()
            .ToDictionary(fragment => fragment.Name.Value, StringComparer.Ordinal);
        var operation = prepared.Plan.Operation;
        var conditions = ConditionBits.Of(operation, fragments.Values);
        var normalized = new OperationNormalizer(
            schema, fragments, conditions, conditions.KeyOf(prepared.Variables, prepared.Plan.Later.Count > 0), options.Planner).Normalize(operation);
        return SyntaxPrinter.Print(new OperationDefinitionNode
        {
            Operation = operation.Operation,
            Name = operation.Name,
            VariableDefinitions = operation.VariableDefinitions,
            Directives = operation.Directives,
            SelectionSet = Print(normalized.Root),
        }).TrimEnd() + "\n";
    }

    /// <summary>Fields that come later than what they stand in are in fragments of their own.</summary>
    private static SelectionSetNode Print(SelectionSet set)
        => new([.. set.Fields.GroupBy(field => field.Part).SelectMany(part => part.Key == (set.Parent?.Part ?? DeferPart.Initial)
            ? Print(set, [.. part])
            : [new InlineFragmentNode { Directives = [.. part.Key.Usages.Select(usage => usage.Directive)], SelectionSet = new SelectionSetNode(Print(set, [.. part])) }])]);

    /// <summary>Fields of all types stand alone; fields of some types in a fragment for each type.</summary>
    private static IReadOnlyList<SelectionNode> Print(SelectionSet set, IReadOnlyList<SelectedField> fields)
    {
        var everywhere = fields.Where(field => field.Types.Count == set.PossibleTypes.Count).Select(Print);
        var somewhere = set.PossibleTypes
            .Select(type => (Type: type, Fields: fields.Where(field => field.Types.Count < set.PossibleTypes.Count && field.Types.Contains(type)).ToList()))
            .Where(part => part.Fields.Count > 0)
            .Select(part => new InlineFragmentNode
            {
                TypeCondition = new NamedTypeNode(new NameNode(part.Type)),
                SelectionSet = new SelectionSetNode([.. part.Fields.Select(Print)]),
            });
        return [.. everywhere, .. somewhere];
    }

    private static SelectionNode Print(SelectedField field) => new FieldNode
    {
        Alias = field.ResponseName == field.Name ? null : new NameNode(field.ResponseName),
        Name = new NameNode(field.Name),
        Arguments = field.Arguments,
        SelectionSet = field.Selections is { } selections ? Print(selections) : null,
    };
}
