using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Hosting;

/// <summary>
/// What every answer tells a browser: not to guess what it is, to show it in no frame, and to tell nobody where a link was followed from.
/// Over TLS also to come by TLS alone from now on. https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html
/// </summary>
public static class SecurityHeaders
{
    private const string OneYear = "max-age=31536000";

    // At the last moment, since an answer that fails is begun anew.
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
        => app.Use(next => context =>
        {
            context.Response.OnStarting(Add, context);
            return next(context);
        });

    private static Task Add(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = OneYear;
        }

        return Task.CompletedTask;
    }
}
