using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FinFlow.Payments;

/// <summary>Reads what a processor sent. A member that is absent, or is no text, is null: processors add and omit.</summary>
internal static class ProcessorJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The body of a request; what is null is left out.</summary>
    internal static JsonContent ContentOf(object body) => JsonContent.Create(body, options: Options);

    extension(JsonElement element)
    {
        internal JsonElement At(params ReadOnlySpan<string> path)
        {
            foreach (var name in path)
            {
                element = element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;
            }

            return element;
        }

        internal string? Text(params ReadOnlySpan<string> path)
            => element.At(path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

        /// <summary>Empty when it is absent.</summary>
        internal IReadOnlyList<JsonElement> List(params ReadOnlySpan<string> path)
            => element.At(path) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];

        internal long? Whole(params ReadOnlySpan<string> path)
            => element.At(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var whole) ? whole : null;
    }
}
