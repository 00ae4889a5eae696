using System.Text.Json;
using FinFlow.GraphQL.Types;
using FinFlow.Hosting;
using FinFlow.Messaging;

namespace FinFlow.Subgraph;

/// <summary>
/// Tells the audit trail which fields a logged-in caller was refused, before the caller is: a refusal that nobody can prove is worth
/// little. One event for each operation, however many list items were refused.
/// </summary>
internal sealed class PermissionRefusals(IRequestExecutor inner, string subgraph, Func<FinFlowDbContext> open, TimeProvider clock) : IRequestExecutor
{
    /// <summary>A document can repeat a field under a thousand aliases; these are enough to see what was tried.</summary>
    private const int FieldsMax = 20;

    private static ReadOnlySpan<byte> Code => "\"AUTH_NOT_AUTHORIZED\""u8;

    public Schema Schema => inner.Schema;

    public async ValueTask<ExecutionResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var result = await inner.ExecuteAsync(request, cancellationToken);
        await TellAsync(request, result as OperationResult);
        return result;
    }

    public async ValueTask<OperationResult[]> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken)
    {
        var results = await inner.ExecuteBatchAsync(requests, cancellationToken);
        for (var i = 0; i < results.Length; i++)
        {
            await TellAsync(requests[i], results[i]);
        }

        return results;
    }

    // Not cancelled with the request: a caller could go away to leave no trace.
    private async Task TellAsync(OperationRequest request, OperationResult? result)
    {
        if (result is not { HasErrors: true } || Caller.From(request.User) is not { } caller || result.Body.WrittenMemory.Span.IndexOf(Code) < 0)
        {
            return;
        }

        var fields = RefusedFields(result.Body.WrittenMemory);
        if (fields.Count > 0)
        {
            await using var db = open();
            db.Publish(new PermissionRefused(caller.UserId, caller.OrganizationId, subgraph, fields, clock.GetUtcNow()), clock);
            await db.SaveChangesAsync(CancellationToken.None);
        }
    }

    // The text may also stand in data; only an error's code counts.
    private static List<string> RefusedFields(ReadOnlyMemory<byte> response)
    {
        using var document = JsonDocument.Parse(response);
        return document.RootElement.TryGetProperty("errors", out var errors)
            ? [.. errors.EnumerateArray().Where(IsRefusal).Select(PathOf).Distinct().Take(FieldsMax)]
            : [];
    }

    private static bool IsRefusal(JsonElement error)
        => error.TryGetProperty("extensions", out var extensions)
            && extensions.TryGetProperty("code", out var code)
            && code.ValueKind == JsonValueKind.String && code.ValueEquals("AUTH_NOT_AUTHORIZED");

    private static string PathOf(JsonElement error)
        => error.TryGetProperty("path", out var path)
            ? string.Join('.', path.EnumerateArray().Where(step => step.ValueKind == JsonValueKind.String).Select(step => step.GetString()))
            : "";
}
