using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace FinFlow.Subgraphs.Tests;

/// <summary>An app whose users log in with another provider: it asks for the address and hands back what the browser brings.</summary>
internal sealed class OAuthApp(RunningSubgraph auth)
{
    internal const string Password = "a long enough pass phrase";

    internal async Task<string> AddressAsync(string provider)
        => (await auth.DataAsync("query($p: OAuthProvider!) { oauthAuthorizationUrl(provider: $p) }", new { p = provider }))
            .GetProperty("oauthAuthorizationUrl").GetString()!;

    internal async Task<Dictionary<string, string>> ParametersAsync(string provider)
        => QueryHelpers.ParseQuery(new Uri(await AddressAsync(provider)).Query).ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString());

    internal async Task<JsonElement> FinishAsync(string provider, string code, string state)
        => (await auth.DataAsync(
            """
            mutation($input: LoginWithOAuthInput!) {
              loginWithOAuth(input: $input) {
                session { accessToken refreshToken user { id email name roles emailVerifiedAt } } mfaChallenge { id methods }
                errors { ... on Error { code message } }
              }
            }
            """,
            new { input = new { provider, code, state } })).GetProperty("loginWithOAuth");

    internal async Task<JsonElement> RegisterAsync(string email)
        => (await auth.DataAsync(
            "mutation($input: RegisterInput!) { register(input: $input) { user { id } errors { ... on Error { code } } } }",
            new { input = new { email, password = Password, name = "Whoever" } })).GetProperty("register").GetProperty("user");

    internal async Task<JsonElement> LoginAsync(string email, string password = Password)
        => (await auth.DataAsync(
            "mutation($input: LoginInput!) { login(input: $input) { session { accessToken } errors { ... on Error { code } } } }",
            new { input = new { email, password } })).GetProperty("login");

    internal static JsonElement UserOf(JsonElement payload) => payload.GetProperty("session").GetProperty("user");

    internal static string? RefusalOf(JsonElement payload)
        => payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].GetProperty("code").GetString() : null;
}
