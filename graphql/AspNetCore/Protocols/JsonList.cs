using System.Buffers;
using System.IO.Pipelines;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>A batch as one JSON list in the order of its requests, for clients that accept no lines.</summary>
internal sealed class JsonList(string contentType) : ResultEncoding
{
    private bool _begun;

    public override string ContentType => contentType;

    public override void WriteResult(PipeWriter output, OperationResult result, ResultIndex index)
    {
        output.Write(_begun ? ","u8 : "["u8);
        _begun = true;
        WriteJson(output, result, index);
    }

    public override void WriteEnd(PipeWriter output) => output.Write("]"u8);
}
