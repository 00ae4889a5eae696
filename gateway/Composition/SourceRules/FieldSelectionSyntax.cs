using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Composition;

/// <summary>Why the `field` of `@is` or `@require` is not a field selection map.</summary>
internal static class FieldSelectionSyntax
{
    public static string Explain(DirectiveNode? directive)
    {
        try
        {
            FieldSelectionMap.Parse(directive?.StringArgument("field") ?? "");
            return "";
        }
        catch (SyntaxException error)
        {
            return error.Message;
        }
    }
}
