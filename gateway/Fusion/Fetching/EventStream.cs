using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Reads server-sent events of GraphQL: the data of `next` events until `complete`. A stream that ends without `complete` has lost its source,
/// and so has one that falls silent although its source sends heartbeats.
/// https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md
/// </summary>
internal sealed class EventStream(Stream stream, int bytesMax, Heartbeats heartbeats)
{
    private readonly PipeReader _reader = PipeReader.Create(stream);

    public async IAsyncEnumerable<byte[]> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var silence = heartbeats.Watch(_reader.CancelPendingRead);
        var (name, data, isFirst) = ("", new MemoryStream(), true);
        while (await ReadLineAsync(silence, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0)
            {
                // Some servers open a stream with a comment and send no other: that is no heartbeat.
                if (line[0] == ':' && !isFirst)
                {
                    heartbeats.Seen();
                }

                isFirst = false;
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
    private async ValueTask<byte[]?> ReadLineAsync(Heartbeats.Silence silence, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await ReadAsync(silence, cancellationToken).ConfigureAwait(false);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = read.Buffer.Slice(0, end).ToArray();
                _reader.AdvanceTo(read.Buffer.GetPosition(1, end));
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

            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async ValueTask<ReadResult> ReadAsync(Heartbeats.Silence silence, CancellationToken cancellationToken)
    {
        silence.Begin();
        try
        {
            var read = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return !read.IsCanceled ? read
                : throw new SourceUnavailableException($"The stream of events was silent for {heartbeats.SilenceMax?.TotalSeconds:0.#} seconds.");
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            throw new SourceUnavailableException("The stream of events broke off.", failure);
        }
        finally
        {
            silence.End();
        }
    }
}
