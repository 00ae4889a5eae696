using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>An input object gives each field once. https://spec.graphql.org/draft/#sec-Input-Object-Field-Uniqueness</summary>
internal sealed class UniqueInputFieldNamesRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(ObjectValueNode node)
    {
        var first = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        foreach (var name in node.Fields.Select(field => field.Name).Where(name => !first.TryAdd(name.Value, name)))
        {
            Context.Report($"There can be only one input field named \"{name.Value}\".", first[name.Value], name);
        }

        return VisitAction.Continue;
    }
}
