using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A fragment is spread only where an object can be of its type. https://spec.graphql.org/draft/#sec-Fragment-Spread-Is-Possible</summary>
internal sealed class PossibleFragmentSpreadsRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(InlineFragmentNode node)
    {
        if (Context.Types is { Type: NamedType { IsComposite: true } type, ParentType: { } parent } && !Overlap(type, parent))
        {
            Context.Report($"Fragment cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".", node);
        }

        return VisitAction.Continue;
    }

    protected override VisitAction Enter(FragmentSpreadNode node)
    {
        var name = node.Name.Value;
        if (Context.Fragments.TryGetValue(name, out var fragment)
            && Context.FindCompositeType(fragment.TypeCondition) is { } type
            && Context.Types.ParentType is { } parent
            && !Overlap(type, parent))
        {
            Context.Report($"Fragment \"{name}\" cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".", node);
        }

        return VisitAction.Continue;
    }

    private bool Overlap(NamedType a, NamedType b)
        => ReferenceEquals(a, b) || (a.IsAbstract
            ? Context.Schema.PossibleTypes(a).Any(possible => Schema.IsSubType(possible, b))
            : Schema.IsSubType(a, b));
}
