using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>The endpoints beside GraphQL as OpenAPI. https://spec.openapis.org/oas/v3.1.1.html</summary>
internal static partial class OpenApiDocument
{
    public static async Task WriteAsync(HttpContext context, ApiDocsOptions options)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("openapi", "3.1.1");
        json.WriteStartObject("info");
        json.WriteString("title", options.Title);
        json.WriteString("version", options.Version);
        json.WriteEndObject();
        json.WriteStartObject("paths");
        foreach (var path in options.PlainEndpoints.GroupBy(endpoint => endpoint.Path))
        {
            json.WriteStartObject(path.Key);
            foreach (var endpoint in path)
            {
                WriteOperation(json, endpoint);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    private static void WriteOperation(Utf8JsonWriter json, PlainEndpoint endpoint)
    {
#pragma warning disable CA1308 // OpenAPI's method names are lower case.
        json.WriteStartObject(endpoint.Method.ToLowerInvariant());
#pragma warning restore CA1308
        json.WriteString("summary", endpoint.Summary);
        if (endpoint.Description.Length > 0)
        {
            json.WriteString("description", endpoint.Description);
        }

        WriteParameters(json, endpoint);
        if (endpoint.RequestType is not null)
        {
            json.WriteStartObject("requestBody");
            WriteContent(json, endpoint.RequestType);
            json.WriteEndObject();
        }

        json.WriteStartObject("responses");
        foreach (var response in endpoint.Responses)
        {
            json.WriteStartObject($"{response.Status}");
            json.WriteString("description", response.Description);
            if (response.ContentType is not null)
            {
                WriteContent(json, response.ContentType);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter json, PlainEndpoint endpoint)
    {
        json.WriteStartArray("parameters");
        foreach (var name in Parameter().Matches(endpoint.Path).Select(match => match.Groups[1].Value))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("in", "path");
            json.WriteBoolean("required", true);
            if (endpoint.Parameters.TryGetValue(name, out var description))
            {
                json.WriteString("description", description);
            }

            json.WriteStartObject("schema");
            json.WriteString("type", "string");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteContent(Utf8JsonWriter json, string contentType)
    {
        json.WriteStartObject("content");
        json.WriteStartObject(contentType);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}
