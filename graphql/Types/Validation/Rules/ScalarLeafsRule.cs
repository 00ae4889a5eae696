using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Leaves select nothing, everything else selects fields down to its leaves. https://spec.graphql.org/draft/#sec-Leaf-Field-Selections</summary>
internal sealed class ScalarLeafsRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(FieldNode node)
    {
        var name = node.Name.Value;
        switch (Context.Types.Type, node.SelectionSet)
        {
            case ({ Named.IsLeaf: true } leaf, { } selections):
                Context.Report($"Field \"{name}\" must not have a selection since type \"{leaf}\" has no subfields.", selections);
                break;
            case ({ Named.IsLeaf: false } composite, null):
                Context.Report($"Field \"{name}\" of type \"{composite}\" must have a selection of subfields. Did you mean \"{name} {{ ... }}\"?", node);
                break;
        }

        return VisitAction.Continue;
    }
}
