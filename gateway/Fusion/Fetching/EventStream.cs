using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Reads server-sent events of GraphQL: the data of `next` events until `complete`. A stream that ends without `complete` has lost its source.
/// https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md
/// </summary>
internal static class EventStream
{
    public static async IAsyncEnumerable<byte[]> ReadAsync(Stream stream, int bytesMax, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream);
        var (name, data) = ("", new MemoryStream());
        while (await ReadLineAsync(reader, bytesMax, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0)
            {
                name = line.AsSpan().StartsWith("event:"u8) ? Encoding.UTF8.GetString(line.AsSpan(6)).Trim() : name;
                if (line.AsSpan().StartsWith("data:"u8))
                {
                    data.Write(line.AsSpan(line.AsSpan(5).StartsWith(" "u8) ? 6 : 5));
                }

                continue;
            }

            switch (name)
            {
                case "complete":
                    yield break;
                case "next":
                    yield return data.ToArray();
                    break;
            }

            name = "";
            data.SetLength(0);
        }

        throw new SourceUnavailableException("The stream of events ended before it was complete.");
    }

    /// <summary>The next line without its end; null when the stream ends.</summary>
    private static async ValueTask<byte[]?> ReadLineAsync(PipeReader reader, int bytesMax, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read;
            try
            {
                read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is IOException or HttpRequestException)
            {
                throw new SourceUnavailableException("The stream of events broke off.", failure);
            }

            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = read.Buffer.Slice(0, end).ToArray();
                reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line is [.. var text, (byte)'\r'] ? text : line;
            }

            if (read.IsCompleted)
            {
                return null;
            }

            if (read.Buffer.Length > bytesMax)
            {
                throw new SourceUnavailableException($"An event is longer than {bytesMax} bytes.");
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
