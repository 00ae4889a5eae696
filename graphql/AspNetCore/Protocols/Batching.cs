using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Http;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>
/// Request and variable batching: every request with every map of its variables is one execution, and all of them share DataLoaders.
/// https://graphql.github.io/graphql-over-http/draft/#sec-Appendix-Batching
/// </summary>
internal sealed partial class GraphQLOverHttp
{
    private async Task AnswerBatchAsync(HttpContext context, ParsedRequests requests, AcceptedFormats formats)
    {
        if (formats.Batch == ResponseFormat.None)
        {
            await HttpResponder.RefuseAsync(
                context, StatusCodes.Status406NotAcceptable, "Batches are answered as application/jsonl.", ResponseFormat.Json);
            return;
        }

        List<OperationRequest> executions = [];
        List<ResultIndex> indices = [];
        List<(ResultIndex Index, OperationResult Result)> refusals = [];
        var parsed = requests.List ?? [requests.Single];
        for (var i = 0; i < parsed.Count; i++)
        {
            int? requestIndex = requests.IsList ? i : null;
            var refused = await documents.ResolveAsync(parsed[i], context.RequestAborted);
            if (refused is not null)
            {
                refusals.AddRange(IndicesOf(parsed[i], requestIndex).Select(index => (index, refused)));
                continue;
            }

            AddExecutions(context, parsed[i], requestIndex, executions, indices);
        }

        var results = executions.Count > 0 ? await executor().ExecuteBatchAsync(executions, context.RequestAborted) : [];
        await HttpResponder.WriteBatchAsync(
            context, [.. results, .. refusals.Select(refusal => refusal.Result)], [.. indices, .. refusals.Select(refusal => refusal.Index)], formats.Batch);
    }

    private void AddExecutions(HttpContext context, ParsedRequest parsed, int? requestIndex, List<OperationRequest> executions, List<ResultIndex> indices)
    {
        var maps = parsed.VariableBatch?.Count ?? 1;
        if (executions.Count + maps > options.BatchSizeMax)
        {
            throw new MalformedRequestException($"A batch must not have more than {options.BatchSizeMax} executions.");
        }

        var operation = ToOperation(context, parsed, OperationKinds.Query | OperationKinds.Mutation);
        if (parsed.VariableBatch is null)
        {
            executions.Add(operation);
        }
        else
        {
            executions.AddRange(parsed.VariableBatch.Select(variables => operation with { Variables = variables }));
        }

        indices.AddRange(IndicesOf(parsed, requestIndex));
    }

    private static IEnumerable<ResultIndex> IndicesOf(ParsedRequest parsed, int? requestIndex)
        => parsed.VariableBatch is null
            ? [new ResultIndex(requestIndex, null)]
            : Enumerable.Range(0, parsed.VariableBatch.Count).Select(index => new ResultIndex(requestIndex, index));
}
