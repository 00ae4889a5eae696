using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace FinFlow.Payments;

/// <summary>
/// Stripe's HTTP conventions: forms in, JSON out, a key that makes a repeated request the same request.
/// https://docs.stripe.com/api
/// </summary>
/// <param name="http">With Stripe's address.</param>
public sealed class StripeApi(HttpClient http, string apiKey) : IDisposable
{
    /// <summary>The shapes that we read are this version's, whatever the account's default is.</summary>
    private const string Version = "2024-06-20";

    public void Dispose() => http.Dispose();

    internal Task<StripeReply> GetAsync(string path, CancellationToken cancellationToken)
        => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    /// <param name="key">Our idempotency key; Stripe answers the same key with its first answer for a day.</param>
    internal Task<StripeReply> PostAsync(
        string path, string key, CancellationToken cancellationToken, params IEnumerable<(string Name, string Value)> form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        request.Headers.Add("Idempotency-Key", key);
        return SendAsync(request, cancellationToken);
    }

    private async Task<StripeReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
            request.Headers.Add("Stripe-Version", Version);
            try
            {
                using var response = await http.SendAsync(request, cancellationToken);
                var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                return new StripeReply(response.StatusCode, Parse(body));
            }
            catch (HttpRequestException exception) when (exception.HttpRequestError
                is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
            {
                // No connection, no request: certainly nothing happened. Every other failure may have come after the deed.
                return new StripeReply(null, default);
            }
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

/// <param name="Status">Null when Stripe was not reached.</param>
internal sealed record StripeReply(HttpStatusCode? Status, JsonElement Body)
{
    internal bool IsOk => Status is HttpStatusCode.OK && Body.ValueKind is JsonValueKind.Object;

    internal string? ErrorCode => Body.Text("error", "code");

    /// <summary>What a reply that is no success means for the money.</summary>
    internal ProcessorAnswer Failure => Status switch
    {
        null or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests => new ProcessorAnswer.Unavailable(),
        HttpStatusCode.BadRequest or HttpStatusCode.PaymentRequired or HttpStatusCode.NotFound => new ProcessorAnswer.Declined(
            Body.Text("error", "decline_code") ?? ErrorCode ?? "invalid_request"),

        // 409 is the same key under way elsewhere; 5xx and anything unheard of may have been carried out.
        _ => new ProcessorAnswer.Unknown(),
    };
}
