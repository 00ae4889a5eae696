using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Only lists are streamed. https://github.com/graphql/defer-stream-wg</summary>
internal sealed class StreamDirectiveOnListFieldRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(DirectiveNode node)
    {
        if (node.Name.Value == "stream" && Parent is FieldNode && Context.Types is { ParentType: { } parent, Field: { } field } && field.Type.Nullable is not ListType)
        {
            Context.Report($"Stream directive cannot be used on non-list field \"{field.Name}\" on type \"{parent}\".", node);
        }

        return VisitAction.SkipChildren;
    }
}
