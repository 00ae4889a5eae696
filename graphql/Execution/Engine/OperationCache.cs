using System.Collections.Concurrent;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Execution;

/// <summary>
/// Compiled documents by the bytes of their text, so that a hit neither decodes nor parses. Bounded: when it is full, the document
/// that was asked for longest ago leaves.
/// </summary>
internal sealed class OperationCache(int sizeMax, int documentBytesMax)
{
    private readonly ConcurrentDictionary<DocumentKey, CompiledDocument> _documents = new();
    private int _clock;

    public bool TryGet(ReadOnlyMemory<byte> text, out CompiledDocument document)
    {
        if (!_documents.TryGetValue(new DocumentKey(text), out document!))
        {
            return false;
        }

        // Not counted for each hit: an order among documents that are asked for all the time matters to nobody.
        document.LastUsed = Volatile.Read(ref _clock);
        return true;
    }

    public void Add(ReadOnlyMemory<byte> text, CompiledDocument document)
    {
        if (text.Length > documentBytesMax)
        {
            return;
        }

        document.LastUsed = Interlocked.Increment(ref _clock);
        _documents.TryAdd(new DocumentKey(text.ToArray()), document);
        while (_documents.Count > sizeMax)
        {
            _documents.TryRemove(_documents.MinBy(pair => pair.Value.LastUsed));
        }
    }

    private readonly struct DocumentKey : IEquatable<DocumentKey>
    {
        private readonly ReadOnlyMemory<byte> _text;
        private readonly int _hash;

        public DocumentKey(ReadOnlyMemory<byte> text)
        {
            _text = text;
            var hash = default(HashCode);
            hash.AddBytes(text.Span);
            _hash = hash.ToHashCode();
        }

        public bool Equals(DocumentKey other) => _hash == other._hash && _text.Span.SequenceEqual(other._text.Span);

        public override bool Equals(object? obj) => obj is DocumentKey other && Equals(other);

        public override int GetHashCode() => _hash;
    }
}

/// <summary>A valid document with its operations, each compiled when it is first executed.</summary>
internal sealed class CompiledDocument(ExecutableSchema schema, DocumentNode document)
{
    private readonly OperationDefinitionNode[] _definitions = [.. document.Definitions.OfType<OperationDefinitionNode>()];
    private readonly ConcurrentDictionary<string, CompiledOperation> _operations = new(StringComparer.Ordinal);
    private CompiledOperation? _only;

    public int LastUsed { get; set; }

    /// <summary>https://spec.graphql.org/draft/#GetOperation()</summary>
    /// <returns>Null when there is no such operation, or several and no name.</returns>
    public CompiledOperation? Operation(string? name)
    {
        if (_definitions.Length == 1 && (name is null || _definitions[0].Name?.Value == name))
        {
            return _only ??= new CompiledOperation(schema, document, _definitions[0]);
        }

        return name is not null && Array.Find(_definitions, definition => definition.Name?.Value == name) is { } definition
            ? _operations.GetOrAdd(name, _ => new CompiledOperation(schema, document, definition))
            : null;
    }
}
