using System.Net.WebSockets;
using System.Text.Json;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>`subscribe`: any kind of operation, run beside the others of its connection.</summary>
internal sealed partial class SocketConnection
{
    private long _operationCount;

    /// <summary>Starts an operation; true when it has taken over the message's bytes.</summary>
    private async ValueTask<bool> SubscribeAsync(SocketMessage message, PooledBytes bytes)
    {
        if (!_isAcknowledged)
        {
            throw new SocketClosedException(CloseCode.Unauthorized, "Unauthorized");
        }

        if (message.Id is null || message.Payload.IsEmpty)
        {
            throw new SocketClosedException(CloseCode.InvalidMessage, "`subscribe` needs `id` and `payload`");
        }

        var parsed = ParsePayload(message.Payload, bytes);
        if (_operations.Count >= _limits.OperationsMax)
        {
            using var refusal = OperationResult.Refuse(
                RequestErrorKind.Overloaded, new GraphQLError($"A connection has at most {_limits.OperationsMax} operations at once.") { Code = "TOO_MANY_OPERATIONS" });
            await _writer.SendAsync("error", message.Id, ErrorsOf(refusal), _ended.Token);
            return false;
        }

        var operation = _operations.TryBegin(message.Id, _ended.Token)
            ?? throw new SocketClosedException(CloseCode.SubscriberAlreadyExists, $"Subscriber for {message.Id} already exists");

        // On its own thread: a stream that never waits must not keep `complete` from being read.
        operation.Running = Task.Run(() => RunAsync(operation, parsed, bytes), CancellationToken.None);
        return true;
    }

    private ParsedRequest ParsePayload(ReadOnlyMemory<byte> payload, PooledBytes bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(payload.Span, new JsonReaderOptions { MaxDepth = options.JsonDepthMax });
            reader.Read();
            var parsed = RequestParser.ParseRequest(ref reader, payload, bytes);
            return parsed.VariableBatch is null ? parsed : throw new MalformedRequestException("`variables` must be a map.");
        }
        catch (Exception exception) when (exception is MalformedRequestException or InvalidOperationException)
        {
            throw new SocketClosedException(CloseCode.InvalidMessage, exception is MalformedRequestException ? exception.Message : "Message is not valid UTF-8");
        }
    }

    private async Task RunAsync(SocketOperation operation, ParsedRequest parsed, PooledBytes bytes)
    {
        var requestId = $"{connectionId}:{Interlocked.Increment(ref _operationCount)}";
        try
        {
            if (await documents.ResolveAsync(parsed, operation.Ended) is { } refusal)
            {
                await FinishAsync(operation, refusal);
                return;
            }

            await using var result = await executor().ExecuteAsync(ToOperation(parsed, requestId), operation.Ended);
            if (result is ResponseStream stream)
            {
                await foreach (var next in stream.Results.WithCancellation(operation.Ended))
                {
                    if (next.RequestError is not null)
                    {
                        // The source is lost, or never was: `complete` would tell the client that all is well.
                        await FinishAsync(operation, next);
                        return;
                    }

                    using (next)
                    {
                        await _writer.SendAsync("next", operation.Id, next.Body.WrittenMemory, operation.Ended);
                    }
                }

                await CompleteAsync(operation);
            }
            else
            {
                await FinishAsync(operation, (OperationResult)result);
            }
        }
        catch (Exception) when (operation.Ended.IsCancellationRequested || socket.State != WebSocketState.Open)
        {
            // Ended by the client, or with the socket: whatever fails then has nobody to tell.
        }
        catch (Exception exception)
        {
            await FinishAsync(operation, Failures.Report(logger, exception, requestId));
        }
        finally
        {
            _operations.Finish(operation);
            bytes.Dispose();
        }
    }

    private OperationRequest ToOperation(ParsedRequest parsed, string requestId) => new()
    {
        Document = parsed.Document,
        DocumentId = parsed.DocumentId,
        OperationName = parsed.OperationName,
        Variables = parsed.Variables,
        Extensions = parsed.Extensions,
        Authorization = _authorization,
        ClientAddress = clientAddress,
        RequestId = requestId,
        Headers = headers,
    };

    /// <summary>A single result: `next` and `complete`, or `error` when it was not executed.</summary>
    private async ValueTask FinishAsync(SocketOperation operation, OperationResult result)
    {
        using (result)
        {
            if (result.RequestError is null)
            {
                await _writer.SendAsync("next", operation.Id, result.Body.WrittenMemory, operation.Ended);
                await CompleteAsync(operation);
                return;
            }

            _operations.Forget(operation);
            await SendLastAsync("error", operation, ErrorsOf(result));
        }
    }

    private ValueTask CompleteAsync(SocketOperation operation)
    {
        // Forgotten first: when the client reads `complete`, the id must be free for its next operation.
        _operations.Forget(operation);
        return SendLastAsync("complete", operation, default);
    }

    private async ValueTask SendLastAsync(string type, SocketOperation operation, ReadOnlyMemory<byte> payload)
    {
        try
        {
            await _writer.SendAsync(type, operation.Id, payload, operation.Ended);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The socket closed in between.
        }
    }

    /// <summary>The list inside `{"errors":[…]}`.</summary>
    private static ReadOnlyMemory<byte> ErrorsOf(OperationResult refusal)
    {
        var body = refusal.Body.WrittenMemory;
        var reader = new Utf8JsonReader(body.Span);
        reader.Read();
        while (reader.Read() && !reader.ValueTextEquals("errors"u8))
        {
            reader.Skip();
        }

        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return body[start..(int)reader.BytesConsumed];
    }
}
