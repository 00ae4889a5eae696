using System.Net.WebSockets;
using System.Text;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>
/// The sending half of a socket: one message at a time. Operations wait for their turn and for the socket, which is how a slow client slows
/// its own streams down; a client that takes nothing at all for too long loses the socket.
/// </summary>
internal sealed class SocketWriter(WebSocket socket, TimeSpan timeout) : IDisposable
{
    private const int ReasonBytesMax = 123;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly JsonBuffer _message = new();
    private CancellationTokenSource _stalled = new();
    private bool _isClosed;

    /// <summary>Sends a message, unless the socket is closed or <paramref name="operation"/> was ended in the meantime.</summary>
    public async ValueTask SendAsync(string type, string? id, ReadOnlyMemory<byte> payload, CancellationToken operation)
    {
        await _turn.WaitAsync(operation);
        try
        {
            if (_isClosed || operation.IsCancellationRequested)
            {
                return;
            }

            Compose(type, id, payload.Span);
            if (!_stalled.TryReset())
            {
                _stalled.Dispose();
                _stalled = new CancellationTokenSource();
            }

            _stalled.CancelAfter(timeout);
            await socket.SendAsync(_message.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, _stalled.Token);
            _stalled.CancelAfter(Timeout.InfiniteTimeSpan);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sends a close frame; nothing is sent after it.</summary>
    public async ValueTask CloseAsync(CloseCode code, string reason)
    {
        using var patience = new CancellationTokenSource(timeout);
        await _turn.WaitAsync(patience.Token);
        try
        {
            if (!_isClosed)
            {
                _isClosed = true;
                await socket.CloseOutputAsync((WebSocketCloseStatus)code, Encoding.UTF8.GetByteCount(reason) <= ReasonBytesMax ? reason : null, patience.Token);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        _message.Dispose();
        _stalled.Dispose();
    }

    private void Compose(string type, string? id, ReadOnlySpan<byte> payload)
    {
        _message.Truncate(0);
        _message.WriteByte((byte)'{');
        if (id is not null)
        {
            _message.WriteRaw("\"id\":"u8);
            _message.WriteString(id);
            _message.WriteByte((byte)',');
        }

        _message.WriteRaw("\"type\":"u8);
        _message.WriteString(type);
        if (!payload.IsEmpty)
        {
            _message.WriteRaw(",\"payload\":"u8);
            _message.WriteRaw(payload);
        }

        _message.WriteByte((byte)'}');
    }
}
