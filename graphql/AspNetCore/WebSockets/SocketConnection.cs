using System.Net;
using System.Net.WebSockets;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.Logging;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>
/// One socket from handshake to close: reads messages in order, answers those of the connection, and starts and ends operations.
/// https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
/// </summary>
internal sealed partial class SocketConnection(
    WebSocket socket, string connectionId, IPAddress? clientAddress, IReadOnlyDictionary<string, string>? headers, Func<IRequestExecutor> executor,
    GraphQLServerOptions options, DocumentResolver documents, ILogger logger)
    : IDisposable
{
    // After our close frame the client gets this long to send its own.
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(2);

    private readonly WebSocketProtocolOptions _limits = options.WebSockets;
    private readonly SocketWriter _writer = new(socket, options.WebSockets.SendTimeout);
    private readonly CancellationTokenSource _ended = new();
    private readonly SocketOperations _operations = new();
    private string? _authorization;
    private bool _isInitialized;
    private bool _isAcknowledged;

    public async Task RunAsync(CancellationToken aborted, CancellationToken stopping)
    {
        using var abort = aborted.Register(socket.Abort);
        using var stop = stopping.Register(() => _ = CloseAsync(CloseCode.GoingAway, "Server is shutting down"));
        var initWatch = WatchInitAsync();
        try
        {
            await ReceiveAsync();
        }
        catch (SocketClosedException violation)
        {
            await CloseAsync(violation.Code, violation.Message);
            await DrainAsync();
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The peer is gone without a word.
        }
        catch (Exception exception)
        {
            LogFailure(logger, exception, connectionId);
            await CloseAsync(CloseCode.InternalError, "Internal server error");
            await DrainAsync();
        }
        finally
        {
            await _ended.CancelAsync();
            await _operations.WhenAllEndAsync();
            await initWatch;
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _ended.Dispose();
    }

    private async Task ReceiveAsync()
    {
        while (true)
        {
            var bytes = new PooledBytes();
            var isTaken = false;
            try
            {
                if (!await ReadMessageAsync(bytes))
                {
                    await CloseAsync(CloseCode.Normal, "");
                    return;
                }

                isTaken = await HandleAsync(SocketMessage.Parse(bytes.Body, options.JsonDepthMax), bytes);
            }
            finally
            {
                if (!isTaken)
                {
                    bytes.Dispose();
                }
            }
        }
    }

    /// <summary>Reads one message; false when the client closes.</summary>
    private async ValueTask<bool> ReadMessageAsync(PooledBytes bytes)
    {
        while (true)
        {
            var received = await socket.ReceiveAsync(bytes.GetMemory(1024), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return false;
            }

            if (received.MessageType == WebSocketMessageType.Binary)
            {
                throw new SocketClosedException(CloseCode.InvalidMessage, "Messages must be text");
            }

            bytes.Advance(received.Count);
            if (bytes.Length > _limits.MessageBytesMax)
            {
                throw new SocketClosedException(CloseCode.MessageTooBig, $"Messages must not exceed {_limits.MessageBytesMax} bytes");
            }

            if (received.EndOfMessage)
            {
                return true;
            }
        }
    }

    /// <summary>Handles a message; true when an operation has taken over its bytes.</summary>
    private async ValueTask<bool> HandleAsync(SocketMessage message, PooledBytes bytes)
    {
        switch (message.Type)
        {
            case SocketMessageType.ConnectionInit:
                await InitializeAsync(message);
                return false;
            case SocketMessageType.Ping:
                await _writer.SendAsync("pong", null, message.Payload, _ended.Token);
                return false;
            case SocketMessageType.Subscribe:
                return await SubscribeAsync(message, bytes);
            case SocketMessageType.Complete:
                _operations.End(message.Id ?? throw new SocketClosedException(CloseCode.InvalidMessage, "`complete` has no `id`"));
                return false;
            default:
                return false;
        }
    }

    private async ValueTask InitializeAsync(SocketMessage message)
    {
        if (_isInitialized)
        {
            throw new SocketClosedException(CloseCode.TooManyInitRequests, "Too many initialisation requests");
        }

        _isInitialized = true;
        _authorization = message.ReadAuthorization();
        if (_limits.Authenticate is { } authenticate && !await authenticate(_authorization, _ended.Token))
        {
            throw new SocketClosedException(CloseCode.Forbidden, "Forbidden");
        }

        _isAcknowledged = true;
        await _writer.SendAsync("connection_ack", null, default, _ended.Token);
        _ = WatchAuthenticationAsync();
    }

    private async Task WatchInitAsync()
    {
        try
        {
            await Task.Delay(_limits.InitTimeout, options.TimeProvider, _ended.Token);
            if (!_isInitialized)
            {
                await CloseAsync(CloseCode.InitTimeout, "Connection initialisation timeout");
            }
        }
        catch (OperationCanceledException)
        {
            // The connection ended before the time was up.
        }
    }

    private async Task WatchAuthenticationAsync()
    {
        if (_limits is not { Authenticate: { } authenticate, AuthenticateInterval: { } interval })
        {
            return;
        }

        try
        {
            do
            {
                await Task.Delay(interval, options.TimeProvider, _ended.Token);
            }
            while (await authenticate(_authorization, _ended.Token));
            await CloseAsync(CloseCode.Forbidden, "Forbidden");
        }
        catch (OperationCanceledException)
        {
            // The connection ended.
        }
        catch (Exception exception)
        {
            // What cannot be checked is not trusted any longer.
            LogFailure(logger, exception, connectionId);
            await CloseAsync(CloseCode.InternalError, "Internal server error");
        }
    }

    /// <summary>Sends a close frame, ends the operations, and gives up on the peer when it does not close as well.</summary>
    private async Task CloseAsync(CloseCode code, string reason)
    {
        try
        {
            await _writer.CloseAsync(code, reason);
            _operations.EndAll();
            _ = AbortLaterAsync();
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Abort();
        }
    }

    private async Task AbortLaterAsync()
    {
        await Task.Delay(CloseGrace, options.TimeProvider, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_ended.IsCancellationRequested)
        {
            socket.Abort();
        }
    }

    /// <summary>Reads on until the client's close frame, so that it receives ours before the connection is torn down.</summary>
    private async Task DrainAsync()
    {
        var rest = new byte[1024];
        try
        {
            while (socket.State is WebSocketState.CloseSent or WebSocketState.Open
                && (await socket.ReceiveAsync(rest.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Gone without a close frame.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Socket {ConnectionId} failed unexpectedly.")]
    private static partial void LogFailure(ILogger logger, Exception exception, string connectionId);
}
