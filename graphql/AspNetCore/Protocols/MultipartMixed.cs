using System.Buffers;
using System.IO.Pipelines;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>Results as parts, for incremental delivery. https://github.com/graphql/graphql-over-http/blob/main/rfcs/IncrementalDelivery.md</summary>
internal sealed class MultipartMixed : ResultEncoding
{
    public override string ContentType => "multipart/mixed; boundary=\"-\"";

    public override void WriteResult(PipeWriter output, OperationResult result, ResultIndex index)
    {
        output.Write("\r\n---\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"u8);
        WriteJson(output, result, index);
    }

    public override void WriteEnd(PipeWriter output) => output.Write("\r\n-----\r\n"u8);
}
