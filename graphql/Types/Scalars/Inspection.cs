using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FinFlow.GraphQL.Types;

/// <summary>Client values in error messages: short, whatever was sent.</summary>
internal static class Inspection
{
    private const int ItemsMax = 10;
    private const int DepthMax = 2;
    private const int TextLengthMax = 200;

    /// <summary>`"text"`, `12`, `[1, 2]`, `{ a: 1 }`; deep or long values are abridged.</summary>
    public static string Show(JsonElement value)
    {
        var text = new StringBuilder();
        Append(text, value, 0);
        return text.ToString();
    }

    /// <summary>What a resolver returned. Texts are quoted; types that have no short text of their own are named.</summary>
    public static string Show(object value) => value switch
    {
        string text => Quote(text),
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.GetType().Name,
    };

    private static void Append(StringBuilder text, JsonElement value, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String: text.Append(Quote(value.GetString()!)); break;
            case JsonValueKind.Array: AppendArray(text, value, depth); break;
            case JsonValueKind.Object: AppendObject(text, value, depth); break;
            case JsonValueKind.Undefined: text.Append("undefined"); break;
            default: text.Append(Abridge(value.GetRawText())); break;
        }
    }

    private static void AppendArray(StringBuilder text, JsonElement value, int depth)
    {
        var count = value.GetArrayLength();
        if (count > 0 && depth >= DepthMax)
        {
            text.Append("[Array]");
            return;
        }

        text.Append('[');
        var index = 0;
        foreach (var item in value.EnumerateArray().Take(ItemsMax))
        {
            text.Append(index++ > 0 ? ", " : "");
            Append(text, item, depth + 1);
        }

        text.Append((count - ItemsMax) switch
        {
            1 => ", ... 1 more item",
            > 1 and var more => string.Create(CultureInfo.InvariantCulture, $", ... {more} more items"),
            _ => "",
        }).Append(']');
    }

    private static void AppendObject(StringBuilder text, JsonElement value, int depth)
    {
        if (!value.EnumerateObject().Any())
        {
            text.Append("{}");
            return;
        }

        if (depth >= DepthMax)
        {
            text.Append("[Object]");
            return;
        }

        text.Append("{ ");
        var index = 0;
        foreach (var property in value.EnumerateObject().Take(ItemsMax))
        {
            text.Append(index++ > 0 ? ", " : "").Append(Abridge(property.Name)).Append(": ");
            Append(text, property.Value, depth + 1);
        }

        text.Append(" }");
    }

    private static string Quote(string text)
    {
        using var buffer = new JsonBuffer(64);
        buffer.WriteString(Abridge(text));
        return buffer.ToString();
    }

    public static string Abridge(string text) => text.Length <= TextLengthMax ? text : text[..TextLengthMax] + "…";
}
