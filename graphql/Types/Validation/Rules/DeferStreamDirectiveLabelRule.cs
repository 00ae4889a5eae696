using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Each part of an incremental result has a label of its own, known before the request runs. https://github.com/graphql/defer-stream-wg</summary>
internal sealed class DeferStreamDirectiveLabelRule(ValidationContext context) : DocumentRule(context)
{
    private readonly Dictionary<string, DirectiveNode> _known = new(StringComparer.Ordinal);

    protected override VisitAction Enter(DirectiveNode node)
    {
        if (node.Name.Value is "defer" or "stream" && node.Arguments.FirstOrDefault(argument => argument.Name.Value == "label") is { } label)
        {
            if (label.Value is not StringValueNode text)
            {
                Context.Report($"Argument \"@{node.Name.Value}(label:)\" must be a static string.", node);
            }
            else if (!_known.TryAdd(text.Value, node))
            {
                Context.Report("Value for arguments 'defer(label:)' and 'stream(label:)' must be unique across all Defer/Stream directive usages.", _known[text.Value], node);
            }
        }

        return VisitAction.SkipChildren;
    }
}
