using System.Security.Cryptography;
using System.Text.Json;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>
/// Finds the document that a request means: its own text, a trusted document by `documentId`, or a registered one by
/// `extensions.persistedQuery`.
/// </summary>
internal sealed class DocumentResolver(GraphQLServerOptions options)
{
    private readonly RegisteredDocuments? _registered = options is { RegisteredDocumentsMax: > 0, OnlyTrustedDocuments: false }
        ? new RegisteredDocuments(options.RegisteredDocumentsMax)
        : null;

    /// <summary>Fills in <see cref="ParsedRequest.Document"/>; null, or the refusal of the request.</summary>
    public ValueTask<OperationResult?> ResolveAsync(ParsedRequest request, CancellationToken cancellationToken)
        => request is { DocumentId: null, Extensions.IsEmpty: true, Document.IsEmpty: false } && !options.OnlyTrustedDocuments
            ? default
            : ResolveSlowAsync(request, cancellationToken);

    private async ValueTask<OperationResult?> ResolveSlowAsync(ParsedRequest request, CancellationToken cancellationToken)
    {
        if (request.DocumentId is not null)
        {
            return request.Document.IsEmpty
                ? await ReadTrustedAsync(request, request.DocumentId, cancellationToken)
                : Refuse(RequestErrorKind.Malformed, "A request has either `query` or `documentId`.");
        }

        var hash = ReadHash(request.Extensions.Span, out var version);
        if (hash is not null)
        {
            return await ReadRegisteredAsync(request, hash, version, cancellationToken);
        }

        if (request.Document.IsEmpty)
        {
            return Refuse(RequestErrorKind.Malformed, "The request has no `query`.");
        }

        return options.OnlyTrustedDocuments
            ? Refuse(RequestErrorKind.DocumentUnknown, "Only trusted documents are executed; send a `documentId`.", "TRUSTED_DOCUMENTS_ONLY")
            : null;
    }

    private async ValueTask<OperationResult?> ReadTrustedAsync(ParsedRequest request, string documentId, CancellationToken cancellationToken)
    {
        if (options.Documents is null)
        {
            return null;
        }

        if (await options.Documents.TryReadAsync(documentId, cancellationToken) is { } document)
        {
            request.Document = document;
            return null;
        }

        return Refuse(RequestErrorKind.DocumentUnknown, "There is no document of this id.", "DOCUMENT_NOT_FOUND");
    }

    private async ValueTask<OperationResult?> ReadRegisteredAsync(ParsedRequest request, string hash, long version, CancellationToken cancellationToken)
    {
        if (version != 1)
        {
            return Refuse(RequestErrorKind.Malformed, "`extensions.persistedQuery.version` must be 1.");
        }

        if (request.Document.IsEmpty)
        {
            return await FindRegisteredAsync(request, hash, cancellationToken);
        }

        if (_registered is null)
        {
            return Refuse(RequestErrorKind.DocumentUnknown, "PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED");
        }

        if (!hash.Equals(HashOf(request.Document.Span), StringComparison.OrdinalIgnoreCase))
        {
            return Refuse(RequestErrorKind.Malformed, "`extensions.persistedQuery.sha256Hash` is not the hash of `query`.");
        }

        if (request.Document.Length <= options.RegisteredDocumentBytesMax)
        {
            _registered.Add(hash, request.Document.ToArray());
        }

        return null;
    }

    private async ValueTask<OperationResult?> FindRegisteredAsync(ParsedRequest request, string hash, CancellationToken cancellationToken)
    {
        var found = _registered?.Find(hash);
        if (found is null && options.Documents is not null)
        {
            found = await options.Documents.TryReadAsync($"sha256:{hash}", cancellationToken);
        }

        if (found is null)
        {
            return Refuse(RequestErrorKind.DocumentUnknown, "PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND");
        }

        request.Document = found.Value;
        return null;
    }

    /// <summary>`persistedQuery.sha256Hash`, in lower case; null when the extensions have none.</summary>
    private static string? ReadHash(ReadOnlySpan<byte> extensions, out long version)
    {
        version = 0;
        string? hash = null;
        if (extensions.IndexOf("persistedQuery"u8) < 0)
        {
            return null;
        }

        var reader = new Utf8JsonReader(extensions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isPersistedQuery = reader.ValueTextEquals("persistedQuery"u8);
            reader.Read();
            if (!isPersistedQuery || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            hash = ReadPersistedQuery(ref reader, out version);
        }

        return hash;
    }

    private static string? ReadPersistedQuery(ref Utf8JsonReader reader, out long version)
    {
        version = 0;
        string? hash = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isVersion = reader.ValueTextEquals("version"u8);
            var isHash = reader.ValueTextEquals("sha256Hash"u8);
            reader.Read();
            if (isVersion && reader.TokenType == JsonTokenType.Number)
            {
                reader.TryGetInt64(out version);
            }
            else if (isHash && reader is { TokenType: JsonTokenType.String, ValueSpan.Length: 64 })
            {
                hash = reader.GetString()!.ToLowerInvariant();
            }
            else
            {
                reader.Skip();
            }
        }

        return hash;
    }

    private static string HashOf(ReadOnlySpan<byte> document) => Convert.ToHexStringLower(SHA256.HashData(document));

    private static OperationResult Refuse(RequestErrorKind kind, string message, string? code = null)
        => OperationResult.Refuse(kind, new GraphQLError(message) { Code = code });
}
