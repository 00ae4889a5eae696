using System.Text.Json;

namespace FinFlow.Gateway;

/// <summary>
/// Reads the codes of a response's errors from its bytes, wherever they stand: beside the data, or with a part that came later. Errors are
/// written in many places and come from sources as they are; the answer is the one thing that has all of them.
/// </summary>
internal static class ErrorCodes
{
    // Data may be nested as deeply as a schema permits, which is not for us to judge here.
    private static readonly JsonReaderOptions Depth = new() { MaxDepth = 10_000 };

    /// <returns>A code for each error; null for one without.</returns>
    public static List<string?> Read(ReadOnlySpan<byte> response)
    {
        var codes = new List<string?>();
        var reader = new Utf8JsonReader(response, Depth);
        try
        {
            reader.Read();
            ReadObject(ref reader, codes);
        }
        catch (JsonException)
        {
            // A source's bytes are passed on as they are. What they are like is for the client to see, and what was read until there counts.
        }

        return codes;
    }

    private static void ReadObject(ref Utf8JsonReader reader, List<string?> codes)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isErrors, isParts) = (reader.ValueTextEquals("errors"u8), reader.ValueTextEquals("incremental"u8) || reader.ValueTextEquals("completed"u8));
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray || !(isErrors || isParts))
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                if (isErrors)
                {
                    codes.Add(ReadCode(ref reader));
                }
                else
                {
                    ReadObject(ref reader, codes);
                }
            }
        }
    }

    private static string? ReadCode(ref Utf8JsonReader reader)
        => JsonElement.ParseValue(ref reader) is var error
            && error.TryGetProperty("extensions", out var extensions) && extensions.ValueKind == JsonValueKind.Object
            && extensions.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String
                ? code.GetString()
                : null;
}
