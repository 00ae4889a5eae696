using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.AspNetCore;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace FinFlow.Gateway;

/// <summary>
/// Endpoints that are not GraphQL and belong to one subgraph. They pass through byte for byte: a webhook's signature covers the exact body.
/// </summary>
public static class ForwardedEndpoints
{
    /// <summary>For the reference of plain endpoints.</summary>
    public static IReadOnlyList<PlainEndpoint> Reference { get; } =
    [
        new("POST", "/webhooks/{processor}", "Receives a payment processor's signed event.")
        {
            RequestType = "application/json",
            Parameters = new Dictionary<string, string> { ["processor"] = "`stripe`, `paypal` or `square`." },
            Responses =
            [
                new(200, "The event is recorded."),
                new(400, "The signature or the body is wrong."),
                new(404, "The processor is unknown or not set up."),
                new(413, "The body is too large."),
                new(503, "The event comes too early; deliver it again later."),
            ],
        },
        new("GET", "/exports/{token}", "Downloads a report that `exportReport` prepared.")
        {
            Parameters = new Dictionary<string, string> { ["token"] = "The signed, expiring token of the address." },
            Responses = [new(200, "The file."), new(404, "The token is none of ours."), new(410, "The token has expired.")],
        },
    ];

    /// <summary>Maps `POST /webhooks/{processor}` to payments and `GET /exports/{token}` to analytics.</summary>
    /// <param name="app">The gateway.</param>
    /// <param name="http">Shared with the sources.</param>
    /// <param name="addressesOf">A subgraph's addresses; the next is asked where no connection can be made.</param>
    public static void MapForwardedEndpoints(this IEndpointRouteBuilder app, HttpMessageInvoker http, Func<string, IReadOnlyList<Uri>> addressesOf)
    {
        app.MapPost("/webhooks/{processor}", context => ForwardAsync(context, http, addressesOf("payments")));
        app.MapGet("/exports/{token}", context => ForwardAsync(context, http, addressesOf("analytics")));
    }

    private static async Task ForwardAsync(HttpContext context, HttpMessageInvoker http, IReadOnlyList<Uri> addresses)
    {
        using var response = await SendAsync(context, http, addresses);
        if (response is null)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return;
        }

        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !PassedHeaders.OfOneConnection.Contains(header.Key)))
        {
            context.Response.Headers[name] = new StringValues([.. values]);
        }

        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>Null when nobody answers. Where no connection can be made nothing was sent, so that the next address may have it.</summary>
    private static async Task<HttpResponseMessage?> SendAsync(HttpContext context, HttpMessageInvoker http, IReadOnlyList<Uri> addresses)
    {
        foreach (var address in addresses)
        {
            try
            {
                return await http.SendAsync(ToMessage(context, address), context.RequestAborted);
            }
            catch (HttpRequestException failure)
            {
                if (failure.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError))
                {
                    return null;
                }
            }
            catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
            {
                // The time for making a connection is over.
            }
        }

        return null;
    }

    private static HttpRequestMessage ToMessage(HttpContext context, Uri address)
    {
        // The raw target keeps every escape of the path as the client wrote it.
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw && raw[0] == '/' ? raw : context.Request.Path + context.Request.QueryString;
        var message = new HttpRequestMessage(new HttpMethod(context.Request.Method), address.GetLeftPart(UriPartial.Authority) + target);
        message.Content = HttpMethods.IsGet(context.Request.Method) ? null : new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers.Where(header => !PassedHeaders.OfOneConnection.Contains(header.Key)))
        {
            if (!message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        return message;
    }
}
