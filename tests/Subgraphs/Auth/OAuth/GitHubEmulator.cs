using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// GitHub as its documentation describes it: codes that work once and only with their verifier, refusals with status 200, and an API
/// that tells who the user is and which addresses are verified.
/// </summary>
internal sealed class GitHubEmulator : IAsyncDisposable
{
    internal const string ClientId = "Iv1.finflow";
    internal const string ClientSecret = "github's secret of ours";

    private readonly WebApplication app;
    private readonly Dictionary<string, (string Challenge, string Redirect)> codes = [];
    private readonly HashSet<string> tokens = [];

    private GitHubEmulator(WebApplication app) => this.app = app;

    internal string Address => app.Urls.Single();

    internal object User { get; set; } = new { id = 583231, login = "octocat", name = "The Octocat" };

    internal object Emails { get; set; } = new object[]
    {
        new { email = "octocat@private.example", primary = false, verified = true },
        new { email = "Octocat@GitHub.example", primary = true, verified = true },
    };

    /// <summary>Answers every request with this status when it is set.</summary>
    internal int? Outage { get; set; }

    internal static async Task<GitHubEmulator> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var emulator = new GitHubEmulator(builder.Build());
        emulator.app.Use((http, next) =>
        {
            http.Response.StatusCode = emulator.Outage ?? 200;
            return emulator.Outage is null ? next(http) : Task.CompletedTask;
        });
        emulator.app.MapPost("/login/oauth/access_token", emulator.GrantAsync);
        emulator.app.MapGet("/user", (HttpContext http) => emulator.AnswerAsync(http, () => emulator.User));
        emulator.app.MapGet("/user/emails", (HttpContext http) => emulator.AnswerAsync(http, () => emulator.Emails));
        await emulator.app.StartAsync();
        return emulator;
    }

    /// <summary>The user logs in and consents: what the browser brings back.</summary>
    internal (string Code, string State) LogIn(string authorizationUrl)
    {
        var query = QueryHelpers.ParseQuery(new Uri(authorizationUrl).Query);
        Assert.Equal((ClientId, "S256", "read:user user:email"), (query["client_id"].ToString(), query["code_challenge_method"].ToString(), query["scope"].ToString()));
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));
        codes[code] = (query["code_challenge"].ToString(), query["redirect_uri"].ToString());
        return (code, query["state"].ToString());
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task GrantAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var isOurs = form["client_id"] == ClientId && form["client_secret"] == ClientSecret;
        var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!isOurs || !codes.Remove(form["code"].ToString(), out var issued) || issued != (challenge, form["redirect_uri"].ToString()))
        {
            await http.Response.WriteAsJsonAsync(new { error = isOurs ? "bad_verification_code" : "incorrect_client_credentials" });
            return;
        }

        var token = $"gho_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(18))}";
        tokens.Add(token);
        await http.Response.WriteAsJsonAsync(new { access_token = token, scope = "read:user,user:email", token_type = "bearer" });
    }

    // GitHub refuses whoever sends no User-Agent.
    private Task AnswerAsync(HttpContext http, Func<object> answer)
    {
        var isKnown = tokens.Any(token => http.Request.Headers.Authorization == $"Bearer {token}") && http.Request.Headers.UserAgent.Count > 0;
        http.Response.StatusCode = isKnown ? 200 : 401;
        return http.Response.WriteAsync(isKnown ? JsonSerializer.Serialize(answer()) : """{"message":"Bad credentials"}""");
    }
}
