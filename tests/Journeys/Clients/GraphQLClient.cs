using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>What a frontend does: POST to /graphql and read data and errors.</summary>
internal sealed class GraphQLClient : IDisposable
{
    private readonly HttpClient _http;

    public GraphQLClient(Uri address, string? accessToken = null)
    {
        _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/graphql-response+json"));
        AccessToken = accessToken;
    }

    public string? AccessToken
    {
        get => field;
        set
        {
            field = value;
            _http.DefaultRequestHeaders.Authorization = value is null ? null : new AuthenticationHeaderValue("Bearer", value);
        }
    }

    /// <summary>Where GraphQL is served; a subgraph beside others has a path of its own.</summary>
    public string Path { get; init; } = "/graphql";

    public Uri Address => _http.BaseAddress!;

    /// <summary>The answer's data; fails the test when there are errors.</summary>
    public async Task<JsonElement> DataAsync(string query, object? variables = null)
    {
        var answer = await SendAsync(new { query, variables });
        Assert.False(answer.Body.TryGetProperty("errors", out var errors), $"Unexpected errors: {errors}");
        return answer.Body.GetProperty("data");
    }

    /// <summary>The errors' codes; fails the test when there are none.</summary>
    public async Task<string[]> ErrorCodesAsync(string query, object? variables = null)
    {
        var answer = await SendAsync(new { query, variables });
        Assert.True(answer.Body.TryGetProperty("errors", out var errors), $"Expected errors, got {answer.Body}");
        return [.. errors.EnumerateArray().Select(CodeOf)];
    }

    public Task<Answer> QueryAsync(string query, object? variables = null) => SendAsync(new { query, variables });

    public async Task<Answer> SendAsync(object body)
    {
        using var response = await _http.PostAsJsonAsync(Path, body);
        return await Answer.ReadAsync(response);
    }

    public async Task<Answer> PostRawAsync(string body, string contentType = "application/json")
    {
        using var content = new StringContent(body, MediaTypeHeaderValue.Parse(contentType));
        using var response = await _http.PostAsync(new Uri(Path, UriKind.Relative), content);
        return await Answer.ReadAsync(response);
    }

    public async Task<Answer> GetAsync(string pathAndQuery)
    {
        using var response = await _http.GetAsync(new Uri(pathAndQuery, UriKind.Relative));
        return await Answer.ReadAsync(response);
    }

    public void Dispose() => _http.Dispose();

    private static string CodeOf(JsonElement error)
        => error.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty("code", out var code) ? code.GetString()! : "(none)";
}

/// <summary>Status and body of an HTTP answer.</summary>
internal sealed record Answer(int Status, string Text)
{
    public JsonElement Body => JsonDocument.Parse(Text).RootElement;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
        => new((int)response.StatusCode, await response.Content.ReadAsStringAsync());
}
