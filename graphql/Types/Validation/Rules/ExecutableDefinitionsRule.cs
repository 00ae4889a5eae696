using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A document to execute holds operations and fragments only. https://spec.graphql.org/draft/#sec-Executable-Definitions</summary>
internal sealed class ExecutableDefinitionsRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(DocumentNode node)
    {
        foreach (var definition in node.Definitions.Where(definition => definition is not ExecutableDefinitionNode))
        {
            Context.Report($"The {Name(definition)} definition is not executable.", definition);
        }

        return VisitAction.SkipChildren;
    }

    private static string Name(DefinitionNode definition) => definition switch
    {
        TypeDefinitionNode type => $"\"{type.Name.Value}\"",
        DirectiveDefinitionNode directive => $"\"{directive.Name.Value}\"",
        _ => "schema",
    };
}
