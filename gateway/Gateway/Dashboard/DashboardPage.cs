using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace FinFlow.Gateway;

/// <summary>
/// `/dashboard`: the figures of a business for people. A page like any other client's: it logs in, asks the composed schema and listens
/// to `dashboardUpdated`. It loads nothing from elsewhere, and nothing runs on it but its own files.
/// </summary>
public static class DashboardPage
{
    /// <summary>Scripts, styles and requests of this server only; no inline code, and no text that becomes markup.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static readonly Dictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>Maps `/dashboard` and the files that it consists of.</summary>
    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        const string Prefix = "FinFlow.Gateway.Dashboard.";
        var assembly = typeof(DashboardPage).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var name = resource[Prefix.Length..];
            var file = new PageFile(resource, Types[Path.GetExtension(name)]);
            app.MapGet(name == "dashboard.html" ? "/dashboard" : $"/dashboard/{name}", file.AnswerAsync);
        }
    }

    private sealed class PageFile
    {
        private readonly byte[] _bytes;
        private readonly string _type;
        private readonly string _tag;

        internal PageFile(string resource, string type)
        {
            using var content = new MemoryStream();
            using (var stream = typeof(DashboardPage).Assembly.GetManifestResourceStream(resource)!)
            {
                stream.CopyTo(content);
            }

            (_bytes, _type) = (content.ToArray(), type);
            _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(_bytes))[..16]}\"";
        }

        internal Task AnswerAsync(HttpContext context)
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = DashboardPage.ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers.CacheControl = "no-cache";
            headers.ETag = _tag;
            if (context.Request.Headers[HeaderNames.IfNoneMatch].Contains(_tag))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            context.Response.ContentType = _type;
            context.Response.ContentLength = _bytes.Length;
            return context.Response.Body.WriteAsync(_bytes, 0, _bytes.Length, context.RequestAborted);
        }
    }
}
