using System.Net.WebSockets;
using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>
/// Opens WebSockets that speak graphql-transport-ws; each is a <see cref="SocketConnection"/>.
/// https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
/// </summary>
internal sealed class GraphQLTransportWs(
    Func<IRequestExecutor> executor, GraphQLServerOptions options, DocumentResolver documents, ILogger logger, CancellationToken stopping)
{
    public const string Subprotocol = "graphql-transport-ws";

    public static bool IsHandshake(HttpContext context)
        => (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
                && context.Request.Headers[HeaderNames.Upgrade] is [{ } upgrade] && upgrade.Equals("websocket", StringComparison.OrdinalIgnoreCase))
            || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" };

    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var isSpoken = context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol, StringComparer.Ordinal);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = isSpoken ? Subprotocol : null,
            KeepAliveInterval = options.WebSockets.KeepAliveInterval,
            KeepAliveTimeout = options.WebSockets.KeepAliveInterval,
        });
        if (!isSpoken)
        {
            await CloseUnspokenAsync(socket, context.RequestAborted);
            return;
        }

        using var connection = new SocketConnection(
            socket, context.TraceIdentifier, context.Connection.RemoteIpAddress, ForwardedHeaders.OfHandshake(context.Request, options.ForwardedHeaders),
            executor, options, documents, logger);
        await connection.RunAsync(context.RequestAborted, stopping);
    }

    private static async Task CloseUnspokenAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        try
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)CloseCode.SubprotocolNotAcceptable, "Subprotocol not acceptable", cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The client left first.
        }
    }
}
