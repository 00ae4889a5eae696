using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Http;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>
/// The GraphQL IDE for browsers that open the endpoint: one page that `Ide/build-ide.sh` renders, kept gzipped and read when it is first
/// asked for. Without it, a plain page says how to get it.
/// </summary>
internal sealed class IdePage(GraphQLServerOptions options)
{
    private readonly Lazy<Page?> _page = new(() => Load(options.IdePath ?? FindBuilt()));

    /// <summary>Whether a browser navigates here; scripts of a page ask for JSON, even where a browser sends the request.</summary>
    public static bool IsWanted(HttpRequest request)
        => HttpMethods.IsGet(request.Method)
            && request.Headers.Accept.ToString() is var accept
            && accept.Contains("text/html", StringComparison.OrdinalIgnoreCase)
            && !accept.Contains("json", StringComparison.OrdinalIgnoreCase);

    public Task HandleAsync(HttpContext context)
    {
        // The page loads `ide.json` and sends its requests relative to its own path.
        if (_page.Value is not { } page)
        {
            return HtmlPages.WriteAsync(context, Absent, HtmlPages.StaticPolicy);
        }

        context.Response.Headers.ETag = page.Tag;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.Vary = "Accept, Accept-Encoding";
        HtmlPages.Protect(context.Response, page.ContentSecurityPolicy);
        if (context.Request.Headers.IfNoneMatch.Contains(page.Tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase)
            ? WriteCompressedAsync(context, page)
            : WritePlainAsync(context, page);
    }

    /// <summary>What differs between servers: title and first query.</summary>
    public Task HandleSettingsAsync(HttpContext context)
    {
        using var json = new JsonBuffer();
        json.WriteRaw("{\"title\":"u8);
        json.WriteString(options.IdeTitle);
        if (options.IdeQuery is not null)
        {
            json.WriteRaw(",\"defaultQuery\":"u8);
            json.WriteString(options.IdeQuery);
        }

        json.WriteByte((byte)'}');
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.Body.WriteAsync(json.WrittenMemory.ToArray(), 0, json.Length);
    }

    private static Task WriteCompressedAsync(HttpContext context, Page page)
    {
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.ContentLength = page.Gzip.Length;
        return context.Response.Body.WriteAsync(page.Gzip, 0, page.Gzip.Length, context.RequestAborted);
    }

    private static async Task WritePlainAsync(HttpContext context, Page page)
    {
        await using var plain = new GZipStream(new MemoryStream(page.Gzip), CompressionMode.Decompress);
        await plain.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>Beside the executable, or where the build script writes it in a working copy.</summary>
    private static string? FindBuilt()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var place in GraphQLServerOptions.IdePlaces)
            {
                var path = Path.Combine(folder.FullName, place);
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        return null;
    }

    private static Page? Load(string? path)
    {
        if (path is null || !File.Exists(path))
        {
            return null;
        }

        var gzip = File.ReadAllBytes(path);
        using var reader = new StreamReader(new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress), Encoding.UTF8);
        return new Page(gzip, $"\"{Convert.ToHexStringLower(SHA256.HashData(gzip))[..16]}\"", PolicyFor(reader.ReadToEnd()));
    }

    /// <summary>
    /// Only the page's own script may run: it is named by its hash. Its workers are blobs, its fonts and icons data; styles are set by the
    /// editor at run time. It talks to its own server only.
    /// </summary>
    private static string PolicyFor(string html)
    {
        const string Opening = "<script>";
        var start = html.IndexOf(Opening, StringComparison.Ordinal) + Opening.Length;
        var script = html[start..html.LastIndexOf("</script>", StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        return $"default-src 'none'; script-src 'sha256-{hash}'; worker-src blob:; style-src 'unsafe-inline'; img-src data:; font-src data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private const string Absent = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>GraphQL</title><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
        <style>body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:12vh auto;padding:0 1.5rem}code{font-family:ui-monospace,monospace;background:color-mix(in srgb,currentColor 9%,transparent);padding:.1em .35em;border-radius:4px}</style></head>
        <body><h1>This is a GraphQL endpoint</h1>
        <p>Send it <code>POST</code> requests with <code>{"query": "{ __typename }"}</code> as <code>application/json</code>.</p>
        <p>The IDE's page has not been built yet: run <code>graphql/AspNetCore/Ide/build-ide.sh</code> once (it needs node and npm) and restart.</p>
        </body></html>
        """;

    private sealed record Page(byte[] Gzip, string Tag, string ContentSecurityPolicy);
}
