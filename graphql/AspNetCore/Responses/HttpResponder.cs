using System.IO.Pipelines;
using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>Writes results into HTTP responses, from their pooled buffers straight into the response's pipe.</summary>
internal sealed class HttpResponder(GraphQLServerOptions options, ILogger logger)
{
    /// <summary>Writes and disposes one result.</summary>
    public async Task WriteAsync(HttpContext context, OperationResult result, ResponseFormat format)
    {
        using (result)
        {
            if (format is ResponseFormat.Json or ResponseFormat.GraphQLResponse)
            {
                var status = StatusCodeOf.Result(result, format, HttpMethods.IsGet(context.Request.Method), options);
                await WriteJsonAsync(context, status, result, format);
                return;
            }

            var encoding = Begin(context, format);
            encoding.WriteResult(context.Response.BodyWriter, result, default);
            encoding.WriteEnd(context.Response.BodyWriter);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }

    /// <summary>Refuses a request that HTTP itself does not permit, before GraphQL has a say.</summary>
    public static async Task RefuseAsync(HttpContext context, int status, string message, ResponseFormat format)
    {
        using var result = OperationResult.Refuse(RequestErrorKind.Malformed, new GraphQLError(message));
        await WriteJsonAsync(context, status, result, format);
    }

    /// <summary>Writes and disposes the results of a batch.</summary>
    public static async Task WriteBatchAsync(HttpContext context, OperationResult[] results, ResultIndex[] indices, ResponseFormat format)
    {
        try
        {
            var encoding = Begin(context, format);
            for (var i = 0; i < results.Length; i++)
            {
                encoding.WriteResult(context.Response.BodyWriter, results[i], indices[i]);
            }

            encoding.WriteEnd(context.Response.BodyWriter);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        finally
        {
            foreach (var result in results)
            {
                result.Dispose();
            }
        }
    }

    /// <summary>Writes results as they come, each at once, with heartbeats while there are none.</summary>
    public async Task WriteStreamAsync(HttpContext context, ResponseStream stream, ResponseFormat format, CancellationToken cancellationToken)
    {
        var encoding = Begin(context, format);
        var output = context.Response.BodyWriter;
        await output.FlushAsync(cancellationToken);
        try
        {
            await using var results = stream.Results.GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(results, encoding, output, cancellationToken))
            {
                using var result = results.Current;
                encoding.WriteResult(output, result, default);
                await output.FlushAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The status has been sent long ago: the stream itself has to say that it failed.
            using var failure = Failures.Report(logger, exception, context.TraceIdentifier);
            encoding.WriteResult(output, failure, default);
        }

        encoding.WriteEnd(output);
        await output.FlushAsync(cancellationToken);
    }

    private async ValueTask<bool> NextAsync(
        IAsyncEnumerator<OperationResult> results, ResultEncoding encoding, PipeWriter output, CancellationToken cancellationToken)
    {
        var next = results.MoveNextAsync().AsTask();
        while (!await CompletesWithinHeartbeatAsync(next, cancellationToken))
        {
            encoding.WriteHeartbeat(output);
            await output.FlushAsync(cancellationToken);
        }

        return await next;
    }

    private async ValueTask<bool> CompletesWithinHeartbeatAsync(Task next, CancellationToken cancellationToken)
    {
        if (next.IsCompleted)
        {
            return true;
        }

        using var heartbeat = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(next, Task.Delay(options.HeartbeatInterval, options.TimeProvider, heartbeat.Token));
        await heartbeat.CancelAsync();
        return next.IsCompleted || cancellationToken.IsCancellationRequested;
    }

    private static ResultEncoding Begin(HttpContext context, ResponseFormat format)
    {
        var encoding = ResultEncoding.Of(format);
        context.Response.ContentType = encoding.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        if (format is ResponseFormat.EventStream or ResponseFormat.Multipart)
        {
            context.Response.Headers["X-Accel-Buffering"] = "no";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        }

        return encoding;
    }

    private static async Task WriteJsonAsync(HttpContext context, int status, OperationResult result, ResponseFormat format)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = format == ResponseFormat.GraphQLResponse
            ? "application/graphql-response+json; charset=utf-8"
            : "application/json; charset=utf-8";
        response.ContentLength = result.Body.Length;
        switch (status)
        {
            case StatusCodes.Status401Unauthorized: response.Headers.WWWAuthenticate = "Bearer"; break;
            case StatusCodes.Status405MethodNotAllowed: response.Headers.Allow = HttpMethods.IsGet(context.Request.Method) ? "POST" : "GET, POST"; break;
            case StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable: response.Headers.RetryAfter = "1"; break;
        }

        if (HttpMethods.IsGet(context.Request.Method))
        {
            // Balances in a browser's or a proxy's cache would outlive the session that may see them.
            response.Headers.CacheControl = "no-store";
        }

        await response.BodyWriter.WriteAsync(result.Body.WrittenMemory, context.RequestAborted);
    }
}
