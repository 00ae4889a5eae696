using System.Text;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A selection map as text in one line; <c>Parse(Print(x))</c> has the same text again.</summary>
internal static class FieldSelectionPrinter
{
    public static string Print(SelectedValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, SelectedValue value)
    {
        for (var i = 0; i < value.Entries.Count; i++)
        {
            text.Append(i > 0 ? " | " : "");
            Append(text, value.Entries[i]);
        }
    }

    private static void Append(StringBuilder text, SelectedValueEntry entry)
    {
        Append(text, entry.Path);
        if (entry.ObjectValue is { } selected)
        {
            text.Append(entry.Path is null ? "{ " : ".{ ");
            for (var i = 0; i < selected.Fields.Count; i++)
            {
                text.Append(i > 0 ? ", " : "");
                Append(text, selected.Fields[i]);
            }

            text.Append(" }");
        }
        else if (entry.ListValue is { } list)
        {
            text.Append('[');
            Append(text, list.Element);
            text.Append(']');
        }
    }

    private static void Append(StringBuilder text, SelectedObjectField field)
    {
        if (!field.IsShort)
        {
            text.Append(field.Name).Append(": ");
        }

        Append(text, field.Value);
    }

    private static void Append(StringBuilder text, SelectionPath? path)
    {
        if (path is null)
        {
            return;
        }

        text.Append(path.TypeCondition is null ? "" : $"<{path.TypeCondition}>.");
        for (var i = 0; i < path.Segments.Count; i++)
        {
            var segment = path.Segments[i];
            text.Append(i > 0 ? "." : "").Append(segment.Name);
            if (segment.Arguments.Count > 0)
            {
                text.Append('(').AppendJoin(", ", segment.Arguments.Select(SyntaxPrinter.PrintCompact)).Append(')');
            }

            text.Append(segment.TypeCondition is null ? "" : $"<{segment.TypeCondition}>");
        }
    }
}
