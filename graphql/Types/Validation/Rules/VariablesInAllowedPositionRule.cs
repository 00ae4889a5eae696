using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A variable's type fits wherever the variable is used. https://spec.graphql.org/draft/#sec-All-Variable-Usages-Are-Allowed</summary>
internal sealed class VariablesInAllowedPositionRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Leave(DocumentNode node)
    {
        foreach (var operation in Context.Operations.Where(operation => operation.VariableDefinitions.Count > 0))
        {
            var definitions = new Dictionary<string, (VariableDefinitionNode Definition, GraphQLType? Type)>(StringComparer.Ordinal);
            foreach (var definition in operation.VariableDefinitions)
            {
                definitions[definition.Variable.Name.Value] = (definition, Context.Schema.Resolve(definition.Type));
            }

            foreach (var usage in Context.RecursiveUsages(operation))
            {
                if (definitions.TryGetValue(usage.Node.Name.Value, out var found) && found.Type is { } type)
                {
                    Check(usage, found.Definition, type);
                }
            }
        }

        return VisitAction.Continue;
    }

    private void Check(VariableUsage usage, VariableDefinitionNode definition, GraphQLType type)
    {
        var name = usage.Node.Name.Value;
        if (usage.Type is { } expected && !IsAllowed(type, definition, expected, usage.HasDefault))
        {
            Context.Report($"Variable \"${name}\" of type \"{type}\" used in position expecting type \"{expected}\".", definition, usage.Node);
        }

        if (usage is { Type: not null, InputObject: { IsOneOf: true } oneOf } && !type.IsNonNull)
        {
            Context.Report(
                $"Variable \"${name}\" is of type \"{type}\" but must be non-nullable to be used for OneOf Input Object \"{oneOf}\".", definition, usage.Node);
        }
    }

    /// <summary>
    /// A default value, of the variable or of the place, lets a nullable variable stand where null may not.
    /// https://spec.graphql.org/draft/#IsVariableUsageAllowed()
    /// </summary>
    private static bool IsAllowed(GraphQLType type, VariableDefinitionNode definition, GraphQLType expected, bool expectedHasDefault)
        => !expected.IsNonNull || type.IsNonNull
            ? Schema.IsSubType(type, expected)
            : (expectedHasDefault || definition.DefaultValue is not (null or NullValueNode)) && Schema.IsSubType(type, expected.Nullable);
}
