namespace FinFlow.GraphQL.AspNetCore;

/// <summary>Why the server closes a socket. https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md and RFC 6455, 7.4.1</summary>
internal enum CloseCode
{
    Normal = 1000,
    GoingAway = 1001,
    MessageTooBig = 1009,
    InvalidMessage = 4400,
    Unauthorized = 4401,
    Forbidden = 4403,
    SubprotocolNotAcceptable = 4406,
    InitTimeout = 4408,
    SubscriberAlreadyExists = 4409,
    TooManyInitRequests = 4429,
    InternalError = 4500,
}

/// <summary>The client broke the protocol, or may not connect: the socket is closed.</summary>
internal sealed class SocketClosedException(CloseCode code, string reason) : Exception(reason)
{
    public CloseCode Code { get; } = code;
}
