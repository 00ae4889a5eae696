using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Payments;

/// <summary><c>POST /webhooks/{processor}</c>: the raw bytes are verified before anything reads them.</summary>
internal static class WebhookEndpoint
{
    /// <summary>Events have a few kilobytes.</summary>
    internal const int BytesMax = 256 * 1024;

    internal static void Map(IEndpointRouteBuilder endpoints, IServiceProvider services)
        => endpoints.MapPost("/webhooks/{processor}", async context =>
        {
            var processor = (string?)context.Request.RouteValues["processor"];
            var result = await ReceiveAsync(services, processor, context.Request, context.RequestAborted);
            context.Response.StatusCode = result.Match(_ => StatusCodes.Status200OK, StatusOf);
            var answer = result.Match<object>(
                outcome => new { status = outcome.ToString().ToLowerInvariant() }, refusal => new { code = refusal.Code, message = refusal.Message });
            await context.Response.WriteAsJsonAsync(answer, context.RequestAborted);
        });

    private static async Task<Result<WebhookOutcome>> ReceiveAsync(
        IServiceProvider services, string? processor, HttpRequest request, CancellationToken cancellationToken)
    {
        if (services.GetServices<IWebhookScheme>().FirstOrDefault(scheme => scheme.Processor == processor) is not { IsConfigured: true } scheme)
        {
            return new WebhookUnknown();
        }

        if (await ReadAsync(request, cancellationToken) is not { } body)
        {
            return new WebhookTooLarge(BytesMax);
        }

        if (await scheme.VerifyAsync(request.Headers, body, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (Parse(scheme, body) is not { } told)
        {
            return new WebhookMalformed();
        }

        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<WebhookStore>().TakeAsync(scheme.Processor, told, cancellationToken);
    }

    /// <summary>The whole body; null when it is longer than it may be, of which no more is read.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > BytesMax)
        {
            return null;
        }

        var buffer = new byte[BytesMax + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > BytesMax ? null : buffer.AsMemory(0, length);
    }

    private static ProcessorEvent? Parse(IWebhookScheme scheme, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return scheme.Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int StatusOf(Refusal refusal) => refusal switch
    {
        WebhookUnknown => StatusCodes.Status404NotFound,
        WebhookTooLarge => StatusCodes.Status413PayloadTooLarge,
        WebhookTooEarly or WebhookBusy or PaymentBusy => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };
}
