using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace FinFlow.Auth;

/// <summary>
/// Login with GitHub. It is OAuth without OpenID: no id token and so no nonce; who the user is says its API
/// (<see href="https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps">authorizing OAuth apps</see>).
/// </summary>
internal sealed class GitHubProvider(OAuthClient client, string url, string apiUrl, OAuthHttp http) : IOAuthProvider
{
    private const string ApiVersion = "2022-11-28";

    public Task<Result<Uri>> AuthorizationUrlAsync(OAuthRequest request, string state, CancellationToken cancellationToken)
        => Task.FromResult<Result<Uri>>(new Uri(QueryHelpers.AddQueryString($"{url}/login/oauth/authorize", new Dictionary<string, string?>
        {
            ["client_id"] = client.Id,
            ["redirect_uri"] = client.RedirectUrl,
            ["scope"] = "read:user user:email",
            ["state"] = state,
            ["code_challenge"] = request.Challenge,
            ["code_challenge_method"] = "S256",
        })));

    public async Task<Result<OAuthProfile>> ExchangeAsync(OAuthRequest request, string code, CancellationToken cancellationToken)
    {
        if (!(await TokenAsync(request, code, cancellationToken)).TryGet(out var token, out var refusal)
            || !(await AskApiAsync("user", token, cancellationToken)).TryGet(out var user, out refusal)
            || !(await AskApiAsync("user/emails", token, cancellationToken)).TryGet(out var emails, out refusal))
        {
            return refusal;
        }

        // Names of accounts can change hands; the number does not.
        var id = user.ValueKind is JsonValueKind.Object && user.TryGetProperty("id", out var number) && number.ValueKind is JsonValueKind.Number
            ? number.GetRawText()
            : null;
        return OAuthProfile.Of(OAuthProvider.Github, id, VerifiedPrimary(emails), user.Text("name") ?? user.Text("login"));
    }

    private static string? VerifiedPrimary(JsonElement emails)
        => emails.ValueKind is JsonValueKind.Array
            ? emails.EnumerateArray().Where(email => email.Says("primary") && email.Says("verified")).Select(email => email.Text("email")).FirstOrDefault()
            : null;

    private async Task<Result<string>> TokenAsync(OAuthRequest request, string code, CancellationToken cancellationToken)
    {
        var answer = await http.AskAsync(
            OAuthProvider.Github,
            new HttpRequestMessage(HttpMethod.Post, $"{url}/login/oauth/access_token")
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["client_id"] = client.Id,
                    ["client_secret"] = client.Secret,
                    ["code"] = code,
                    ["redirect_uri"] = client.RedirectUrl,
                    ["code_verifier"] = request.Verifier,
                }),
            },
            cancellationToken);

        // GitHub answers 200 for refusals, too, with an "error" in place of the token.
        return answer.Then<string>(granted => granted.Text("access_token") is { Length: > 0 } token ? token : new OauthCodeInvalid());
    }

    private Task<Result<JsonElement>> AskApiAsync(string path, string token, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{apiUrl}/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        request.Headers.Add("X-GitHub-Api-Version", ApiVersion);
        return http.AskAsync(OAuthProvider.Github, request, cancellationToken);
    }
}
