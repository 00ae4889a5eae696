namespace FinFlow.GraphQL.Types;

/// <summary>Where documents that clients name by id are kept: trusted documents of a release, or documents that clients registered.</summary>
public interface IOperationDocumentStorage
{
    /// <summary>The document's UTF-8 text, which stays valid for ever; null when there is none of that id.</summary>
    /// <param name="documentId">`sha256:` and 64 lower-case hexadecimal digits for trusted documents.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<ReadOnlyMemory<byte>?> TryReadAsync(string documentId, CancellationToken cancellationToken);
}
