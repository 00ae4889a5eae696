using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>A response body in a pooled array.</summary>
internal sealed class PooledBody(byte[] array, int length) : IDisposable
{
    private byte[]? _array = array;

    public byte[] Array => _array ?? throw new ObjectDisposedException(nameof(PooledBody));

    public int Length { get; } = length;

    /// <exception cref="SourceUnavailableException">The body is longer than the limit.</exception>
    public static async ValueTask<PooledBody> ReadAsync(Stream stream, long? expected, int bytesMax, CancellationToken cancellationToken)
    {
        var buffer = RequestArrays<byte>.Rent((int)Math.Min(bytesMax, expected + 1 ?? 16 * 1024));
        var length = 0;
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return new PooledBody(buffer, length);
                }

                length += read;
                if (length > bytesMax)
                {
                    throw new SourceUnavailableException($"The answer is longer than {bytesMax} bytes.");
                }

                if (length == buffer.Length)
                {
                    var larger = RequestArrays<byte>.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, length).CopyTo(larger);
                    RequestArrays<byte>.Return(buffer);
                    buffer = larger;
                }
            }
        }
        catch
        {
            RequestArrays<byte>.Return(buffer);
            throw;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array)
        {
            RequestArrays<byte>.Return(array);
        }
    }
}
