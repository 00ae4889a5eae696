using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>A request in the query component of a GET. https://graphql.github.io/graphql-over-http/draft/#sec-GET</summary>
internal static class HttpQuery
{
    public static bool HasRequest(IQueryCollection query)
        => query.ContainsKey("query") || query.ContainsKey("documentId") || query.ContainsKey("extensions");

    /// <exception cref="MalformedRequestException">The parameters are not a well-formed request.</exception>
    public static ParsedRequest Parse(IQueryCollection query, GraphQLServerOptions options)
    {
        var parsed = new ParsedRequest
        {
            Document = Encoding.UTF8.GetBytes(query["query"].ToString()),
            DocumentId = NullIfEmpty(query["documentId"]),
            OperationName = NullIfEmpty(query["operationName"]),
            Variables = ParseMap(query, "variables", options),
            Extensions = ParseMap(query, "extensions", options),
        };
        return parsed.Document.IsEmpty && parsed.DocumentId is null && parsed.Extensions.IsEmpty
            ? throw new MalformedRequestException("The request has no `query`.")
            : parsed;
    }

    private static ReadOnlyMemory<byte> ParseMap(IQueryCollection query, string name, GraphQLServerOptions options)
    {
        var text = query[name].ToString();
        if (text is "" or "null")
        {
            return default;
        }

        var json = Encoding.UTF8.GetBytes(text);
        return IsMap(json, options) ? json : throw new MalformedRequestException($"`{name}` must be a map in JSON.");
    }

    private static bool IsMap(ReadOnlySpan<byte> json, GraphQLServerOptions options)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = options.JsonDepthMax });
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
