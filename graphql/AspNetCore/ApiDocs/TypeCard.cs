using System.Text;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>One type: description, members, relations.</summary>
internal static class TypeCard
{
    public static string KindOf(NamedType type) => type switch
    {
        ObjectType => "object",
        InterfaceType => "interface",
        UnionType => "union",
        EnumType => "enum",
        InputObjectType { IsOneOf: true } => "one of",
        InputObjectType => "input",
        _ => "scalar",
    };

    public static string Render(NamedType type, Schema schema, ApiDocsOptions options)
    {
        var html = new StringBuilder();
        html.Append($"<article id=\"{Html.Anchor(type)}\" data-name=\"{Html.Encode(type.Name)}\"><header><h3>{Html.Encode(type.Name)}</h3>");
        html.Append($"<span class=\"kind\">{KindOf(type)}</span></header>").Append(Html.Paragraphs(type.Description));
        html.Append(type switch
        {
            ComplexType complex => Links("Implements", complex.Interfaces) + Fields(complex, options),
            UnionType union => Links("One of", union.Types),
            EnumType values => Html.Rows("Values", values.Values.Select(value => new Row(
                Html.Encode(value.Name), "", Html.Inline(value.Description) + Html.Deprecated(value.DeprecationReason)))),
            InputObjectType input => Html.Inputs(input.IsOneOf ? "Exactly one of" : "Fields", input.Fields.Values),
            ScalarType { SpecifiedByUrl: { } url } => $"<p>Specified by <code>{Html.Encode(url)}</code>.</p>",
            _ => "",
        });
        if (type is InterfaceType)
        {
            html.Append(Links("Implemented by", schema.PossibleTypes(type)));
        }

        return html.Append("</article>").ToString();
    }

    private static string Fields(ComplexType type, ApiDocsOptions options) => Html.Rows("Fields", type.Fields.Values.Select(field => new Row(
        Html.Encode(field.Name), Html.TypeLink(field.Type), Text(field, options))));

    private static string Text(OutputField field, ApiDocsOptions options)
    {
        var arguments = field.Arguments.Count == 0
            ? ""
            : $"<p class=\"arguments\">{string.Join(", ", field.Arguments.Values.Select(argument => $"<code>{Html.Encode(argument.Name)}: {Html.TypeLink(argument.Type)}</code>"))}</p>";
        var permission = options.Permission(field.Coordinate) is { } needed ? $"<span class=\"permission\">{Html.Encode(needed)}</span> " : "";
        return permission + Html.Inline(field.Description) + arguments + Html.Deprecated(field.DeprecationReason);
    }

    private static string Links(string caption, IEnumerable<NamedType> types)
    {
        var links = string.Join(" ", types.Select(type => $"<code>{Html.TypeLink(type)}</code>"));
        return links.Length == 0 ? "" : $"<p class=\"links\">{caption} {links}</p>";
    }
}
