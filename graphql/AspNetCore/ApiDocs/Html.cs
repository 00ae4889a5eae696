using System.Net;
using System.Text;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>HTML of the reference's small parts. Whatever comes from the schema is encoded here.</summary>
internal static class Html
{
    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A description's paragraphs; text between backticks becomes code, the rest of Markdown stays as it is written.</summary>
    public static string Paragraphs(string? description)
    {
        if (string.IsNullOrWhiteSpace(description))
        {
            return "";
        }

        var html = new StringBuilder();
        foreach (var paragraph in description.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            html.Append("<p>").Append(Inline(paragraph)).Append("</p>");
        }

        return html.ToString();
    }

    /// <summary>One paragraph without its element.</summary>
    public static string Inline(string? text)
    {
        var parts = (text ?? "").Split('`');
        var html = new StringBuilder();
        for (var i = 0; i < parts.Length; i++)
        {
            // A backtick without a partner is only a backtick.
            html.Append(i % 2 == 0 ? Encode(parts[i]) : i < parts.Length - 1 ? $"<code>{Encode(parts[i])}</code>" : "`" + Encode(parts[i]));
        }

        return html.ToString();
    }

    /// <summary>A type reference with a link to the named type.</summary>
    public static string TypeLink(GraphQLType type) => type switch
    {
        NonNullType nonNull => $"{TypeLink(nonNull.OfType)}!",
        ListType list => $"[{TypeLink(list.OfType)}]",
        _ when IsSpecifiedScalar(type.Named) => type.Named.Name,
        _ => $"<a href=\"#{Anchor(type.Named)}\">{Encode(type.Named.Name)}</a>",
    };

    /// <summary>Scalars that every schema has; nobody looks them up.</summary>
    public static bool IsSpecifiedScalar(NamedType type) => type.Name is "Int" or "Float" or "String" or "Boolean" or "ID";

    public static string Anchor(NamedType type) => $"type-{type.Name}";

    public static string Deprecated(string? reason)
        => reason is null ? "" : $"<p class=\"deprecated\"><strong>Deprecated.</strong> {Inline(reason)}</p>";

    /// <summary>Arguments or input fields as rows.</summary>
    public static string Inputs(string caption, IEnumerable<InputValue> inputs)
        => Rows(caption, inputs.Select(input => new Row(
            Encode(input.Name), TypeLink(input.Type) + Default(input), Inline(input.Description) + Deprecated(input.DeprecationReason))));

    public static string Rows(string caption, IEnumerable<Row> rows)
    {
        var html = new StringBuilder();
        foreach (var row in rows)
        {
            html.Append($"<tr><th scope=\"row\"><code>{row.Name}</code></th><td class=\"t\"><code>{row.Type}</code></td><td>{row.Text}</td></tr>");
        }

        return html.Length == 0 ? "" : $"<h4>{caption}</h4><table>{html}</table>";
    }

    private static string Default(InputValue input)
        => input.DefaultValue is null ? "" : $" = {Encode(SyntaxPrinter.Print(input.DefaultValue))}";
}

/// <summary>A table row; all parts are HTML.</summary>
internal readonly record struct Row(string Name, string Type, string Text);
