using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Http;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>The schema as text, for code generators and people. Printed once per schema.</summary>
internal sealed class SchemaDocument(Func<IRequestExecutor> executor)
{
    private static readonly ConditionalWeakTable<Schema, Printed> Cache = [];

    public Task HandleAsync(HttpContext context)
    {
        var printed = Cache.GetValue(executor().Schema, Print);
        context.Response.Headers.ETag = printed.Tag;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers.IfNoneMatch.Contains(printed.Tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        // Plain text, so that a browser shows it instead of saving it.
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = printed.Text.Length;
        return context.Response.Body.WriteAsync(printed.Text, 0, printed.Text.Length, context.RequestAborted);
    }

    private static Printed Print(Schema schema)
    {
        var text = Encoding.UTF8.GetBytes(SchemaPrinter.Print(schema));
        return new Printed(text, $"\"{Convert.ToHexStringLower(SHA256.HashData(text))[..16]}\"");
    }

    private sealed record Printed(byte[] Text, string Tag);
}
