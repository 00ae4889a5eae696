using System.Diagnostics;
using OpenTelemetry;

namespace FinFlow.Hosting;

/// <summary>
/// Names a request's span by method and route, as https://opentelemetry.io/docs/specs/semconv/http/http-spans/ has it. The path itself goes
/// to nobody: it may hold what admits to a report.
/// </summary>
internal sealed class RequestNames : BaseProcessor<Activity>
{
    private const string RequestIn = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    public override void OnEnd(Activity data)
    {
        if (data.OperationName != RequestIn)
        {
            return;
        }

        var route = data.GetTagItem("http.route") as string;
        data.DisplayName = $"{data.GetTagItem("http.request.method") ?? "HTTP"} {route}".TrimEnd();
        data.SetTag("url.path", route).SetTag("url.query", null);
    }
}
