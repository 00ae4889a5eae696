using System.Globalization;
using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// What sources say of costs. The specification of composition is silent on it, and the gateway prices operations before it asks anybody:
/// of several weights the greatest counts, of several list sizes the first. https://ibm.github.io/graphql-specs/cost-spec.html
/// </summary>
internal static class Costs
{
    /// <summary>Definitions of the directives that the document uses.</summary>
    public static IEnumerable<DefinitionNode> DefinitionsFor(IEnumerable<DefinitionNode> document)
    {
        var used = new UsedDirectives();
        foreach (var definition in document)
        {
            used.Visit(definition);
        }

        return Parser.Parse(
            """
            "What a resolver call, or an object, costs."
            directive @cost(weight: String!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR

            "How long the field's list is."
            directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
            """).Definitions.OfType<DirectiveDefinitionNode>().Where(directive => used.Names.Contains(directive.Name.Value));
    }

    /// <summary>The directives of a merged member, from those of its sources.</summary>
    public static IEnumerable<DirectiveNode> Of(IEnumerable<IReadOnlyList<DirectiveNode>> sources)
    {
        var all = sources.SelectMany(directives => directives).ToList();
        if (all.Where(directive => directive.Name.Value == "cost").MaxBy(WeightOf) is { } dearest)
        {
            yield return dearest;
        }

        if (all.Find(directive => directive.Name.Value == "listSize") is { } size)
        {
            yield return size;
        }
    }

    private static double WeightOf(DirectiveNode cost)
        => double.TryParse(cost.StringArgument("weight"), CultureInfo.InvariantCulture, out var weight) ? weight : 0;

    private sealed class UsedDirectives : SyntaxVisitor
    {
        public HashSet<string> Names { get; } = [];

        protected override VisitAction Enter(DirectiveNode node)
        {
            Names.Add(node.Name.Value);
            return VisitAction.SkipChildren;
        }
    }
}
