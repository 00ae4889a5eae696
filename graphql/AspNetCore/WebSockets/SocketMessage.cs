using System.Text.Json;

namespace FinFlow.GraphQL.AspNetCore;

internal enum SocketMessageType { Unknown, ConnectionInit, Ping, Pong, Subscribe, Complete }

/// <summary>A message from the client; the payload is a slice of its bytes, empty when there was none.</summary>
internal readonly record struct SocketMessage(SocketMessageType Type, string? Id, ReadOnlyMemory<byte> Payload)
{
    /// <exception cref="SocketClosedException">Not a message of the protocol.</exception>
    public static SocketMessage Parse(ReadOnlyMemory<byte> text, int jsonDepthMax)
    {
        try
        {
            var reader = new Utf8JsonReader(text.Span, new JsonReaderOptions { MaxDepth = jsonDepthMax });
            var message = ParseObject(ref reader, text);
            reader.Read();
            return message.Type == SocketMessageType.Unknown
                ? throw new SocketClosedException(CloseCode.InvalidMessage, "Unknown message type")
                : message;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new SocketClosedException(CloseCode.InvalidMessage, "Message is not valid JSON");
        }
    }

    /// <summary>`authorization` of a connection_init's payload, whatever its case; clients write it as they write the header.</summary>
    public string? ReadAuthorization()
    {
        var reader = new Utf8JsonReader(Payload.Span);
        if (Payload.IsEmpty || !reader.Read())
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAuthorization = reader.ValueTextEquals("authorization"u8) || reader.ValueTextEquals("Authorization"u8);
            reader.Read();
            if (isAuthorization && reader.TokenType == JsonTokenType.String)
            {
                return reader.GetString() is { Length: > 0 } authorization ? authorization : null;
            }

            reader.Skip();
        }

        return null;
    }

    private static SocketMessage ParseObject(ref Utf8JsonReader reader, ReadOnlyMemory<byte> text)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new SocketClosedException(CloseCode.InvalidMessage, "Message is not an object");
        }

        var message = default(SocketMessage);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                message = message with { Type = ReadType(ref reader) };
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                message = message with { Id = ReadId(ref reader) };
            }
            else if (reader.ValueTextEquals("payload"u8))
            {
                reader.Read();
                message = message with { Payload = ReadPayload(ref reader, text) };
            }
            else
            {
                reader.Skip();
            }
        }

        return message;
    }

    private static SocketMessageType ReadType(ref Utf8JsonReader reader)
        => reader.TokenType != JsonTokenType.String ? SocketMessageType.Unknown
            : reader.ValueTextEquals("subscribe"u8) ? SocketMessageType.Subscribe
            : reader.ValueTextEquals("complete"u8) ? SocketMessageType.Complete
            : reader.ValueTextEquals("ping"u8) ? SocketMessageType.Ping
            : reader.ValueTextEquals("pong"u8) ? SocketMessageType.Pong
            : reader.ValueTextEquals("connection_init"u8) ? SocketMessageType.ConnectionInit
            : SocketMessageType.Unknown;

    private static string ReadId(ref Utf8JsonReader reader)
        => reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } id
            ? id
            : throw new SocketClosedException(CloseCode.InvalidMessage, "`id` must be a string that is not empty");

    private static ReadOnlyMemory<byte> ReadPayload(ref Utf8JsonReader reader, ReadOnlyMemory<byte> text)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new SocketClosedException(CloseCode.InvalidMessage, "`payload` must be an object");
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return text[start..(int)reader.BytesConsumed];
    }
}
