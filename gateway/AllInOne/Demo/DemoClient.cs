using System.Text;
using System.Text.Json;
using FinFlow.GraphQL.Types;

namespace FinFlow.AllInOne;

/// <summary>Calls the gateway as a client does, without the network between.</summary>
internal sealed class DemoClient(IRequestExecutor gateway, string? accessToken = null)
{
    /// <summary>The answer's data.</summary>
    /// <exception cref="InvalidOperationException">The operation failed, or a mutation was refused: the demo's story does not fit the rules.</exception>
    public async Task<JsonElement> SendAsync(string document, object? variables, CancellationToken cancellationToken)
    {
        var request = new OperationRequest
        {
            Document = Encoding.UTF8.GetBytes(document),
            Variables = variables is null ? default : JsonSerializer.SerializeToUtf8Bytes(variables),
            Authorization = accessToken is null ? null : $"Bearer {accessToken}",
        };
        await using var result = await gateway.ExecuteAsync(request, cancellationToken);
        var answer = JsonDocument.Parse(((OperationResult)result).Body.WrittenMemory.ToArray()).RootElement;
        return answer.TryGetProperty("errors", out var errors)
            ? throw new InvalidOperationException($"The demo's operation failed: {errors}\n{document}")
            : answer.GetProperty("data");
    }

    /// <summary>The mutation's payload, which has no refusals.</summary>
    public async Task<JsonElement> MutateAsync(string field, string selection, object input, CancellationToken cancellationToken)
    {
        var inputType = $"{char.ToUpperInvariant(field[0])}{field[1..]}Input";
        var data = await SendAsync(
            $"mutation($input: {inputType}!) {{ {field}(input: $input) {{ {selection} errors {{ ... on Error {{ code message }} }} }} }}",
            new { input }, cancellationToken);
        var payload = data.GetProperty(field);
        return payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } refusals && refusals.GetArrayLength() > 0
            ? throw new InvalidOperationException($"The demo's {field} was refused: {refusals}")
            : payload;
    }
}
