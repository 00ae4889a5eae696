namespace FinFlow.GraphQL.Language;

/// <summary>Tree to text, in graphql-js' layout; <c>Parse(Print(x))</c> equals <c>x</c>.</summary>
public static class SyntaxPrinter
{
    public static string Print(SyntaxNode node) => Write(node, compact: false);

    /// <summary>Without indentation and line breaks, for documents sent between processes.</summary>
    public static string PrintCompact(SyntaxNode node) => Write(node, compact: true);

    private static string Write(SyntaxNode node, bool compact)
    {
        var printer = new NodePrinter(new TextLayout(compact));
        printer.Write(node);
        return printer.ToString();
    }
}
