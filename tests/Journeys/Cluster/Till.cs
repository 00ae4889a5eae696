using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>A till at a business: it asks again with the same key until its payment is taken, whatever dies in the meantime.</summary>
/// <param name="paymentMethod">Of the business.</param>
/// <param name="gateways">Asked in turn: who has no answer of one goes to the next.</param>
internal sealed class Till(string paymentMethod, params IReadOnlyList<GraphQLClient> gateways)
{
    private const string Pay = """
        mutation Pay($method: ID!, $key: String!) {
          processPayment(input: { amount: { amount: "12.50", currency: "USD" }, paymentMethodId: $method, reference: "order", country: "US", idempotencyKey: $key }) {
            payment { id } errors { ... on Error { code } }
          }
        }
        """;

    private int _asked;

    /// <returns>The payment's id.</returns>
    public async Task<string> PayAsync(string key, TimeSpan patience)
        => (await Eventually.GetAsync(() => TryPayAsync(key), id => id is not null, patience))!;

    /// <summary>Until it was captured and stands in the books, or was held or voided.</summary>
    public static Task<JsonElement> UntilEndedAsync(Business business, string payment, TimeSpan patience)
        => Eventually.GetAsync(() => PaymentAsync(business, payment), HasEnded, patience);

    private async Task<string?> TryPayAsync(string key)
    {
        try
        {
            var gateway = gateways[_asked++ % gateways.Count];
            var answer = await gateway.SendAsync(new { query = Pay, variables = new { method = paymentMethod, key } });
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

    private static bool HasEnded(JsonElement payment)
        => payment.ValueKind is JsonValueKind.Object && payment.Text("status") switch
        {
            "CAPTURED" => payment.GetProperty("journalEntry").ValueKind == JsonValueKind.Object,
            "VOIDED" or "HELD" => true,
            _ => false,
        };

    // What is away for a moment is asked again.
    private static async Task<JsonElement> PaymentAsync(Business business, string id)
    {
        try
        {
            var answer = await business.Client.QueryAsync("query($id: ID!) { payment(id: $id) { id status journalEntry { id } } }", new { id });
            return answer.Body.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Object ? data.GetProperty("payment") : default;
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or IOException or TaskCanceledException)
        {
            return default;
        }
    }
}
