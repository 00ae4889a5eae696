using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>X-Request-Id: a client's own id is taken over when it is harmless in a log line, otherwise the server's is used; the answer bears it.</summary>
internal static class RequestIds
{
    public const string Header = "X-Request-Id";
    private const int LengthMax = 128;

    private static readonly SearchValues<char> Harmless
        = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/+=");

    public static void Exchange(HttpContext context)
    {
        if (context.Request.Headers[Header] is [{ Length: > 0 and <= LengthMax } given] && !given.AsSpan().ContainsAnyExcept(Harmless))
        {
            context.TraceIdentifier = given;
        }

        context.Response.Headers[Header] = context.TraceIdentifier;
    }
}
