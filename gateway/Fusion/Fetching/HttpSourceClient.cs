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

    /// <summary>Until a fetch's answer begins, where the source has several addresses: then the next is asked. Null to wait as long as the caller does.</summary>
    public TimeSpan? AddressTimeout { get; init; }

    /// <summary>How long an address is left out when it fails; then twice as long each time.</summary>
    public TimeSpan AwayMin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest that an address is left out before it is tried again.</summary>
    public TimeSpan AwayMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Silence on an event stream after which the source counts as lost; null for any. It holds for sources that send heartbeats while they have
    /// no events, from the first one on: a subgraph's come every 12 seconds, so that four must be missing.
    /// </summary>
    public TimeSpan? SilenceMax { get; init; } = TimeSpan.FromSeconds(60);

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
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
    private readonly SourceAddresses _addresses;
    private readonly HttpSourceOptions _options;
    private readonly Heartbeats _heartbeats;

    /// <param name="http">Shared by all sources.</param>
    /// <param name="addresses">Equal instances of the source; they take turns, and the next is asked where one fails.</param>
    /// <param name="options">Null for the defaults.</param>
    public HttpSourceClient(HttpMessageInvoker http, IReadOnlyList<Uri> addresses, HttpSourceOptions? options = null)
    {
        (_http, _options) = (http, options ?? HttpSourceOptions.Default);
        _addresses = new SourceAddresses(addresses, _options);
        _heartbeats = new Heartbeats(_options.SilenceMax, _options.TimeProvider);
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
        var timeout = _addresses.Count > 1 ? _options.AddressTimeout : null;
        using var response = await SendAsync(request, body.WrittenMemory, accept, timeout, cancellationToken).ConfigureAwait(false);
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

        // Until the first event there may be nothing to answer, so that its time is not limited; but who sends heartbeats begins before them.
        using var response = await SendAsync(request, body.WrittenMemory, accept, _heartbeats.SilenceMax, cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            var refusal = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            yield return new SourceResponse([new SourceAnswer(refusal.Array, 0, refusal.Length, 0, 0)], refusal);
            yield break;
        }

        // Leaving the enumeration disposes the response, which closes the connection and so ends the subscription at the source.
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var data in new EventStream(stream, _options.ResponseBytesMax, _heartbeats).ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return new SourceResponse([new SourceAnswer(data, 0, data.Length, 0, 0)]);
        }
    }

    /// <summary>Sends to one address after the other until one answers; a mutation goes on only where nothing of it was sent.</summary>
    private async Task<HttpResponseMessage> SendAsync(
        SourceRequest request, ReadOnlyMemory<byte> body, string accept, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        for (var visit = _addresses.Next(request.IsIdempotent)!; ;)
        {
            var (response, failed) = await VisitAsync(visit, ToMessage(request.Context, visit.Uri, body, accept), timeout, cancellationToken).ConfigureAwait(false);
            if (response is not null)
            {
                return response;
            }

            var movesOn = request.IsIdempotent || visit.Failure == AddressFailure.NotConnected;
            visit = (movesOn ? _addresses.Next(request.IsIdempotent, visit) : null) ?? throw failed!;
        }
    }

    private async Task<(HttpResponseMessage? Response, SourceUnavailableException? Failed)> VisitAsync(
        SourceAddresses.Visit visit, HttpRequestMessage message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var patience = timeout is { } limit ? new CancellationTokenSource(limit, _options.TimeProvider) : null;
        var leaving = patience is null ? default : cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), patience);
        await using var registration = leaving.ConfigureAwait(false);
        try
        {
            var response = await _http.SendAsync(message, patience?.Token ?? cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
            {
                visit.Succeed();
                return (response, null);
            }

            response.Dispose();
            visit.Fail(AddressFailure.NotAnswered);
            return (null, new SourceUnavailableException($"{visit.Uri} answered {(int)response.StatusCode}."));
        }
        catch (HttpRequestException failure)
        {
            var isConnected = failure.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError);
            visit.Fail(isConnected ? AddressFailure.NotAnswered : AddressFailure.NotConnected);
            return (null, new SourceUnavailableException($"{visit.Uri} does not answer.", failure));
        }
        catch (OperationCanceledException canceled) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler's own limit, for making a connection, is the only other one.
            visit.Fail(patience?.IsCancellationRequested == true ? AddressFailure.TimedOut : AddressFailure.NotConnected);
            return (null, new SourceUnavailableException($"{visit.Uri} does not answer in time.", canceled));
        }
        finally
        {
            visit.End();
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

        foreach (var (name, value) in context.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
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
