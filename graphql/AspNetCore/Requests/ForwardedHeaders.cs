using Microsoft.AspNetCore.Http;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>The headers that executors read, see <see cref="GraphQLServerOptions.ForwardedHeaders"/>.</summary>
internal static class ForwardedHeaders
{
    /// <summary>Null when there are none. Several lines of a header are one, as they are to everybody on the way.</summary>
    public static Dictionary<string, string>? Of(HttpRequest request, IEnumerable<string> names)
    {
        Dictionary<string, string>? headers = null;
        foreach (var name in names)
        {
            if (request.Headers.TryGetValue(name, out var lines) && lines.Count > 0)
            {
                (headers ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase))[name] = string.Join(", ", lines.ToArray());
            }
        }

        return headers;
    }

    /// <summary>
    /// Those of a socket's handshake, which hold for all its operations. Without cookies: a browser sends them with any page's handshake and does
    /// not ask before, as it does where a page posts JSON.
    /// </summary>
    public static Dictionary<string, string>? OfHandshake(HttpRequest request, IEnumerable<string> names)
        => Of(request, names.Where(name => !name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)));
}
