using System.Buffers;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>
/// Everything that a request's slices point into: the body as received, and texts whose escapes had to be removed. Returned to the pool
/// in one place, when the response has been written.
/// </summary>
internal sealed class PooledBytes : IDisposable
{
    private byte[] _body = [];
    private int _length;
    private List<byte[]>? _texts;

    /// <summary>The body received so far.</summary>
    public ReadOnlyMemory<byte> Body => _body.AsMemory(0, _length);

    public int Length => _length;

    /// <summary>Room of at least <paramref name="sizeMin"/> bytes after the body; <see cref="Advance"/> makes what was written part of it.</summary>
    public Memory<byte> GetMemory(int sizeMin)
    {
        if (_body.Length - _length < sizeMin)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + sizeMin, _body.Length * 2));
            _body.AsSpan(0, _length).CopyTo(larger);
            Return(_body);
            _body = larger;
        }

        return _body.AsMemory(_length);
    }

    public void Advance(int count) => _length += count;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetMemory(bytes.Length).Span);
        _length += bytes.Length;
    }

    /// <summary>A separate buffer that lives as long as the body.</summary>
    public byte[] RentText(int size)
    {
        var text = ArrayPool<byte>.Shared.Rent(size);
        (_texts ??= []).Add(text);
        return text;
    }

    public void Dispose()
    {
        Return(_body);
        _body = [];
        _length = 0;
        foreach (var text in _texts ?? [])
        {
            Return(text);
        }

        _texts = null;
    }

    private static void Return(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
