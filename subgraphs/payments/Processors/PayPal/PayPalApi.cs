using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace FinFlow.Payments;

/// <summary>
/// PayPal's HTTP conventions: JSON both ways, an access token by client credentials, <c>PayPal-Request-Id</c> as the key that makes a
/// repeated request the same request. https://developer.paypal.com/api/rest/
/// </summary>
/// <param name="http">With PayPal's address.</param>
public sealed class PayPalApi(HttpClient http, string clientId, string clientSecret, TimeProvider clock) : IDisposable
{
    /// <summary>A token is given up this long before its end, so that it does not end on the way.</summary>
    private static readonly TimeSpan TokenMargin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim turn = new(1);
    private (string Text, DateTimeOffset Until)? token;

    public void Dispose()
    {
        http.Dispose();
        turn.Dispose();
    }

    internal Task<ProcessorReply> GetAsync(string path, CancellationToken cancellationToken)
        => SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    internal Task<ProcessorReply> DeleteAsync(string path, CancellationToken cancellationToken)
        => SendAsync(() => new HttpRequestMessage(HttpMethod.Delete, path), cancellationToken);

    /// <param name="key">Our idempotency key; PayPal answers the same key with its first answer for some hours.</param>
    internal Task<ProcessorReply> PostAsync(string path, string key, object? body, CancellationToken cancellationToken)
        => SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = ProcessorJson.ContentOf(body ?? new { }) };
                request.Headers.Add("PayPal-Request-Id", key);
                request.Headers.Add("Prefer", "return=representation");
                return request;
            },
            cancellationToken);

    private async Task<ProcessorReply> SendAsync(Func<HttpRequestMessage> write, CancellationToken cancellationToken)
    {
        var reply = await SendOnceAsync(write, cancellationToken);
        if (reply.Status is not HttpStatusCode.Unauthorized || token is null)
        {
            return reply;
        }

        // PayPal may end a token early; a second refusal is about our credentials.
        token = null;
        return await SendOnceAsync(write, cancellationToken);
    }

    private async Task<ProcessorReply> SendOnceAsync(Func<HttpRequestMessage> write, CancellationToken cancellationToken)
    {
        if (await TokenAsync(cancellationToken) is not { } bearer)
        {
            // Without a token the request itself is never sent.
            return new ProcessorReply(null, default);
        }

        using var request = write();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return await ProcessorReply.OfAsync(http, request, cancellationToken);
    }

    private async Task<string?> TokenAsync(CancellationToken cancellationToken)
    {
        if (Valid() is { } known)
        {
            return known;
        }

        // One asks, the others wait for its answer.
        await turn.WaitAsync(cancellationToken);
        try
        {
            return Valid() ?? await AskForTokenAsync(cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private string? Valid() => token is { } known && clock.GetUtcNow() < known.Until ? known.Text : null;

    private async Task<string?> AskForTokenAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/oauth2/token")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{clientSecret}")));
        ProcessorReply reply;
        try
        {
            reply = await ProcessorReply.OfAsync(http, request, cancellationToken);
        }
        catch (HttpRequestException)
        {
            // Whatever became of this request, no money was asked for.
            return null;
        }

        if (!reply.IsOk || reply.Body.Text("access_token") is not { } text)
        {
            return null;
        }

        token = (text, clock.GetUtcNow() + TimeSpan.FromSeconds(reply.Body.Whole("expires_in") ?? 0) - TokenMargin);
        return text;
    }
}

internal static class PayPalReplies
{
    extension(ProcessorReply reply)
    {
        /// <summary>What PayPal did not like, such as <c>INSTRUMENT_DECLINED</c>.</summary>
        internal string? PayPalIssue => reply.Body.List("details") is [var first, ..] ? first.Text("issue") : reply.Body.Text("name");

        internal ProcessorAnswer PayPalFailure => reply.Failure(reply.PayPalIssue?.ToLowerInvariant());

        internal ProcessorAnswer PayPalFailureOfPromised => reply.FailureOfPromised(reply.PayPalIssue?.ToLowerInvariant());
    }
}

/// <summary>
/// PayPal writes amounts as decimal text, and takes HUF and TWD in whole units only.
/// https://developer.paypal.com/api/rest/reference/currency-codes/
/// </summary>
internal static class PayPalAmounts
{
    internal static bool CanSay(Money amount) => amount.Currency.Code is not ("HUF" or "TWD") || amount.Minor % 100 == 0;

    internal static object Of(Money amount) => new { currency_code = amount.Currency.Code, value = TextOf(amount) };

    /// <summary>Null when it is no amount.</summary>
    internal static Money? Read(JsonElement amount)
        => Currency.TryOf(amount.Text("currency_code"), out var currency)
            && Money.Parse(amount.Text("value") ?? "", currency).TryGet(out var money, out _)
                ? money
                : null;

    private static string TextOf(Money amount)
        => amount.Currency.Code is "HUF" or "TWD" ? amount.ToAmountText().Split('.')[0] : amount.ToAmountText();
}
