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
internal sealed class EventSeal(PersonKeys personKeys)
{
    private const string Sealed = "sealed";
    private const string SealedFor = "sealedfor";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private static readonly IReadOnlyDictionary<string, byte[]?> NoKeys = new Dictionary<string, byte[]?>();
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Seals what is personal; the keys are asked for once for all of them.</summary>
    internal async Task<IReadOnlyList<ReadOnlyMemory<byte>>> CloseAsync(IReadOnlyList<ReadOnlyMemory<byte>> envelopes, CancellationToken cancellationToken)
    {
        var told = envelopes.Select(TryParse).ToList();
        var persons = told.Select(PersonOf).ToList();
        var keys = persons.All(person => person is null) ? NoKeys : await personKeys.KeysForAsync(Distinct(persons), cancellationToken);
        return [.. envelopes.Select((envelope, i) => persons[i] is { } person ? Close(envelope, told[i]!, person, keys.GetValueOrDefault(person)) : envelope)];
    }

    /// <summary>
    /// Opens what is sealed and has its person's key; without it, the event tells of nobody. What another key has sealed, or nobody, stays as it is and
    /// is <see cref="ReadEvent.Unreadable"/>.
    /// </summary>
    internal async Task<IReadOnlyList<ReadEvent>> OpenAsync(IReadOnlyList<ReadEvent> events, CancellationToken cancellationToken)
    {
        var closed = events.Select(read => SealedOf(read.Envelope)).ToList();
        var persons = closed.Select(node => (string?)node?[SealedFor]).ToList();
        var keys = persons.All(person => person is null) ? NoKeys : await personKeys.FindAsync(Distinct(persons), cancellationToken);
        return [.. events.Select((read, i) => persons[i] is { } person ? Open(read, closed[i]!, keys.GetValueOrDefault(person)) : read)];
    }

    private static string? PersonOf(EventEnvelope? told)
    {
        if (told is null || PersonalField.Of(told.Type).Count == 0)
        {
            return null;
        }

        try
        {
            return told.TryRead()?.PersonId;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Most events are not sealed, and their bytes tell it without being parsed. Whoever parses bytes that are no event will say so.
    private static JsonObject? SealedOf(ReadOnlyMemory<byte> envelope)
    {
        if (envelope.Span.IndexOf("\"sealedfor\":"u8) < 0)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(envelope.Span) is JsonObject closed && closed[SealedFor]?.GetValueKind() == JsonValueKind.String ? closed : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string[] Distinct(IEnumerable<string?> persons) => [.. persons.OfType<string>().Distinct(StringComparer.Ordinal)];

    private static ReadOnlyMemory<byte> Close(ReadOnlyMemory<byte> envelope, EventEnvelope told, string personId, byte[]? key)
    {
        var closed = JsonNode.Parse(envelope.Span)!.AsObject();
        if (closed.ContainsKey(SealedFor))
        {
            // It could not be opened; what it holds must not be sealed over.
            return envelope;
        }

        var data = closed["data"]!.AsObject();
        var personal = new JsonObject();
        foreach (var field in PersonalField.Of(told.Type))
        {
            if (field.ReadFrom(data) is { } value)
            {
                field.WriteTo(data, field.Blank());
                personal[field.Name] = value;
            }
        }

        if (personal.Count > 0 && key is not null)
        {
            closed[SealedFor] = personId;
            closed[Sealed] = Encrypt(key, JsonSerializer.SerializeToUtf8Bytes(personal, Json), told.Id);
        }

        return JsonSerializer.SerializeToUtf8Bytes(closed, Json);
    }

    private static ReadEvent Open(ReadEvent read, JsonObject closed, byte[]? key)
    {
        try
        {
            return read with { Envelope = Open(closed, key) };
        }
        catch (Exception exception)
        {
            // Nothing but its bytes can be the cause: it is asked for nothing here.
            return read with { Unreadable = exception };
        }
    }

    private static ReadOnlyMemory<byte> Open(JsonObject opened, byte[]? key)
    {
        var (text, type, id) = ((string)opened[Sealed]!, (string)opened["type"]!, (string)opened["id"]!);
        opened.Remove(Sealed);
        opened.Remove(SealedFor);
        if (key is not null)
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
