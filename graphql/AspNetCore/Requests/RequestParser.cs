using System.Text.Json;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>
/// JSON text to requests, without objects in between: document, variables and extensions are slices of the text.
/// https://graphql.github.io/graphql-over-http/draft/#sec-JSON-Encoding and its appendix on batching
/// </summary>
internal static class RequestParser
{
    /// <summary>Parses a body, one request object or a list of them.</summary>
    /// <exception cref="MalformedRequestException">The text is not JSON or not a well-formed request.</exception>
    public static ParsedRequests Parse(PooledBytes bytes, GraphQLServerOptions options)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes.Body.Span, new JsonReaderOptions { MaxDepth = options.JsonDepthMax });
            reader.Read();
            var requests = reader.TokenType switch
            {
                JsonTokenType.StartObject => new ParsedRequests(ParseRequest(ref reader, bytes.Body, bytes)),
                JsonTokenType.StartArray => ParseList(ref reader, bytes, options),
                _ => throw new MalformedRequestException("The body must be a JSON object, or a list of JSON objects."),
            };
            reader.Read();
            return requests;
        }
        catch (JsonException)
        {
            throw new MalformedRequestException("The body is not valid JSON.");
        }
        catch (InvalidOperationException)
        {
            // The reader refuses to give strings with unpaired surrogates or invalid UTF-8.
            throw new MalformedRequestException("The body is not valid UTF-8.");
        }
    }

    /// <summary>Parses the object that the reader stands on, as it is in a body or in the payload of `subscribe`.</summary>
    public static ParsedRequest ParseRequest(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source, PooledBytes bytes)
    {
        var parsed = new ParsedRequest();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("query"u8))
            {
                parsed.Document = ReadText(ref reader, "query", source, bytes);
            }
            else if (reader.ValueTextEquals("variables"u8))
            {
                ReadVariables(ref reader, source, parsed);
            }
            else if (reader.ValueTextEquals("operationName"u8))
            {
                parsed.OperationName = ReadString(ref reader, "operationName");
            }
            else if (reader.ValueTextEquals("documentId"u8))
            {
                parsed.DocumentId = ReadString(ref reader, "documentId");
            }
            else if (reader.ValueTextEquals("extensions"u8))
            {
                parsed.Extensions = ReadMap(ref reader, "extensions", source);
            }
            else
            {
                reader.Skip();
            }
        }

        if (parsed.Document.IsEmpty && parsed.DocumentId is null && parsed.Extensions.IsEmpty)
        {
            throw new MalformedRequestException("The request has no `query`.");
        }

        return parsed;
    }

    private static ParsedRequests ParseList(ref Utf8JsonReader reader, PooledBytes bytes, GraphQLServerOptions options)
    {
        List<ParsedRequest> list = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new MalformedRequestException("A list of requests must consist of JSON objects.");
            }

            list.Add(ParseRequest(ref reader, bytes.Body, bytes));
            if (list.Count > options.BatchSizeMax)
            {
                throw new MalformedRequestException($"A batch must not have more than {options.BatchSizeMax} requests.");
            }
        }

        return list.Count > 0 ? new ParsedRequests(list) : throw new MalformedRequestException("The list of requests is empty.");
    }

    private static void ReadVariables(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source, ParsedRequest parsed)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return;
            case JsonTokenType.StartObject:
                parsed.Variables = Slice(ref reader, source);
                return;
            case JsonTokenType.StartArray:
                parsed.VariableBatch = [];
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    parsed.VariableBatch.Add(Slice(ref reader, source));
                }

                if (reader.TokenType == JsonTokenType.EndArray && parsed.VariableBatch.Count > 0)
                {
                    return;
                }

                break;
        }

        throw new MalformedRequestException("`variables` must be a map, or a list of maps that is not empty.");
    }

    private static ReadOnlyMemory<byte> ReadMap(ref Utf8JsonReader reader, string name, ReadOnlyMemory<byte> source)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => default,
            JsonTokenType.StartObject => Slice(ref reader, source),
            _ => throw new MalformedRequestException($"`{name}` must be a map."),
        };
    }

    private static string? ReadString(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString() is { Length: > 0 } text ? text : null,
            _ => throw new MalformedRequestException($"`{name}` must be a string."),
        };
    }

    private static ReadOnlyMemory<byte> ReadText(ref Utf8JsonReader reader, string name, ReadOnlyMemory<byte> source, PooledBytes bytes)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            throw new MalformedRequestException($"`{name}` must be a string.");
        }

        if (!reader.ValueIsEscaped)
        {
            return source.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        }

        var text = bytes.RentText(reader.ValueSpan.Length);
        return text.AsMemory(0, reader.CopyString(text));
    }

    private static ReadOnlyMemory<byte> Slice(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return source[start..(int)reader.BytesConsumed];
    }
}

/// <summary>One request object of a body.</summary>
internal sealed class ParsedRequest
{
    public ReadOnlyMemory<byte> Document { get; set; }
    public string? DocumentId { get; set; }
    public string? OperationName { get; set; }
    public ReadOnlyMemory<byte> Variables { get; set; }
    /// <summary>Null unless `variables` was a list.</summary>
    public List<ReadOnlyMemory<byte>>? VariableBatch { get; set; }
    public ReadOnlyMemory<byte> Extensions { get; set; }
    /// <summary>The files of a multipart request, by the names of their parts.</summary>
    public IReadOnlyDictionary<string, IFile>? Files { get; set; }
}

/// <summary>A body: one request, or a list when <see cref="IsList"/>.</summary>
internal readonly struct ParsedRequests
{
    public ParsedRequests(ParsedRequest single) => Single = single;

    public ParsedRequests(List<ParsedRequest> list) => (Single, List) = (list[0], list);

    /// <summary>The request, or the first of the list.</summary>
    public ParsedRequest Single { get; }

    public List<ParsedRequest>? List { get; }

    public bool IsList => List is not null;

    /// <summary>Whether the answer is a list of results with their indices.</summary>
    public bool IsBatch => IsList || Single.VariableBatch is not null;
}

/// <summary>The client sent no well-formed request. The message goes to the client.</summary>
internal sealed class MalformedRequestException(string message) : Exception(message);
