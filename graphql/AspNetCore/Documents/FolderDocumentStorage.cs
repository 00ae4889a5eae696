using System.Collections.Frozen;
using System.Security.Cryptography;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>
/// The trusted documents of a release: every `*.graphql` file of a folder, under `sha256:` and the hexadecimal hash of the file's bytes as
/// they are. Read once, when the process starts: a release's documents do not change while it runs.
/// </summary>
public sealed class FolderDocumentStorage : IOperationDocumentStorage
{
    private readonly FrozenDictionary<string, byte[]> _documents;

    private FolderDocumentStorage(IEnumerable<byte[]> documents)
        => _documents = documents.DistinctBy(IdOf).ToFrozenDictionary(IdOf, StringComparer.Ordinal);

    public IReadOnlyCollection<string> DocumentIds => _documents.Keys;

    /// <summary>Reads the folder; one that does not exist has no documents.</summary>
    public static FolderDocumentStorage Load(string folder)
        => new(Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.graphql").Order(StringComparer.Ordinal).Select(File.ReadAllBytes) : []);

    /// <summary>The id by which clients name a document.</summary>
    public static string IdOf(byte[] document) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(document))}";

    public ValueTask<ReadOnlyMemory<byte>?> TryReadAsync(string documentId, CancellationToken cancellationToken)
        => new(_documents.TryGetValue(documentId, out var document) ? document : (ReadOnlyMemory<byte>?)null);
}
