using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FinFlow.Messaging;

/// <summary>
/// Takes personal values out of an event's data and puts them, sealed with the person's key, into an attribute beside it. What is left
/// is a whole event that tells of nobody; with the key, it becomes the event that was told.
/// </summary>
/// <remarks>AES-256-GCM with a random nonce, bound to the event's id: base64 of nonce, tag and text.</remarks>
internal sealed class EventSeal(PersonKeys keys)
{
    private const string Sealed = "sealed";
    private const string SealedFor = "sealedfor";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal ReadOnlyMemory<byte> Close(ReadOnlyMemory<byte> envelope)
    {
        if (TryParse(envelope) is not { } told || PersonalField.Of(told.Type) is not { Count: > 0 } fields || told.TryRead()?.PersonId is not { } personId)
        {
            return envelope;
        }

        var closed = JsonNode.Parse(envelope.Span)!.AsObject();
        var data = closed["data"]!.AsObject();
        var personal = new JsonObject();
        foreach (var field in fields)
        {
            if (field.ReadFrom(data) is { } value)
            {
                field.WriteTo(data, field.Blank());
                personal[field.Name] = value;
            }
        }

        if (personal.Count > 0 && keys.KeyFor(personId) is { } key)
        {
            closed[SealedFor] = personId;
            closed[Sealed] = Encrypt(key, JsonSerializer.SerializeToUtf8Bytes(personal, Json), told.Id);
        }

        return JsonSerializer.SerializeToUtf8Bytes(closed, Json);
    }

    internal ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> envelope)
    {
        // Most events are not sealed, and their bytes tell it without being parsed.
        if (envelope.Span.IndexOf("\"sealedfor\":"u8) < 0 || JsonNode.Parse(envelope.Span) is not JsonObject opened || opened[SealedFor] is not { } personId)
        {
            return envelope;
        }

        var (text, type, id) = ((string)opened[Sealed]!, (string)opened["type"]!, (string)opened["id"]!);
        opened.Remove(Sealed);
        opened.Remove(SealedFor);
        if (keys.Find((string)personId!) is { } key)
        {
            var personal = JsonNode.Parse(Decrypt(key, text, id))!.AsObject();
            foreach (var field in PersonalField.Of(type))
            {
                if (personal.TryGetPropertyValue(field.Name, out var value))
                {
                    personal.Remove(field.Name);
                    field.WriteTo(opened["data"]!.AsObject(), value);
                }
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(opened, Json);
    }

    // Bytes that are no event go to the log as they are; its readers deal with them.
    private static EventEnvelope? TryParse(ReadOnlyMemory<byte> envelope)
    {
        try
        {
            return EventEnvelope.Parse(envelope.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Encrypt(byte[] key, byte[] text, string eventId)
    {
        var box = new byte[NonceBytes + TagBytes + text.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(box.AsSpan(0, NonceBytes), text, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(eventId));
        return Convert.ToBase64String(box);
    }

    private static byte[] Decrypt(byte[] key, string sealedText, string eventId)
    {
        var box = Convert.FromBase64String(sealedText);
        var text = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), text, Encoding.UTF8.GetBytes(eventId));
        return text;
    }
}
