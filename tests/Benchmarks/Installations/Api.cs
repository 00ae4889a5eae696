using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace FinFlow.Benchmarks;

/// <summary>An installation's GraphQL endpoint, as anybody's client sees it.</summary>
internal sealed class Api(Uri address) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>The answer's data.</summary>
    /// <exception cref="InvalidOperationException">There are errors beside it.</exception>
    internal async Task<JsonElement> DataAsync(string query, object variables, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return body.TryGetProperty("errors", out var errors) ? throw new InvalidOperationException($"{errors}") : body.GetProperty("data");
    }

    public void Dispose() => http.Dispose();
}
