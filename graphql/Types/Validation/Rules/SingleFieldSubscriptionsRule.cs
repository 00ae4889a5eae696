using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A subscription has one root field, whatever its variables are. https://spec.graphql.org/draft/#sec-Single-Root-Field</summary>
internal sealed class SingleFieldSubscriptionsRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(OperationDefinitionNode node)
    {
        if (node.Operation == OperationType.Subscription && Context.Schema.SubscriptionType is { } root)
        {
            var subscription = node.Name is { } name ? $"Subscription \"{name.Value}\"" : "Anonymous Subscription";
            var selection = new RootSelection(Context, root);
            selection.Collect(node.SelectionSet);
            Check(subscription, selection);
        }

        return VisitAction.SkipChildren;
    }

    protected override VisitAction Enter(FragmentDefinitionNode node) => VisitAction.SkipChildren;

    private void Check(string subscription, RootSelection selection)
    {
        if (selection.Conditions.Count > 0)
        {
            Context.Report($"{subscription} must not use `@skip` or `@include` directives in the top level selection.", selection.Conditions);
            return;
        }

        if (selection.Fields.Count > 1)
        {
            Context.Report($"{subscription} must select only one top level field.", selection.Fields.Values.Skip(1).SelectMany(fields => fields));
        }

        foreach (var fields in selection.Fields.Values.Where(fields => fields[0].Name.Value.StartsWith("__", StringComparison.Ordinal)))
        {
            Context.Report($"{subscription} must not select an introspection top level field.", fields);
        }
    }

    /// <summary>The root fields by response name. https://spec.graphql.org/draft/#CollectSubscriptionFields()</summary>
    private sealed class RootSelection(ValidationContext context, ObjectType root)
    {
        private readonly HashSet<string> _spread = new(StringComparer.Ordinal);

        public OrderedDictionary<string, List<FieldNode>> Fields { get; } = new(StringComparer.Ordinal);

        public List<DirectiveNode> Conditions { get; } = [];

        public void Collect(SelectionSetNode selections)
        {
            foreach (var selection in selections.Selections)
            {
                Conditions.AddRange(selection.Directives.Where(directive => directive.Name.Value is "skip" or "include"));
                switch (selection)
                {
                    case FieldNode field:
                        (Fields.TryGetValue(field.ResponseName, out var known) ? known : Fields[field.ResponseName] = []).Add(field);
                        break;
                    case InlineFragmentNode fragment when Applies(fragment.TypeCondition):
                        Collect(fragment.SelectionSet);
                        break;
                    case FragmentSpreadNode spread when _spread.Add(spread.Name.Value)
                        && context.Fragments.TryGetValue(spread.Name.Value, out var fragment) && Applies(fragment.TypeCondition):
                        Collect(fragment.SelectionSet);
                        break;
                }
            }
        }

        private bool Applies(NamedTypeNode? condition)
            => condition is null || (context.Schema.FindType(condition.Name.Value) is { } type && Schema.IsSubType(root, type));
    }
}
