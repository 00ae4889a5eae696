using System.Runtime.InteropServices;
using System.Text.Json;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>An error that a source gave, or that it gave no answer.</summary>
internal sealed class SourceError(string source, string message)
{
    public string Source { get; } = source;

    public string Message { get; } = message;

    public string? Code { get; init; }

    /// <summary>The source's own extensions.</summary>
    public JsonElement? Extensions { get; init; }

    /// <summary>The path in the source's answer: strings and ints; null for errors of the whole request.</summary>
    public IReadOnlyList<object>? Path { get; init; }

    /// <summary>The part of the answer that it belongs to.</summary>
    public DeferPart Part { get; set; } = DeferPart.Initial;

    /// <summary>Whether it is known what it struck.</summary>
    public bool IsPlaced { get; set; }

    /// <summary>Whether the client's answer has it already, at some path.</summary>
    public bool IsWritten { get; set; }

    public static SourceError Unavailable(string source) => new(source, $"The service {source} is not available.") { Code = "SOURCE_UNAVAILABLE" };

    public static SourceError TooLate(string source) => new(source, $"The service {source} did not answer in time.") { Code = "TIMEOUT" };

    public static SourceError Malformed(string source) => new(source, $"The service {source} gave an answer that is not GraphQL.") { Code = "SOURCE_ANSWER_MALFORMED" };

    /// <summary>Reads the `errors` of an answer.</summary>
    /// <exception cref="SourceFormatException">They are not a list of errors.</exception>
    public static IEnumerable<SourceError> ReadAll(string source, ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            var list = JsonElement.ParseValue(ref reader);
            return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(error => Read(source, error))] : [];
        }
        catch (JsonException)
        {
            throw new SourceFormatException();
        }
    }

    /// <summary>The error as the client gets it: with the client's path, and the name of the service.</summary>
    public void Write(JsonBuffer output, IReadOnlyList<object>? path)
    {
        output.WriteRaw("{\"message\":"u8);
        output.WriteString(Message);
        if (path is not null)
        {
            output.WriteRaw(",\"path\":"u8);
            output.WritePath(path);
        }

        output.WriteRaw(",\"extensions\":{"u8);
        if (Code is not null)
        {
            output.WriteRaw("\"code\":"u8);
            output.WriteString(Code);
            output.WriteByte((byte)',');
        }

        foreach (var property in Extensions is { } extensions ? extensions.EnumerateObject().Where(property => property.Name != "service") : [])
        {
            output.WriteString(property.Name);
            output.WriteByte((byte)':');
            output.WriteRaw(JsonMarshal.GetRawUtf8Value(property.Value));
            output.WriteByte((byte)',');
        }

        output.WriteRaw("\"service\":"u8);
        output.WriteString(Source);
        output.WriteRaw("}}"u8);
    }

    private static SourceError Read(string source, JsonElement error)
    {
        var message = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw new SourceFormatException();
        return new SourceError(source, message)
        {
            Extensions = error.TryGetProperty("extensions", out var extensions) && extensions.ValueKind == JsonValueKind.Object ? extensions : null,
            Path = error.TryGetProperty("path", out var path) && path.ValueKind == JsonValueKind.Array ? [.. path.EnumerateArray().Select(Segment)] : null,
        };
    }

    private static object Segment(JsonElement segment) => segment.ValueKind == JsonValueKind.Number ? segment.GetInt32() : segment.ToString();
}

/// <summary>A source's answer is not what GraphQL over HTTP says it should be.</summary>
internal sealed class SourceFormatException() : Exception("The answer is not a GraphQL response.");
