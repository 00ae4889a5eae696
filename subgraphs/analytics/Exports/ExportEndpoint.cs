using System.Net.Mime;
using Microsoft.Net.Http.Headers;

namespace FinFlow.Analytics;

/// <summary>`GET /exports/{token}`: the file of a signed address. One that was changed is answered like one that never was; one of ours that is over says so.</summary>
internal static class ExportEndpoint
{
    internal static void Map(IEndpointRouteBuilder app, IServiceProvider services)
    {
        var tokens = services.GetRequiredService<ExportTokens>();
        var reports = services.GetRequiredService<ReportStore>();
        app.MapGet("/exports/{token}", context => AnswerAsync(context, tokens, reports));
    }

    private static async Task AnswerAsync(HttpContext context, ExportTokens tokens, ReportStore reports)
    {
        if (tokens.Read((string)context.Request.RouteValues["token"]!) is not var (id, format, isOver))
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "There is no export at this address.");
            return;
        }

        if (isOver)
        {
            await RefuseAsync(context, StatusCodes.Status410Gone, "This address has expired. Export the report again.");
            return;
        }

        if (await reports.ReadAsync(id, context.RequestAborted) is not var (report, table))
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "The report is no longer there.");
            return;
        }

        var file = Write(report, table, format);
        var headers = context.Response.Headers;
        headers.ContentType = TypeOf(format);
        headers.ContentLength = file.Length;
        headers.CacheControl = "private, no-store";
        headers.XContentTypeOptions = "nosniff";
        headers[HeaderNames.ContentDisposition] = $"attachment; filename=\"{ExportTokens.FileNameOf(report, format)}\"";
        await context.Response.Body.WriteAsync(file, context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync($"{sentence}\n", context.RequestAborted);
    }

    private static byte[] Write(Report report, ReportTable table, ExportFormat format) => format switch
    {
        ExportFormat.Xlsx => XlsxExport.Write(report, table),
        ExportFormat.Pdf => PdfExport.Write(report, table),
        _ => CsvExport.Write(table),
    };

    private static string TypeOf(ExportFormat format) => format switch
    {
        ExportFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ExportFormat.Pdf => MediaTypeNames.Application.Pdf,
        _ => "text/csv; charset=utf-8; header=present",
    };
}
