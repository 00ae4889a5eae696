using System.Net.Http.Headers;
using System.Text.Json;

namespace FinFlow.Payments;

/// <summary>
/// Square's HTTP conventions: JSON both ways, and a key in the body that makes a repeated request the same request.
/// https://developer.squareup.com/reference/square
/// </summary>
/// <param name="http">With Square's address.</param>
/// <param name="locationId">Where the money is collected: an account of Square has one place or several.</param>
public sealed class SquareApi(HttpClient http, string accessToken, string locationId) : IDisposable
{
    /// <summary>The shapes that we read are this version's, whatever the application's default is.</summary>
    private const string Version = "2025-01-23";

    internal string LocationId => locationId;

    public void Dispose() => http.Dispose();

    internal Task<ProcessorReply> GetAsync(string path, CancellationToken cancellationToken)
        => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    internal Task<ProcessorReply> PostAsync(string path, object body, CancellationToken cancellationToken)
        => SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = ProcessorJson.ContentOf(body) }, cancellationToken);

    internal Task<ProcessorReply> DeleteAsync(string path, CancellationToken cancellationToken)
        => SendAsync(new HttpRequestMessage(HttpMethod.Delete, path), cancellationToken);

    internal Task<ProcessorReply> PutAsync(string path, object body, CancellationToken cancellationToken)
        => SendAsync(new HttpRequestMessage(HttpMethod.Put, path) { Content = ProcessorJson.ContentOf(body) }, cancellationToken);

    /// <summary>Every thing of a list, page after page.</summary>
    /// <exception cref="HttpRequestException">Square did not list them.</exception>
    internal async Task<List<JsonElement>> ListAsync(string path, string name, CancellationToken cancellationToken)
    {
        var all = new List<JsonElement>();
        var cursor = "";
        while (true)
        {
            var page = await GetAsync($"{path}{cursor}", cancellationToken);
            if (!page.IsOk)
            {
                throw new HttpRequestException($"Square listed no {name}: {page.Status}.");
            }

            all.AddRange(page.List(name));
            if (page.Body.Text("cursor") is not { Length: > 0 } next)
            {
                return all;
            }

            cursor = $"&cursor={Uri.EscapeDataString(next)}";
        }
    }

    private async Task<ProcessorReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
            request.Headers.Add("Square-Version", Version);
            return await ProcessorReply.OfAsync(http, request, cancellationToken);
        }
    }
}

internal static class SquareReplies
{
    extension(ProcessorReply reply)
    {
        /// <summary>What Square did not like, such as <c>INSUFFICIENT_FUNDS</c>.</summary>
        internal string? SquareCode => reply.List("errors") is [var first, ..] ? first.Text("code") : null;

        // The key was used for another request, whose outcome this refusal does not tell.
        internal ProcessorAnswer SquareFailure => reply.SquareCode is "IDEMPOTENCY_KEY_REUSED"
            ? new ProcessorAnswer.Unknown()
            : reply.Failure(reply.SquareCode?.ToLowerInvariant());

        internal ProcessorAnswer SquareFailureOfPromised => reply.SquareFailure is ProcessorAnswer.Declined declined ? declined : new ProcessorAnswer.Unknown();
    }
}

/// <summary>Square counts in minor units, as we do.</summary>
internal static class SquareAmounts
{
    internal static object Of(Money amount) => new { amount = amount.Minor, currency = amount.Currency.Code };

    internal static Money? Read(JsonElement money)
        => money.Whole("amount") is { } minor && Currency.TryOf(money.Text("currency"), out var currency) ? new Money(minor, currency) : null;
}
