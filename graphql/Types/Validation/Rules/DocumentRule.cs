using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A rule walks through the document together with the others and stops when nobody would read what it finds.</summary>
internal abstract class DocumentRule(ValidationContext context) : SyntaxVisitor
{
    protected ValidationContext Context { get; } = context;

    protected override VisitAction Enter(SyntaxNode node) => Context.IsFull ? VisitAction.Break : base.Enter(node);

    protected override VisitAction Leave(SyntaxNode node) => Context.IsFull ? VisitAction.Break : base.Leave(node);
}
