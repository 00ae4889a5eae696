using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FinFlow.Messaging;

/// <summary>An event as CloudEvents 1.0 JSON, everything in the body: headers do not survive every broker.</summary>
/// <remarks>https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md</remarks>
public sealed record EventEnvelope
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // No event is pasted into HTML, so names keep their letters and times their plus signs.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    [JsonPropertyName("specversion")]
    public string SpecVersion { get; init; } = "1.0";

    /// <summary><c>evt_</c> and a UUIDv7: what inboxes remember.</summary>
    public required string Id { get; init; }

    /// <summary>Who tells it: <c>/finflow/payments</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The contract's name: <c>payment.captured</c>.</summary>
    public required string Type { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The aggregate's id, which is also the key of its order.</summary>
    public required string Subject { get; init; }

    [JsonPropertyName("datacontenttype")]
    public string DataContentType { get; init; } = "application/json";

    [JsonPropertyName("schemaversion")]
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The W3C trace that it is part of (CloudEvents' distributed tracing extension).</summary>
    [JsonPropertyName("traceparent")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceParent { get; init; }

    public required JsonElement Data { get; init; }

    /// <summary>The envelope of an event that happens now, within the current trace.</summary>
    public static EventEnvelope Wrap(IEvent payload, string source, TimeProvider clock)
    {
        var contract = Topics.ContractOf(payload.GetType());
        var now = clock.GetUtcNow();
        return new EventEnvelope
        {
            Id = $"evt_{Guid.CreateVersion7(now):n}",
            Source = source,
            Type = contract.Type,
            Time = now,
            Subject = payload.AggregateId,
            SchemaVersion = contract.SchemaVersion,
            TraceParent = Activity.Current?.Id,
            Data = JsonSerializer.SerializeToElement(payload, contract.Payload, Json),
        };
    }

    /// <exception cref="JsonException">It is no envelope.</exception>
    public static EventEnvelope Parse(ReadOnlySpan<byte> utf8)
        => JsonSerializer.Deserialize<EventEnvelope>(utf8, Json) ?? throw new JsonException("An event is a JSON object.");

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>The event as its record; null when the contract has no such type.</summary>
    /// <exception cref="JsonException">The data lacks what the record requires.</exception>
    public IEvent? TryRead() => Topics.PayloadOf(Type) is { } payload ? ReadData(payload) : null;

    /// <exception cref="JsonException">The data lacks what the record requires.</exception>
    public IEvent ReadData(Type payload)
        => Data.Deserialize(payload, Json) as IEvent ?? throw new JsonException($"The data of {Type} is no {payload.Name}.");
}
