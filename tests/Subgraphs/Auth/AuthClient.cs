using System.Text.Json;
using System.Text.RegularExpressions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Somebody who speaks to auth as a client does, with the tokens of the latest login.</summary>
internal sealed partial class AuthClient(RunningSubgraph auth, string email, string password = AuthClient.Password)
{
    internal const string Password = "a long enough pass phrase";

    internal string Email => email;

    internal string Id { get; private set; } = "";

    internal string OrganizationId { get; private set; } = "";

    internal string Access { get; private set; } = "";

    internal string Refresh { get; private set; } = "";

    internal static async Task<AuthClient> RegisterAsync(RunningSubgraph auth, string email)
    {
        var client = new AuthClient(auth, email);
        await client.SendAsync("register", "user { id }", new { email, password = Password, name = "Ada" });
        await client.LogInAsync();
        return client;
    }

    /// <summary>Logs in anew, without the token of before.</summary>
    internal async Task<JsonElement> LogInAsync(string? other = null)
    {
        Access = "";
        var payload = await SendAsync("login", "session { accessToken refreshToken user { id organization { id } } } mfaChallenge { id }", new { email, password = other ?? password });
        Keep(payload.GetProperty("session"));
        return payload;
    }

    internal Task<JsonElement> RefreshAsync(string? token = null)
        => SendAsync("refreshSession", "session { accessToken refreshToken }", new { refreshToken = token ?? Refresh }, anonymous: true);

    internal Task<JsonElement> RequestResetAsync(string? address = null)
        => SendAsync("requestPasswordReset", "tokenExpiresAt", new { email = address ?? email }, anonymous: true);

    internal Task<JsonElement> ResetAsync(string token, string newPassword) => SendAsync("resetPassword", "email", new { token, newPassword }, anonymous: true);

    internal Task<JsonElement> VerifyEmailAsync(string token) => SendAsync("verifyEmail", "user { emailVerifiedAt }", new { token });

    /// <summary>Sends a mutation with its input, or with none.</summary>
    internal async Task<JsonElement> SendAsync(string mutation, string selection, object? input = null, bool anonymous = false)
    {
        var type = $"{char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input";
        var (variable, argument) = input is null ? ("", "") : ($"($input: {type}!)", "(input: $input)");
        var data = await auth.DataAsync(
            $$"""mutation{{variable}} { {{mutation}}{{argument}} { {{selection}} errors { ... on Error { code message } } } }""",
            input is null ? null : new { input },
            anonymous || Access is "" ? null : Access);
        return data.GetProperty(mutation);
    }

    /// <summary>The code with which the access token is refused; null when it counts.</summary>
    internal async Task<string?> ErrorAsync(string? token = null)
    {
        var response = await auth.SendAsync("{ me { id } }", token: token ?? Access);
        return response.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").GetProperty("code").GetString() : null;
    }

    internal static string? RefusalOf(JsonElement payload)
        => payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].GetProperty("code").GetString() : null;

    /// <summary>The latest token that was mailed to the address for the mutation, once as many were as expected.</summary>
    internal static async Task<string> MailedTokenAsync(RunningSubgraph auth, string dataFolder, string to, string mutation, int expected = 1)
    {
        var tokens = await Telling.UntilAsync(
            async () =>
            {
                await auth.RunPeriodicJobsAsync();
                return Mailbox.Read(dataFolder, to)
                    .Select(letter => MailedToken().Match(letter.Text))
                    .Where(found => found.Groups["mutation"].Value == mutation)
                    .Select(found => found.Groups["token"].Value)
                    .ToList();
            },
            found => found.Count >= expected);
        return tokens[^1];
    }

    private void Keep(JsonElement session)
    {
        if (session.ValueKind is JsonValueKind.Object)
        {
            (Access, Refresh) = (session.GetProperty("accessToken").GetString()!, session.GetProperty("refreshToken").GetString()!);
            var user = session.GetProperty("user");
            (Id, OrganizationId) = (user.GetProperty("id").GetString()!, user.GetProperty("organization").GetProperty("id").GetString()!);
        }
    }

    [GeneratedRegex(@"The token for (?<mutation>\w+) is (?<token>[\w-]+)")]
    private static partial Regex MailedToken();
}
