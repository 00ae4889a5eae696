using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>Reads a POST body into pooled memory.</summary>
internal static class HttpBody
{
    /// <summary>
    /// Whether the Content-Type is JSON in UTF-8. Nothing else is accepted: `application/json` makes a browser ask before it sends a request
    /// across origins, which is the protection against forged requests. https://graphql.github.io/graphql-over-http/draft/#sec-Security
    /// </summary>
    public static bool IsJson(string? contentType)
    {
        if (contentType is "application/json")
        {
            return true;
        }

        return MediaTypeHeaderValue.TryParse(contentType, out var parsed)
            && parsed.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!parsed.Charset.HasValue || IsUtf8(parsed.Charset.Value.Trim('"')));
    }

    /// <summary>Reads the whole body; false when it is longer than <paramref name="bytesMax"/>.</summary>
    public static async ValueTask<bool> TryReadAsync(HttpRequest request, PooledBytes bytes, int bytesMax, CancellationToken cancellationToken)
    {
        if (request.ContentLength > bytesMax)
        {
            return false;
        }

        var sizeHint = (int)(request.ContentLength ?? 4096);
        while (true)
        {
            var result = await request.BodyReader.ReadAsync(cancellationToken);
            if (bytes.Length + result.Buffer.Length > bytesMax)
            {
                request.BodyReader.AdvanceTo(result.Buffer.End);
                return false;
            }

            if (bytes.Length == 0)
            {
                bytes.GetMemory(Math.Max(sizeHint, (int)result.Buffer.Length));
            }

            foreach (var segment in result.Buffer)
            {
                bytes.Append(segment.Span);
            }

            request.BodyReader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return true;
            }
        }
    }

    private static bool IsUtf8(string charset)
        => charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase);
}
