using System.Text;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>One operation: signature, description, permission, what goes in, what comes out, and how it refuses.</summary>
internal static class OperationCard
{
    public static string Render(OutputField field, string kind, ApiDocsOptions options)
    {
        var html = new StringBuilder();
        html.Append($"<article id=\"{Anchor(field)}\" data-name=\"{Html.Encode(field.Name)}\"><header><h3>{Html.Encode(field.Name)}</h3>");
        html.Append($"<span class=\"kind {kind}\">{kind}</span>");
        if (options.Permission(field.Coordinate) is { } permission)
        {
            html.Append($"<span class=\"permission\" title=\"Permission\">{Html.Encode(permission)}</span>");
        }

        html.Append("</header>").Append(Html.Paragraphs(field.Description)).Append(Html.Deprecated(field.DeprecationReason));
        html.Append($"<pre>{Signature(field)}</pre>");
        html.Append(SingleInput(field) is { } input ? Html.Inputs("Input", input.Fields.Values) : Arguments(field));
        html.Append(Result(field)).Append(Errors(field, options)).Append("</article>");
        return html.ToString();
    }

    public static string Anchor(OutputField field) => $"{field.DeclaringType.Name}.{field.Name}";

    private static string Signature(OutputField field)
    {
        var arguments = field.Arguments.Count switch
        {
            0 => "",
            <= 2 => $"({string.Join(", ", field.Arguments.Values.Select(Argument))})",
            _ => $"(\n  {string.Join("\n  ", field.Arguments.Values.Select(Argument))}\n)",
        };
        return $"<b>{Html.Encode(field.Name)}</b>{arguments}: {Html.TypeLink(field.Type)}";
    }

    private static string Argument(InputValue argument) => $"{Html.Encode(argument.Name)}: {Html.TypeLink(argument.Type)}";

    /// <summary>Nothing when the signature says it all.</summary>
    private static string Arguments(OutputField field)
        => field.Arguments.Values.Any(argument => argument.Description is not null || argument.DefaultValue is not null || argument.DeprecationReason is not null)
            ? Html.Inputs("Arguments", field.Arguments.Values)
            : "";

    /// <summary>The object behind `input:`, whose fields are what a reader looks for.</summary>
    private static InputObjectType? SingleInput(OutputField field)
        => field.Arguments.Count == 1 && field.Arguments.GetAt(0).Value is { Name: "input" } input ? input.Type.Named as InputObjectType : null;

    /// <summary>A payload's fields, without its errors, which have their own place.</summary>
    private static string Result(OutputField field)
        => ErrorsOf(field) is null || field.Type.Named is not ObjectType payload
            ? ""
            : Html.Rows("Result", payload.Fields.Values.Where(result => result.Name != "errors").Select(result => new Row(
                Html.Encode(result.Name), Html.TypeLink(result.Type), Html.Inline(result.Description))));

    private static string Errors(OutputField field, ApiDocsOptions options)
        => ErrorsOf(field) is not { } errors
            ? ""
            : Html.Rows("Errors", errors.Types.Select(error => new Row(
                Html.Encode(options.ErrorCode(error.Name) ?? error.Name), Html.TypeLink(error), Html.Inline(error.Description))));

    private static UnionType? ErrorsOf(OutputField field)
        => field.Type.Named is ObjectType payload && payload.Fields.TryGetValue("errors", out var errors) ? errors.Type.Named as UnionType : null;
}
