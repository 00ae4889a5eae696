using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Http;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>
/// Operations with files: the form's `operations` is the usual body, `map` says which part each null of its variables stands for.
/// https://github.com/jaydenseric/graphql-multipart-request-spec
/// </summary>
internal static class MultipartRequest
{
    /// <summary>
    /// A browser sends a form across origins without asking first, but never with a header of its own; hence one of these must be there.
    /// </summary>
    private static readonly string[] PreflightHeaders = ["GraphQL-Preflight", "GraphQL-Require-Preflight", "Apollo-Require-Preflight", "X-Apollo-Operation-Name"];

    public static bool IsMultipart(HttpRequest request) => request.HasFormContentType && request.ContentType!.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    public static bool IsPreflighted(HttpRequest request) => PreflightHeaders.Any(header => request.Headers.ContainsKey(header));

    /// <exception cref="MalformedRequestException">The form is not a well-formed request.</exception>
    public static async ValueTask<ParsedRequests> ReadAsync(HttpRequest request, PooledBytes bytes, GraphQLServerOptions options, CancellationToken cancellationToken)
    {
        var form = await ReadFormAsync(request, options, cancellationToken);
        var operations = ParseJson(form["operations"], "operations", options);
        var files = Attach(operations, ParseJson(form["map"], "map", options), form.Files, options);
        bytes.Append(JsonSerializer.SerializeToUtf8Bytes(operations));
        var parsed = RequestParser.Parse(bytes, options);
        foreach (var each in parsed.List ?? [parsed.Single])
        {
            each.Files = files;
        }

        return parsed;
    }

    private static async Task<IFormCollection> ReadFormAsync(HttpRequest request, GraphQLServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await request.ReadFormAsync(
                new Microsoft.AspNetCore.Http.Features.FormOptions
                {
                    MultipartBodyLengthLimit = options.UploadBytesMax,
                    ValueLengthLimit = options.RequestBytesMax,
                    ValueCountLimit = options.UploadFilesMax + 2,
                },
                cancellationToken);
        }
        catch (InvalidDataException unreadable)
        {
            throw new MalformedRequestException($"The form cannot be read: {unreadable.Message}");
        }
    }

    private static JsonNode ParseJson(string? text, string part, GraphQLServerOptions options)
    {
        try
        {
            return JsonNode.Parse(text ?? "", documentOptions: new JsonDocumentOptions { MaxDepth = options.JsonDepthMax })
                ?? throw new MalformedRequestException($"`{part}` must be JSON.");
        }
        catch (JsonException)
        {
            throw new MalformedRequestException($"`{part}` must be JSON.");
        }
    }

    private static Dictionary<string, IFile> Attach(JsonNode operations, JsonNode map, IFormFileCollection parts, GraphQLServerOptions options)
    {
        if (map is not JsonObject entries)
        {
            throw new MalformedRequestException("`map` must be a map from the names of files to lists of paths.");
        }

        if (entries.Count > options.UploadFilesMax)
        {
            throw new MalformedRequestException($"A request must not have more than {options.UploadFilesMax} files.");
        }

        var files = new Dictionary<string, IFile>(StringComparer.Ordinal);
        foreach (var (name, paths) in entries)
        {
            files[name] = parts.GetFile(name) is { } part ? new FormFile(part) : throw new MalformedRequestException($"The file `{name}` of `map` is missing.");
            foreach (var path in paths as JsonArray ?? [])
            {
                Place(operations, path?.GetValueKind() == JsonValueKind.String ? path.GetValue<string>() : "", name);
            }
        }

        return files;
    }

    // Puts the file's name where the client wrote null.
    private static void Place(JsonNode operations, string path, string name)
    {
        var steps = path.Split('.');
        JsonNode? node = operations;
        foreach (var step in steps[..^1])
        {
            node = Step(node, step);
        }

        switch (node)
        {
            case JsonObject fields when fields.TryGetPropertyValue(steps[^1], out var value) && value is null:
                fields[steps[^1]] = name;
                break;
            case JsonArray items when IndexOf(steps[^1]) is { } index && index < items.Count && items[index] is null:
                items[index] = name;
                break;
            default:
                throw new MalformedRequestException($"`map` names the path `{path}`, where `operations` has no null.");
        }
    }

    private static JsonNode? Step(JsonNode? node, string step) => node switch
    {
        JsonObject fields => fields[step],
        JsonArray items when IndexOf(step) is { } index && index < items.Count => items[index],
        _ => null,
    };

    private static int? IndexOf(string step) => int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private sealed class FormFile(IFormFile part) : IFile
    {
        public string Name => part.FileName;

        public string? ContentType => part.ContentType;

        public long Length => part.Length;

        public Stream OpenReadStream() => part.OpenReadStream();
    }
}
