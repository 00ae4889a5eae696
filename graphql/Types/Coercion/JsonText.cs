using System.Text.Json;
using System.Text.Unicode;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// Whether a client's JSON can be read to its end. <see cref="JsonDocument"/> finds out late that a string is no text, and throws whenever
/// somebody asks for it; this finds out first.
/// </summary>
internal static class JsonText
{
    public static bool IsReadable(ReadOnlySpan<byte> json, int depthMax)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = depthMax });
        try
        {
            while (reader.Read())
            {
                // Half of a surrogate pair is JSON but not text.
                if (reader.ValueIsEscaped)
                {
                    reader.GetString();
                }
            }

            return true;
        }
        catch (Exception refusal) when (refusal is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
