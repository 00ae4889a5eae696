using System.Net;
using System.Text.Json;

namespace FinFlow.Payments;

/// <summary>What a processor answered over HTTP.</summary>
/// <param name="Status">Null when the processor was not reached.</param>
internal sealed record ProcessorReply(HttpStatusCode? Status, JsonElement Body)
{
    internal bool IsOk => Status is HttpStatusCode.OK or HttpStatusCode.Created && Body.ValueKind is JsonValueKind.Object;

    /// <summary>Whether the processor understood the request and will not do it.</summary>
    internal bool IsRefused => Status is HttpStatusCode.BadRequest or HttpStatusCode.PaymentRequired or HttpStatusCode.NotFound
        or HttpStatusCode.UnprocessableEntity;

    /// <summary>Whether what was to be deleted is not there any more.</summary>
    internal bool IsGone => Status is HttpStatusCode.OK or HttpStatusCode.NoContent or HttpStatusCode.NotFound;

    /// <summary>What a reply that is no success means for the money.</summary>
    /// <param name="code">Why it was declined, in the processor's own words.</param>
    internal ProcessorAnswer Failure(string? code) => Status switch
    {
        null or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests => new ProcessorAnswer.Unavailable(),
        _ when IsRefused => new ProcessorAnswer.Declined(code ?? "invalid_request"),

        // 409 is the same key under way elsewhere; 5xx and anything unheard of may have been carried out.
        _ => new ProcessorAnswer.Unknown(),
    };

    /// <summary>The same for a step that is already promised: it is not given up because the processor could not be reached, but asked for again.</summary>
    internal ProcessorAnswer FailureOfPromised(string? code) => Failure(code) is ProcessorAnswer.Declined declined ? declined : new ProcessorAnswer.Unknown();

    /// <summary>The array of this name; empty when there is none, as processors leave out what is empty.</summary>
    internal IReadOnlyList<JsonElement> List(params ReadOnlySpan<string> path) => Body.List(path);

    /// <summary>Sends once and reads the answer as JSON, whatever its status.</summary>
    /// <exception cref="HttpRequestException">It was sent, and what came of it is not known.</exception>
    internal static async Task<ProcessorReply> OfAsync(HttpClient http, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return new ProcessorReply(response.StatusCode, Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken)));
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError
            is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            // No connection, no request: certainly nothing happened. Every other failure may have come after the deed.
            return new ProcessorReply(null, default);
        }
    }

    private static JsonElement Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
