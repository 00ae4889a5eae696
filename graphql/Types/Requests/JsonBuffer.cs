using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// Pooled UTF-8 output for a response. Unlike <see cref="System.Text.Json.Utf8JsonWriter"/> it can be cut back to an earlier position,
/// which is how a null that propagates takes back what its siblings have written. The writer of the JSON keeps it well-formed.
/// </summary>
public sealed class JsonBuffer : IBufferWriter<byte>, IDisposable
{
    private static readonly SearchValues<char> MustEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    private byte[] _bytes;

    public JsonBuffer(int capacity = 1024) => _bytes = RequestArrays<byte>.Rent(capacity);

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    /// <summary>Takes back everything written after <paramref name="length"/> bytes.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    public void WriteByte(byte value)
    {
        if (Length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[Length++] = value;
    }

    public void WriteRaw(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > _bytes.Length - Length)
        {
            Grow(utf8.Length);
        }

        utf8.CopyTo(_bytes.AsSpan(Length));
        Length += utf8.Length;
    }

    public void WriteRaw(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        EnsureRoom(first.Length + second.Length);
        first.CopyTo(_bytes.AsSpan(Length));
        second.CopyTo(_bytes.AsSpan(Length + first.Length));
        Length += first.Length + second.Length;
    }

    public void WriteNull() => WriteRaw("null"u8);

    public void WriteBoolean(bool value) => WriteRaw(value ? "true"u8 : "false"u8);

    public void WriteNumber(long value)
    {
        var span = GetSpan(20);
        Utf8Formatter.TryFormat(value, span, out var written);
        Length += written;
    }

    /// <summary>The shortest text that reads back as the same number. The caller refuses NaN and infinity.</summary>
    public void WriteNumber(double value)
    {
        var span = GetSpan(32);
        value.TryFormat(span, out var written, provider: System.Globalization.CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>A JSON string with quotes and the escapes that JSON demands; other characters stay as they are.</summary>
    public void WriteString(ReadOnlySpan<char> value)
    {
        WriteByte((byte)'"');
        for (var next = value.IndexOfAny(MustEscape); next >= 0; next = value.IndexOfAny(MustEscape))
        {
            WriteUnescaped(value[..next]);
            WriteEscape(value[next]);
            value = value[(next + 1)..];
        }

        WriteUnescaped(value);
        WriteByte((byte)'"');
    }

    /// <summary>A path of a response as a JSON list: response names (string) and list indices (int).</summary>
    /// <param name="path">The whole path.</param>
    /// <param name="from">How many segments are left out at its beginning.</param>
    public void WritePath(IReadOnlyList<object> path, int from = 0)
    {
        WriteByte((byte)'[');
        for (var i = from; i < path.Count; i++)
        {
            WriteRaw(i == from ? ""u8 : ","u8);
            if (path[i] is int index)
            {
                WriteNumber(index);
            }
            else
            {
                WriteString((string)path[i]);
            }
        }

        WriteByte((byte)']');
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        Length = 0;
        if (bytes.Length > 0)
        {
            RequestArrays<byte>.Return(bytes);
        }
    }

    public override string ToString() => Encoding.UTF8.GetString(WrittenSpan);

    private void WriteUnescaped(ReadOnlySpan<char> value)
        => Length += Encoding.UTF8.GetBytes(value, GetSpan(value.Length * 3));

    private void WriteEscape(char value)
    {
        switch (value)
        {
            case '"': WriteRaw("\\\""u8); break;
            case '\\': WriteRaw("\\\\"u8); break;
            case '\n': WriteRaw("\\n"u8); break;
            case '\r': WriteRaw("\\r"u8); break;
            case '\t': WriteRaw("\\t"u8); break;
            default:
                WriteRaw("\\u00"u8);
                WriteByte((byte)(value < 16 ? '0' : '1'));
                WriteByte((byte)"0123456789abcdef"[value & 15]);
                break;
        }
    }

    private void EnsureRoom(int size)
    {
        if (_bytes.Length - Length < size)
        {
            Grow(size);
        }
    }

    private void Grow(int size)
    {
        var larger = RequestArrays<byte>.Rent(Math.Max(Length + size, _bytes.Length * 2));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        if (_bytes.Length > 0)
        {
            RequestArrays<byte>.Return(_bytes);
        }

        _bytes = larger;
    }
}
