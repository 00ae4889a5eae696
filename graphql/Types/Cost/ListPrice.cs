using System.Globalization;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A field's @listSize. A connection has one without being told: its page, which `edges` and `nodes` repeat.</summary>
public sealed record ListPrice(int? AssumedSize, IReadOnlyList<string> SlicingArguments, IReadOnlyList<string> SizedFields, bool RequiresOneArgument)
{
    /// <summary>Items on a page of a client that does not say how many it wants.</summary>
    public const int PageSize = 20;

    /// <summary>A connection's, without being told.</summary>
    public static ListPrice Connection { get; } = new(PageSize, ["first", "last"], ["edges", "nodes"], RequiresOneArgument: false);

    internal static ListPrice? Of(OutputField field)
        => field.Directives.FirstOrDefault(directive => directive.Name.Value == "listSize") is not { } directive ? null : new ListPrice(
            Argument(directive, "assumedSize") is IntValueNode size ? int.Parse(size.Value, CultureInfo.InvariantCulture) : null,
            Strings(Argument(directive, "slicingArguments")),
            Strings(Argument(directive, "sizedFields")),
            Argument(directive, "requireOneSlicingArgument") is not BooleanValueNode { Value: false });

    private static ValueNode? Argument(DirectiveNode directive, string name)
        => directive.Arguments.FirstOrDefault(argument => argument.Name.Value == name)?.Value;

    private static string[] Strings(ValueNode? value)
        => value is ListValueNode list ? [.. list.Items.OfType<StringValueNode>().Select(text => text.Value)] : [];
}
