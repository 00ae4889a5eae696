using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Payments;

/// <summary>How one processor signs what it delivers, and what its events mean.</summary>
public interface IWebhookScheme
{
    /// <summary>The last part of the address: <c>stripe</c>.</summary>
    string Processor { get; }

    /// <summary>Whether we hold what its signatures are checked with.</summary>
    bool IsConfigured { get; }

    /// <summary>Null when the processor sent exactly these bytes; otherwise why they are refused.</summary>
    Task<Refusal?> VerifyAsync(IHeaderDictionary headers, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>What a genuine body says; null when it is no event of this processor.</summary>
    ProcessorEvent? Read(JsonElement body);
}

/// <summary>The processor did not sign these bytes.</summary>
public sealed record WebhookSignatureInvalid() : Refusal("The signature does not belong to this body.");

/// <summary>The signature is genuine, but of another time: an old delivery may be replayed by whoever saw it.</summary>
public sealed record WebhookTimestampOutOfRange(int ToleranceSeconds)
    : Refusal($"The signed time is more than {ToleranceSeconds} seconds away from now.");

/// <summary>The bytes are genuine and no event.</summary>
public sealed record WebhookMalformed() : Refusal("The body is not an event of this processor.");

/// <summary>No processor of this name delivers here.</summary>
public sealed record WebhookUnknown() : Refusal("No processor of this name is set up here.");

public sealed record WebhookTooLarge(int BytesMax) : Refusal($"A delivery has at most {BytesMax} bytes.");

/// <summary>The event is ahead of what we recorded of its payment; delivered again later, it will be understood.</summary>
public sealed record WebhookTooEarly() : Refusal("The payment is not that far yet; deliver the event again later.");

/// <summary>Nothing was recorded; delivered again, it will be.</summary>
public sealed record WebhookBusy() : Refusal("The payment is being changed at this moment; deliver the event again.");
