using System.Buffers;
using System.IO.Pipelines;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>Results as parts, for incremental delivery. https://github.com/graphql/graphql-over-http/blob/main/rfcs/IncrementalDelivery.md</summary>
internal sealed class MultipartMixed : ResultEncoding
{
    private bool _hasBegun;

    public override string ContentType => "multipart/mixed; boundary=\"-\"";

    /// <remarks>The delimiter behind a part goes with it: clients know by it that the part is complete, and the next may take long.</remarks>
    public override void WriteResult(PipeWriter output, OperationResult result, ResultIndex index)
    {
        output.Write(_hasBegun ? "\r\n"u8 : "\r\n---\r\n"u8);
        _hasBegun = true;
        output.Write("Content-Type: application/json; charset=utf-8\r\n\r\n"u8);
        WriteJson(output, result, index);
        output.Write("\r\n---"u8);
    }

    public override void WriteEnd(PipeWriter output) => output.Write(_hasBegun ? "--\r\n"u8 : "\r\n-----\r\n"u8);
}
