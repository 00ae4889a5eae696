using System.Buffers;
using System.IO.Pipelines;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>
/// GraphQL over server-sent events, distinct connections mode: one request, one stream of `next` events, then `complete`. Request errors
/// are `next` events too, because a browser's EventSource cannot read the body of a 4xx.
/// https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md
/// </summary>
internal sealed class ServerSentEvents : ResultEncoding
{
    public override string ContentType => "text/event-stream; charset=utf-8";

    public override void WriteResult(PipeWriter output, OperationResult result, ResultIndex index)
    {
        output.Write("event: next\ndata: "u8);
        WriteJson(output, result, index);
        output.Write("\n\n"u8);
    }

    public override void WriteHeartbeat(PipeWriter output) => output.Write(":\n\n"u8);

    // Without a data line, even an empty one, EventSource would not dispatch the event.
    public override void WriteEnd(PipeWriter output) => output.Write("event: complete\ndata:\n\n"u8);
}
