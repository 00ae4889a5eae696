using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Variables and fragments name types of the schema. https://spec.graphql.org/draft/#sec-Fragment-Spread-Type-Existence</summary>
internal sealed class KnownTypeNamesRule(ValidationContext context) : DocumentRule(context)
{
    /// <summary>A document may not define types, but one that does is not told in addition that they are unknown.</summary>
    private readonly HashSet<string> _defined = context.Document.Definitions.OfType<TypeDefinitionNode>()
        .Where(type => !type.IsExtension).Select(type => type.Name.Value).ToHashSet(StringComparer.Ordinal);

    protected override VisitAction Enter(NamedTypeNode node)
    {
        var name = node.Name.Value;
        if (Context.Schema.FindType(name) is null && !_defined.Contains(name))
        {
            Context.Report($"Unknown type \"{name}\".{Suggestions.DidYouMean(name, Context.Schema.Types.Keys.Concat(_defined))}", node);
        }

        return VisitAction.SkipChildren;
    }
}
