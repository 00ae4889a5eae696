using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;

namespace FinFlow.Hosting;

/// <summary>One JSON object per line: time, level, message, trace and request ids, then what the message was made of.</summary>
internal sealed class JsonLines : ITextFormatter
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("time", logEvent.Timestamp.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("level", JsonNamingPolicy.CamelCase.ConvertName(logEvent.Level.ToString()));
            json.WriteString("message", SecretMask.Apply(logEvent.RenderMessage(CultureInfo.InvariantCulture)));
            if (logEvent.TraceId is { } trace)
            {
                json.WriteString("traceId", trace.ToString());
            }

            foreach (var (name, value) in logEvent.Properties)
            {
                json.WriteString(JsonNamingPolicy.CamelCase.ConvertName(name), SecretMask.Apply(Text(value)));
            }

            if (logEvent.Exception is { } exception)
            {
                json.WriteString("exception", SecretMask.Apply(exception.ToString()));
            }

            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static string Text(LogEventPropertyValue value)
        => value is ScalarValue { Value: { } scalar }
            ? Convert.ToString(scalar, CultureInfo.InvariantCulture) ?? ""
            : value.ToString(null, CultureInfo.InvariantCulture);
}
