using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>A till at a business: it asks again with the same key until its payment is taken, whatever dies in the meantime.</summary>
/// <param name="paymentMethod">Of the business.</param>
/// <param name="gateways">Asked in turn: who has no answer of one goes to the next.</param>
internal sealed class Till(string paymentMethod, params IReadOnlyList<GraphQLClient> gateways)
{
    private const string Pay = """
        mutation Pay($method: ID!, $key: String!, $amount: Decimal!) {
          processPayment(input: { amount: { amount: $amount, currency: "USD" }, paymentMethodId: $method, reference: "order", country: "US", idempotencyKey: $key }) {
            payment { id } errors { ... on Error { code } }
          }
        }
        """;

    private int _asked;

    /// <returns>The payment's id.</returns>
    public async Task<string> PayAsync(string key, string amount, TimeSpan patience)
        => (await Eventually.GetAsync(() => TryPayAsync(key, amount), id => id is not null, patience))!;

    private async Task<string?> TryPayAsync(string key, string amount)
    {
        try
        {
            var gateway = gateways[_asked++ % gateways.Count];
            var answer = await gateway.SendAsync(new { query = Pay, variables = new { method = paymentMethod, key, amount } });
            return answer.Body.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
                && data.GetProperty("processPayment") is { ValueKind: JsonValueKind.Object } payload
                && payload.GetProperty("payment") is { ValueKind: JsonValueKind.Object } payment
                ? payment.Text("id") : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or IOException or TaskCanceledException)
        {
            return null;
        }
    }
}
