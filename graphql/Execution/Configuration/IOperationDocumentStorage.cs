namespace FinFlow.GraphQL.Execution;

/// <summary>Trusted documents by their ids.</summary>
public interface IOperationDocumentStorage
{
    /// <summary>The document as UTF-8, or null when the id is unknown.</summary>
    ValueTask<ReadOnlyMemory<byte>?> TryReadAsync(string documentId, CancellationToken cancellationToken);
}
