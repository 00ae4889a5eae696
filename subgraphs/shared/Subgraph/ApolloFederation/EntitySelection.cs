using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Subgraph;

/// <summary>
/// What an operation selects of `_entities` for one type, in the terms of the subgraph's own schema: fragments on other types are
/// dropped, and arguments that requirements fill take their value from a variable.
/// </summary>
internal sealed class EntitySelection
{
    private readonly FederationOperation _operation;
    private readonly Schema _schema;
    private readonly ObjectType _type;
    private readonly OrderedDictionary<string, MappedArgument> _requirements = new(StringComparer.Ordinal);

    private EntitySelection(FederationOperation operation, Schema schema, ObjectType type) => (_operation, _schema, _type) = (operation, schema, type);

    /// <summary>By the names of the variables that take them.</summary>
    public IReadOnlyDictionary<string, MappedArgument> Requirements => _requirements;

    public SelectionSetNode Selections { get; private set; } = null!;

    /// <param name="operation">Whose fragments the field spreads.</param>
    /// <param name="schema">The subgraph's own.</param>
    /// <param name="type">The type of the entities.</param>
    /// <param name="field">The field `_entities`.</param>
    public static EntitySelection Of(FederationOperation operation, Schema schema, ObjectType type, FieldNode field)
    {
        var selection = new EntitySelection(operation, schema, type);
        IReadOnlyList<SelectionNode> selections = [.. selection.Rewrite(field.SelectionSet!)];
        selection.Selections = new SelectionSetNode(selections.Count > 0 ? selections : [new FieldNode { Name = new NameNode("__typename") }]);
        return selection;
    }

    private IEnumerable<SelectionNode> Rewrite(SelectionSetNode selections) => selections.Selections.Select(SelectionNode? (selection) => selection switch
    {
        FieldNode field => WithRequirements(field),
        InlineFragmentNode fragment => Rewrite(fragment.TypeCondition?.Name.Value, fragment.Directives, fragment.SelectionSet),
        FragmentSpreadNode spread when _operation.Fragment(spread) is var fragment
            => Rewrite(fragment.TypeCondition.Name.Value, spread.Directives, fragment.SelectionSet),
        _ => null,
    }).OfType<SelectionNode>();

    private InlineFragmentNode? Rewrite(string? condition, IReadOnlyList<DirectiveNode> directives, SelectionSetNode selections)
    {
        var isMet = condition is null or "_Entity" || (_schema.FindType(condition) is { } type && _schema.PossibleTypes(type).Contains(_type));
        return isMet && Rewrite(selections).ToList() is { Count: > 0 } inner
            ? new InlineFragmentNode { Directives = directives, SelectionSet = new SelectionSetNode(inner) }
            : null;
    }

    private FieldNode WithRequirements(FieldNode field)
    {
        var required = _schema.FindField(_type, field.Name.Value) is { } definition ? MappedArgument.RequiredBy(definition) : [];
        foreach (var argument in required)
        {
            _requirements.TryAdd(Variable(field, argument), argument);
        }

        return required.Count == 0 ? field : new FieldNode
        {
            Alias = field.Alias,
            Name = field.Name,
            Arguments = [.. field.Arguments, .. required.Select(argument => new ArgumentNode(new NameNode(argument.Name), new VariableNode(new NameNode(Variable(field, argument)))))],
            Directives = field.Directives,
            SelectionSet = field.SelectionSet,
        };
    }

    private static string Variable(FieldNode field, MappedArgument argument) => $"_requires_{field.Name.Value}_{argument.Name}";
}
