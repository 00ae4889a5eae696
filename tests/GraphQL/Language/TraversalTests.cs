using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Tests;

public sealed class TraversalTests
{
    [Fact]
    public void Visitor_Should_EnterAndLeaveInTheOrderOfTheText()
    {
        var log = new FieldLog();
        log.Visit(Parser.Parse("{ a(x: 1) { b } ... on T { c } }"));
        Assert.Equal(["+a", "+a.b", "-b", "-a", "+c", "-c"], log.Entries);
    }

    [Fact]
    public void Visitor_Should_NotEnterSkippedChildren()
    {
        var log = new FieldLog { Skipped = "a" };
        log.Visit(Parser.Parse("{ a { b } c }"));
        Assert.Equal(["+a", "+c", "-c"], log.Entries);
    }

    [Fact]
    public void Visitor_Should_EndWhenItBreaks()
    {
        var log = new FieldLog { Last = "b" };
        log.Visit(Parser.Parse("{ a { b { c } } d }"));
        Assert.Equal(["+a", "+a.b"], log.Entries);
    }

    [Fact]
    public void Parallel_Visitors_Should_SkipAndBreakForThemselves()
    {
        FieldLog skips = new() { Skipped = "a" }, breaks = new() { Last = "b" }, sees = new();
        var together = SyntaxVisitor.InParallel([skips, breaks, sees]);
        together.Visit(Parser.Parse("{ a { b } c }"));
        Assert.Equal(["+a", "+c", "-c"], skips.Entries);
        Assert.Equal(["+a", "+a.b"], breaks.Entries);
        Assert.Equal(["+a", "+a.b", "-b", "-a", "+c", "-c"], sees.Entries);

        together.Visit(Parser.Parse("{ z }"));
        Assert.Equal("-z", breaks.Entries[^1]);
    }

    [Fact]
    public void Rewriter_Should_ShareWhatDoesNotChange()
    {
        var document = Parser.Parse("query Q($v: Int = 1 @d) { a(x: [1, {y: $v}]) @skip(if: true) { ...F } } fragment F on T { ... on U { b } } type T implements I @d { f(x: Int = 1 @d): [Int!]! }");
        Assert.Same(document, new Nothing().RewriteNode(document));
    }

    [Fact]
    public void Rewriter_Should_RemoveWhatLostItsSelections()
    {
        var document = Parser.Parse("{ a { secret } b { ... on T { secret } c } secret }");
        Assert.Equal("{b{c}}", SyntaxPrinter.PrintCompact(new WithoutField("secret").RewriteNode(document)!));
        Assert.Null(new WithoutField("a").RewriteNode((OperationDefinitionNode)Parser.Parse("{ a }").Definitions[0]));
    }

    [Fact]
    public void Rewriter_Should_ReachTypesAndVariables()
    {
        var document = Parser.Parse("query($a: [T!]) { f(x: [{y: $a}]) { ... on T { g } } } union U = T | V input I { t: T = {} } enum E { A }");
        Assert.Equal(
            "query($b:[X!]){f(x:[{y:$b}]){...on X{g}}}union U=X|V input I{t:X={}}enum E{A}",
            SyntaxPrinter.PrintCompact(new Renaming().RewriteNode(document)!));
    }

    [Fact]
    public void Rewriter_Should_RefuseToRemoveWhatIsRequired()
        => Assert.Throws<InvalidOperationException>(() => new WithoutTypes().RewriteNode(Parser.ParseType("[Int!]")));

    [Theory]
    [InlineData("{ a b }", "{ a, b }", true)]
    [InlineData("{ a(x: \"y\") }", "{ a(x: \"\"\"y\"\"\") }", true)]
    [InlineData("{ a b }", "{ b a }", false)]
    [InlineData("{ a }", "{ a: a }", false)]
    [InlineData("query { a }", "mutation { a }", false)]
    [InlineData("{ a @x(y: 1) }", "{ a @x(y: 1.0) }", false)]
    [InlineData("type T { a: Int }", "extend type T { a: Int }", false)]
    [InlineData("directive @d on FIELD", "directive @d repeatable on FIELD", false)]
    [InlineData("{ a(x: 1) }", "{ a(x: 1, y: 2) }", false)]
    public void Comparer_Should_TellDocumentsApartByWhatTheySay(string left, string right, bool expected)
    {
        var (a, b) = (Parser.Parse(left), Parser.Parse(right));
        Assert.Equal(expected, SyntaxComparer.Equal(a, b));
        Assert.Equal(expected, SyntaxComparer.Instance.GetHashCode(a) == SyntaxComparer.Instance.GetHashCode(b));
    }

    private sealed class FieldLog : SyntaxVisitor
    {
        public List<string> Entries { get; } = [];
        public string? Skipped { get; init; }
        public string? Last { get; init; }

        protected override VisitAction Enter(FieldNode node)
        {
            var parent = Ancestors.OfType<FieldNode>().LastOrDefault();
            Entries.Add($"+{(parent is null ? "" : parent.ResponseName + ".")}{node.ResponseName}");
            return node.ResponseName == Last ? VisitAction.Break
                : node.ResponseName == Skipped ? VisitAction.SkipChildren
                : VisitAction.Continue;
        }

        protected override VisitAction Leave(FieldNode node)
        {
            Entries.Add("-" + node.ResponseName);
            return VisitAction.Continue;
        }
    }

    private sealed class Nothing : SyntaxRewriter;

    private sealed class WithoutField(string name) : SyntaxRewriter
    {
        protected override SyntaxNode? Rewrite(FieldNode field) => field.Name.Value == name ? null : base.Rewrite(field);
    }

    private sealed class WithoutTypes : SyntaxRewriter
    {
        protected override SyntaxNode? Rewrite(NamedTypeNode type) => null;
    }

    private sealed class Renaming : SyntaxRewriter
    {
        protected override SyntaxNode? Rewrite(NamedTypeNode type) => type.Name.Value == "T" ? new NamedTypeNode(new NameNode("X")) : type;

        protected override SyntaxNode? Rewrite(VariableNode variable) => new VariableNode(new NameNode("b"));
    }
}
