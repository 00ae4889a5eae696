using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>When equal subscriptions may join the stream of a plan's subscription, as its source schema says it.</summary>
internal sealed class StreamJoining
{
    /// <summary>The variables on which it depends: with a value for one of them, the stream begins with the past. With its default, where it has one.</summary>
    private readonly List<(string Name, bool HasDefault)> _variables = [];
    private readonly JoinRule _rule;

    private StreamJoining(JoinRule rule) => _rule = rule;

    private static StreamJoining Never { get; } = new(JoinRule.BeforeFirstEvent);

    /// <param name="schema">Knows the field.</param>
    /// <param name="operation">A subscription.</param>
    /// <param name="source">The source that gives its root field.</param>
    public static StreamJoining Of(CompositeSchema schema, NormalizedOperation operation, int source)
    {
        var type = schema.Full.RootType(OperationType.Subscription)!;
        var field = operation.Root.Fields.First(field => !field.IsTypeName);
        if (schema.TypeOf(type.Name).Find(field.Name, source)?.Joinable is not { } joinable)
        {
            return Never;
        }

        var joining = new StreamJoining(joinable.Latest ? JoinRule.WithLatestEvent : JoinRule.WithNextEvent);
        foreach (var name in joinable.Unless)
        {
            var byDefault = type.Fields[field.Name].Arguments.GetValueOrDefault(name)?.DefaultValue;
            switch (field.Arguments.FirstOrDefault(argument => argument.Name.Value == name)?.Value ?? byDefault)
            {
                case null or NullValueNode: break;
                case VariableNode variable: joining._variables.Add((variable.Name.Value, byDefault is not (null or NullValueNode))); break;
                default: return Never;
            }
        }

        return joining;
    }

    public JoinRule RuleFor(VariableValues variables)
    {
        foreach (var (name, hasDefault) in _variables)
        {
            if (variables.TryGet(name, out var value) ? value is not null : hasDefault)
            {
                return JoinRule.BeforeFirstEvent;
            }
        }

        return _rule;
    }
}
