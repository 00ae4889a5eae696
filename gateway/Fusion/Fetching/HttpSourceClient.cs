using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Runtime.CompilerServices;

namespace FinFlow.Gateway.Fusion;

/// <summary>Limits of one HTTP source.</summary>
public sealed record HttpSourceOptions
{
    public static HttpSourceOptions Default { get; } = new();

    /// <summary>Bytes of one answer, or of one event of a subscription.</summary>
    public int ResponseBytesMax { get; init; } = 64 * 1024 * 1024;
}

/// <summary>
/// A source behind HTTP. Several sets of variables go as a list of variables, several operations as a list of requests, and the answers come
/// as `application/jsonl`; a source that answers a list with `application/json` is understood too.
/// https://graphql.github.io/graphql-over-http/draft/ (Appendix B, Batching)
/// </summary>
public sealed class HttpSourceClient : ISourceClient
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker _http;
    private readonly IReadOnlyList<Uri> _addresses;
    private readonly HttpSourceOptions _options;
    private int _preferred;

    /// <param name="http">Shared by all sources.</param>
    /// <param name="addresses">Equal instances of the source; the next is tried where one cannot be reached.</param>
    /// <param name="options">Null for the defaults.</param>
    public HttpSourceClient(HttpMessageInvoker http, IReadOnlyList<Uri> addresses, HttpSourceOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(addresses.Count);
        (_http, _addresses, _options) = (http, addresses, options ?? HttpSourceOptions.Default);
    }

    /// <summary>A client for many sources: connections are kept, and nothing is followed or remembered on its own.</summary>
    /// <param name="trust">How certificates of https addresses are checked; null for the system's own way.</param>
    public static HttpMessageInvoker CreateInvoker(RemoteCertificateValidationCallback? trust = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MeterFactory = new UnwatchedMeters(),
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        SslOptions = { RemoteCertificateValidationCallback = trust },
    });

    public async ValueTask<SourceResponse> FetchAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        using var body = HttpSourceBody.Write(request.Calls);
        var isBatch = request.Calls.Count > 1 || request.Calls[0].Variables.Count > 1;
        var accept = isBatch ? "application/jsonl, application/json;q=0.9" : "application/graphql-response+json, application/json;q=0.9";
        using var response = await SendAsync(request.Context, body.WrittenMemory, accept, cancellationToken).ConfigureAwait(false);
        var bytes = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        try
        {
            return new SourceResponse(HttpSourceBody.Split(bytes.Array, bytes.Length, IsLines(response), request.Calls), bytes);
        }
        catch (SourceFormatException failure)
        {
            bytes.Dispose();
            throw new SourceUnavailableException($"{response.RequestMessage?.RequestUri} answered {(int)response.StatusCode} without GraphQL.", failure);
        }
    }

    public async IAsyncEnumerable<SourceResponse> SubscribeAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var body = HttpSourceBody.Write(request.Calls);
        const string accept = "text/event-stream, application/graphql-response+json;q=0.9";
        using var response = await SendAsync(request.Context, body.WrittenMemory, accept, cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            var refusal = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            yield return new SourceResponse([new SourceAnswer(refusal.Array, 0, refusal.Length, 0, 0)], refusal);
            yield break;
        }

        // Leaving the enumeration disposes the response, which closes the connection and so ends the subscription at the source.
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var data in EventStream.ReadAsync(stream, _options.ResponseBytesMax, cancellationToken).ConfigureAwait(false))
        {
            yield return new SourceResponse([new SourceAnswer(data, 0, data.Length, 0, 0)]);
        }
    }

    /// <summary>Sends to the address that worked last. One that cannot be reached got nothing, so that even a mutation may go to the next.</summary>
    private async Task<HttpResponseMessage> SendAsync(SourceContext context, ReadOnlyMemory<byte> body, string accept, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var index = Volatile.Read(ref _preferred);
            var message = ToMessage(context, _addresses[index % _addresses.Count], body, accept);
            try
            {
                return await _http.SendAsync(message, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException failure)
            {
                Interlocked.CompareExchange(ref _preferred, (index + 1) % _addresses.Count, index);
                var wasSent = failure.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError);
                if (wasSent || attempt + 1 >= _addresses.Count)
                {
                    throw new SourceUnavailableException($"{message.RequestUri} does not answer.", failure);
                }
            }
        }
    }

    private static HttpRequestMessage ToMessage(SourceContext context, Uri address, ReadOnlyMemory<byte> body, string accept)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(body) };
        message.Content.Headers.ContentType = Json;
        message.Headers.TryAddWithoutValidation("Accept", accept);
        if (context.Authorization is not null)
        {
            message.Headers.TryAddWithoutValidation("Authorization", context.Authorization);
        }

        if (context.RequestId is not null)
        {
            message.Headers.TryAddWithoutValidation("X-Request-Id", context.RequestId);
        }

        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
        {
            message.Headers.TryAddWithoutValidation("traceparent", activity.Id);
            if (activity.TraceStateString is { Length: > 0 } state)
            {
                message.Headers.TryAddWithoutValidation("tracestate", state);
            }
        }

        return message;
    }

    private static bool IsLines(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType is "application/jsonl" or "application/x-ndjson";

    private async ValueTask<PooledBody> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var isJson = response.Content.Headers.ContentType?.MediaType is { } type
            && (IsLines(response) || type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal));
        if (!isJson || (int)response.StatusCode >= 500)
        {
            throw new SourceUnavailableException($"{response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}.");
        }

        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await PooledBody.ReadAsync(stream, response.Content.Headers.ContentLength, _options.ResponseBytesMax, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new SourceUnavailableException($"{response.RequestMessage?.RequestUri} broke off its answer.", failure);
        }
    }
}
