using System.Text;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>An answer as text that is equal for equal answers, whichever router gave it.</summary>
internal static class ComparableAnswer
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true };

    /// <summary>Data alone, with keys in one order.</summary>
    public static string DataOf(Answer answer)
    {
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            Write(writer, answer.Body.TryGetProperty("data", out var data) ? data : JsonDocument.Parse("null").RootElement);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Data with keys in one order, and what an error says to a client: where, which code and which sentence.</summary>
    public static string Of(Answer answer)
    {
        IEnumerable<string> errors = answer.Body.TryGetProperty("errors", out var list) ? list.EnumerateArray().Select(Said).Order(StringComparer.Ordinal) : [];
        return $"{DataOf(answer)}\n{string.Join('\n', errors)}";
    }

    private static string Said(JsonElement error)
        => $"{(error.TryGetProperty("path", out var path) ? path : "nowhere")} {error.Value("extensions").Text("code")} {error.Text("message")}";

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
