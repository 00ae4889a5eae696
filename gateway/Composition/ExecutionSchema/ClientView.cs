using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>The annotated document without annotations, and without what they hide.</summary>
internal sealed class ClientView : SyntaxRewriter
{
    private readonly HashSet<string> _hidden;

    private ClientView(DocumentNode document) => _hidden =
        [.. document.Definitions.OfType<TypeDefinitionNode>().Where(type => IsHidden(type.Directives)).Select(type => type.Name.Value)];

    public static DocumentNode Of(DocumentNode document) => new ClientView(document).RewriteNode(document)!;

    protected override SyntaxNode? Rewrite(SyntaxNode node) => node switch
    {
        DirectiveDefinitionNode { Name.Value: var name } when IsFusion(name) => null,
        DirectiveNode { Name.Value: var name } when IsFusion(name) => null,
        TypeDefinitionNode { Name.Value: var name } when IsFusion(name) || _hidden.Contains(name) => null,
        // A visible field cannot refer to a hidden type, so this only shortens lists of interfaces and of union members.
        NamedTypeNode { Name.Value: var name } when _hidden.Contains(name) => null,
        FieldDefinitionNode { Directives: var directives } when IsHidden(directives) => null,
        InputValueDefinitionNode { Directives: var directives } when IsHidden(directives) => null,
        EnumValueDefinitionNode { Directives: var directives } when IsHidden(directives) => null,
        _ => base.Rewrite(node),
    };

    private static bool IsFusion(string name) => name.StartsWith("fusion__", StringComparison.Ordinal);

    private static bool IsHidden(IReadOnlyList<DirectiveNode> directives) => directives.Has("fusion__inaccessible");
}
