using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A selected field is one of the type from which it is selected. https://spec.graphql.org/draft/#sec-Field-Selections</summary>
internal sealed class FieldsOnCorrectTypeRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(FieldNode node)
    {
        if (Context.Types is { ParentType: { } parent, Field: null })
        {
            var name = node.Name.Value;
            Context.Report($"Cannot query field \"{name}\" on type \"{parent}\".{Suggest(parent, name)}", node);
        }

        return VisitAction.Continue;
    }

    private string Suggest(NamedType parent, string field)
    {
        var byFragment = Suggestions.Ask([.. TypesThatHave(field, parent).Select(type => $"\"{type}\"")], "to use an inline fragment on");
        return byFragment.Length > 0 || parent is not ComplexType complex ? byFragment : Suggestions.DidYouMean(field, complex.Fields.Keys);
    }

    /// <summary>Possible types of an abstract type that have the field, and their interfaces: those first that serve most of the possible types.</summary>
    private IEnumerable<NamedType> TypesThatHave(string field, NamedType parent)
    {
        var uses = new OrderedDictionary<ComplexType, int>();
        foreach (var possible in (parent.IsAbstract ? Context.Schema.PossibleTypes(parent) : []).Where(type => type.Fields.ContainsKey(field)))
        {
            uses[possible] = 1;
            foreach (var implemented in possible.Interfaces.Where(type => type.Fields.ContainsKey(field)))
            {
                uses[implemented] = uses.GetValueOrDefault(implemented) + 1;
            }
        }

        // Whoever implements an interface has more interfaces than it, so that the more general type comes first.
        return from type in uses.Keys
               orderby uses[type] descending, type.Interfaces.Count, new Suggestions.NaturalName(type.Name)
               select type;
    }
}
