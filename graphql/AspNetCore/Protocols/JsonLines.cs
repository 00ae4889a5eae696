using System.Buffers;
using System.IO.Pipelines;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>One result per line: how batches are answered. https://graphql.github.io/graphql-over-http/draft/#sec-Appendix-Batching</summary>
internal sealed class JsonLines : ResultEncoding
{
    public override string ContentType => "application/jsonl; charset=utf-8";

    public override void WriteResult(PipeWriter output, OperationResult result, ResultIndex index)
    {
        WriteJson(output, result, index);
        output.Write("\n"u8);
    }
}
