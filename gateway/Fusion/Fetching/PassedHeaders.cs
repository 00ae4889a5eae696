using System.Buffers;

namespace FinFlow.Gateway.Fusion;

/// <summary>Which of a client's headers may be passed on to sources beside those that always are.</summary>
public static class PassedHeaders
{
    /// <summary>Headers of one connection only. https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1</summary>
    public static IReadOnlySet<string> OfOneConnection { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Host",
    };

    /// <summary>Headers that say what the gateway itself sends and takes: a client's message is another one.</summary>
    private static readonly HashSet<string> OfOneMessage = new(StringComparer.OrdinalIgnoreCase) { "Accept", "Accept-Encoding", "Expect", "Range" };

    private static readonly HashSet<string> Always = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "X-Request-Id", "traceparent", "tracestate" };

    /// <summary>What a name consists of. https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2</summary>
    private static readonly SearchValues<char> TokenCharacters
        = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The names, if all of them can be passed on.</summary>
    /// <exception cref="ArgumentException">One cannot; the message says why.</exception>
    public static IReadOnlyList<string> Checked(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (WhyNot(name) is { } reason)
            {
                throw new ArgumentException($"The header \"{name}\" cannot be passed on: {reason}.");
            }
        }

        return [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static string? WhyNot(string name)
        => name.Length == 0 || name.AsSpan().ContainsAnyExcept(TokenCharacters) ? "that is no header's name"
            : OfOneConnection.Contains(name) || name.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase) ? "it belongs to the client's own connection"
            : OfOneMessage.Contains(name) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) ? "the gateway's messages have their own"
            : Always.Contains(name) ? "it needs no mention, it always is"
            : null;
}
