using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// Pooled UTF-8 output for a response. Unlike <see cref="System.Text.Json.Utf8JsonWriter"/> it can be cut back to an earlier position,
/// which is how a null that propagates takes back what its siblings have written. The writer of the JSON keeps it well-formed.
/// </summary>
public sealed class JsonBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes;

    public JsonBuffer(int capacity = 1024) => _bytes = ArrayPool<byte>.Shared.Rent(capacity);

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
        var span = GetSpan(value.Length * 3 + 2);
        span[0] = (byte)'"';
        if (JavaScriptEncoder.UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncode(value) < 0)
        {
            var written = Encoding.UTF8.GetBytes(value, span[1..]);
            span[written + 1] = (byte)'"';
            Length += written + 2;
            return;
        }

        WriteEscaped(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value.ToString()));
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
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public override string ToString() => Encoding.UTF8.GetString(WrittenSpan);

    private void WriteEscaped(string escaped)
    {
        var span = GetSpan(escaped.Length * 3 + 2);
        span[0] = (byte)'"';
        var written = Encoding.UTF8.GetBytes(escaped, span[1..]);
        span[written + 1] = (byte)'"';
        Length += written + 2;
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
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + size, _bytes.Length * 2));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
