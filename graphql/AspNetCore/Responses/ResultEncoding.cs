using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>How several results travel in one HTTP response. One instance encodes one response.</summary>
internal abstract class ResultEncoding
{
    public abstract string ContentType { get; }

    public static ResultEncoding Of(ResponseFormat format) => format switch
    {
        ResponseFormat.EventStream => new ServerSentEvents(),
        ResponseFormat.JsonLines => new JsonLines(),
        ResponseFormat.Multipart => new MultipartMixed(),
        ResponseFormat.GraphQLResponse => new JsonList("application/graphql-response+json; charset=utf-8"),
        _ => new JsonList("application/json; charset=utf-8"),
    };

    public abstract void WriteResult(PipeWriter output, OperationResult result, ResultIndex index);

    /// <summary>Something that clients ignore, so that a silent stream is not taken for a dead one.</summary>
    public virtual void WriteHeartbeat(PipeWriter output)
    {
    }

    public virtual void WriteEnd(PipeWriter output)
    {
    }

    /// <summary>The result's JSON with its indices, on one line: line breaks between tokens, which JSON permits, would end a line or an event.</summary>
    protected static void WriteJson(PipeWriter output, OperationResult result, ResultIndex index)
    {
        var json = result.Body.WrittenSpan;
        if (index.IsPresent)
        {
            index.Write(output);
            output.Write(","u8);
            json = json[1..];
        }

        for (var next = json.IndexOfAny((byte)'\n', (byte)'\r'); next >= 0; next = json.IndexOfAny((byte)'\n', (byte)'\r'))
        {
            output.Write(json[..next]);
            json = json[(next + 1)..];
        }

        output.Write(json);
    }
}

/// <summary>Which execution of a batch a result belongs to. https://graphql.github.io/graphql-over-http/draft/#sec-Appendix-Batching</summary>
internal readonly record struct ResultIndex(int? Request, int? Variables)
{
    public bool IsPresent => Request is not null || Variables is not null;

    /// <summary>Opens the object and writes the indices, without a comma after them.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        if (Request is not null)
        {
            WriteMember(output, "{\"requestIndex\":"u8, Request.Value);
        }

        if (Variables is not null)
        {
            WriteMember(output, Request is null ? "{\"variableIndex\":"u8 : ",\"variableIndex\":"u8, Variables.Value);
        }
    }

    private static void WriteMember(IBufferWriter<byte> output, ReadOnlySpan<byte> name, int index)
    {
        output.Write(name);
        Utf8Formatter.TryFormat(index, output.GetSpan(11), out var written);
        output.Advance(written);
    }
}
