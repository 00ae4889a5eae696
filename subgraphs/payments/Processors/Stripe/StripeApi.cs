using System.Net.Http.Headers;

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

    internal Task<ProcessorReply> GetAsync(string path, CancellationToken cancellationToken)
        => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    internal Task<ProcessorReply> DeleteAsync(string path, CancellationToken cancellationToken)
        => SendAsync(new HttpRequestMessage(HttpMethod.Delete, path), cancellationToken);

    /// <param name="key">
    /// Our idempotency key; Stripe answers the same key with its first answer for a day, a failure's too. Null for what does no harm when it is repeated.
    /// </param>
    internal Task<ProcessorReply> PostAsync(
        string path, string? key, CancellationToken cancellationToken, params IEnumerable<(string Name, string Value)> form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return SendAsync(request, cancellationToken);
    }

    private async Task<ProcessorReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
            request.Headers.Add("Stripe-Version", Version);
            return await ProcessorReply.OfAsync(http, request, cancellationToken);
        }
    }
}

internal static class StripeReplies
{
    extension(ProcessorReply reply)
    {
        internal string? StripeCode => reply.Body.Text("error", "code");

        internal ProcessorAnswer StripeFailure => reply.IsSecondUse
            ? new ProcessorAnswer.Unknown()
            : reply.Failure(reply.Body.Text("error", "decline_code") ?? reply.StripeCode);

        internal ProcessorAnswer StripeFailureOfPromised => reply.IsSecondUse ? new ProcessorAnswer.Unknown() : reply.FailureOfPromised(reply.StripeCode);

        // The key was used for another request, whose outcome this refusal does not tell.
        private bool IsSecondUse => reply.Body.Text("error", "type") is "idempotency_error";
    }
}
