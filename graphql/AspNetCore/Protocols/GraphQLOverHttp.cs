using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>
/// POST and GET: read a request, find its document, execute, answer in a format that the client accepts.
/// https://graphql.github.io/graphql-over-http/draft/
/// </summary>
internal sealed partial class GraphQLOverHttp(
    Func<IRequestExecutor> executor, GraphQLServerOptions options, DocumentResolver documents, ILogger logger, CancellationToken stopping)
{
    private readonly HttpResponder _responder = new(options, logger);

    public async Task HandleAsync(HttpContext context)
    {
        var formats = AcceptedFormats.Negotiate(context.Request.Headers.Accept);
        if (formats.Single == ResponseFormat.None)
        {
            await HttpResponder.RefuseAsync(
                context, StatusCodes.Status406NotAcceptable,
                "Responses are application/graphql-response+json, application/json, application/jsonl, text/event-stream or multipart/mixed.",
                ResponseFormat.Json);
            return;
        }

        using var bytes = new PooledBytes();
        try
        {
            if (await ReadAsync(context, bytes, formats) is { } requests)
            {
                await AnswerAsync(context, requests, formats);
            }
        }
        catch (MalformedRequestException malformed)
        {
            await _responder.WriteAsync(context, OperationResult.Refuse(RequestErrorKind.Malformed, new GraphQLError(malformed.Message)), formats.Single);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested || (exception is OperationCanceledException && stopping.IsCancellationRequested))
        {
            // The client has left or the process ends: there is nobody to answer.
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            // A body that the server itself gave up on: too slow, cut off, or badly framed.
            await HttpResponder.RefuseAsync(context, bad.StatusCode, "The request could not be read.", formats.Single);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await _responder.WriteAsync(context, Failures.Report(logger, exception, context.TraceIdentifier), formats.Single);
        }
    }

    private async ValueTask<ParsedRequests?> ReadAsync(HttpContext context, PooledBytes bytes, AcceptedFormats formats)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            return new ParsedRequests(HttpQuery.Parse(context.Request.Query, options));
        }

        if (options.UploadBytesMax > 0 && MultipartRequest.IsMultipart(context.Request))
        {
            return MultipartRequest.IsPreflighted(context.Request)
                ? await MultipartRequest.ReadAsync(context.Request, bytes, options, context.RequestAborted)
                : throw new MalformedRequestException("A multipart request must have the header GraphQL-Preflight.");
        }

        if (!HttpBody.IsJson(context.Request.ContentType))
        {
            await HttpResponder.RefuseAsync(
                context, StatusCodes.Status415UnsupportedMediaType, "The Content-Type must be application/json in UTF-8.", formats.Single);
            return null;
        }

        if (!await HttpBody.TryReadAsync(context.Request, bytes, options.RequestBytesMax, context.RequestAborted))
        {
            await HttpResponder.RefuseAsync(
                context, StatusCodes.Status413PayloadTooLarge, $"The body must not exceed {options.RequestBytesMax} bytes.", formats.Single);
            return null;
        }

        return RequestParser.Parse(bytes, options);
    }

    private Task AnswerAsync(HttpContext context, ParsedRequests requests, AcceptedFormats formats)
        => requests.IsBatch ? AnswerBatchAsync(context, requests, formats) : AnswerSingleAsync(context, requests.Single, formats);

    private async Task AnswerSingleAsync(HttpContext context, ParsedRequest parsed, AcceptedFormats formats)
    {
        if (await documents.ResolveAsync(parsed, context.RequestAborted) is { } refusal)
        {
            await _responder.WriteAsync(context, refusal, formats.Single);
            return;
        }

        var permitted = HttpMethods.IsGet(context.Request.Method) ? OperationKinds.Query : OperationKinds.Query | OperationKinds.Mutation;
        if (formats.Stream != ResponseFormat.None)
        {
            permitted |= OperationKinds.Subscription;
        }

        await using var result = await executor().ExecuteAsync(
            ToOperation(context, parsed, permitted) with { AllowIncrementalDelivery = formats.Stream != ResponseFormat.None }, context.RequestAborted);
        switch (result)
        {
            case OperationResult operation:
                await _responder.WriteAsync(context, operation, formats.Single);
                break;
            case ResponseStream when formats.Stream == ResponseFormat.None:
                await HttpResponder.RefuseAsync(
                    context, StatusCodes.Status406NotAcceptable, "Results over time need text/event-stream, multipart/mixed or application/jsonl.", formats.Single);
                break;
            case ResponseStream stream:
                await StreamAsync(context, stream, formats.Stream);
                break;
        }
    }

    private async Task StreamAsync(HttpContext context, ResponseStream stream, ResponseFormat format)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await _responder.WriteStreamAsync(context, stream, format, ended.Token);
    }

    private OperationRequest ToOperation(HttpContext context, ParsedRequest parsed, OperationKinds permitted) => new()
    {
        Document = parsed.Document,
        DocumentId = parsed.DocumentId,
        OperationName = parsed.OperationName,
        Variables = parsed.Variables,
        Extensions = parsed.Extensions,
        Files = parsed.Files,
        Authorization = context.Request.Headers.Authorization is [{ Length: > 0 } authorization] ? authorization : null,
        ClientAddress = context.Connection.RemoteIpAddress,
        RequestId = context.TraceIdentifier,
        AllowedOperations = permitted,
        Headers = ForwardedHeaders.Of(context.Request, options.ForwardedHeaders),
    };
}
