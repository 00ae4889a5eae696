using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Tests;

/// <summary>The law of the printer: <c>parse(print(x)) == x</c>, whatever x is.</summary>
public sealed class RoundTripTests
{
    private const int DocumentsMax = 1_000;

    [Fact]
    public void Documents_Should_EqualWhatTheirTextParsesTo() => AssertRoundTrip(SyntaxPrinter.Print);

    [Fact]
    public void Documents_Should_EqualWhatTheirCompactTextParsesTo() => AssertRoundTrip(SyntaxPrinter.PrintCompact);

    [Fact]
    public void Text_Should_BeStableOncePrinted()
    {
        for (var seed = 0; seed < DocumentsMax; seed++)
        {
            var printed = SyntaxPrinter.Print(RandomDocument.Create(seed));
            Assert.Equal(printed, SyntaxPrinter.Print(Parser.Parse(printed, ParserOptions.Trusted)));
        }
    }

    [Fact]
    public void Documents_Should_SurviveARewriterThatChangesNothing()
    {
        for (var seed = 0; seed < DocumentsMax; seed++)
        {
            var document = RandomDocument.Create(seed);
            Assert.Same(document, new Nothing().RewriteNode(document));
            Assert.True(SyntaxComparer.Equal(document, new CopyOfNames().RewriteNode(document)), $"Seed {seed}");
        }
    }

    private static void AssertRoundTrip(Func<SyntaxNode, string> print)
    {
        for (var seed = 0; seed < DocumentsMax; seed++)
        {
            var document = RandomDocument.Create(seed);
            var printed = print(document);
            Assert.True(SyntaxComparer.Equal(document, Parser.Parse(printed, ParserOptions.Trusted)), $"Seed {seed}:\n{printed}");
        }
    }

    private sealed class Nothing : SyntaxRewriter;

    /// <summary>Makes every type and variable anew, so that everything around them is copied.</summary>
    private sealed class CopyOfNames : SyntaxRewriter
    {
        protected override SyntaxNode? Rewrite(NamedTypeNode type) => new NamedTypeNode(type.Name);

        protected override SyntaxNode? Rewrite(VariableNode variable) => new VariableNode(variable.Name);

        protected override SyntaxNode? Rewrite(ArgumentNode argument) => new ArgumentNode(argument.Name, argument.Value);
    }
}
