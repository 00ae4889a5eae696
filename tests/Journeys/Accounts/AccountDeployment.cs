using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using FinFlow.Subgraphs.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinFlow.Journeys.Tests;

/// <summary>One process for all journeys of accounts, configured as an installation is: a mail host, a provider of text messages, login with GitHub.</summary>
public sealed partial class AccountDeployment : IAsyncLifetime
{
    private readonly SmtpReceiver _mailHost = new();
    private readonly ConcurrentQueue<(string To, string Text)> _messages = new();
    private WebApplication _smsProvider = null!;

    internal Deployment Deployment { get; private set; } = null!;

    internal GitHubEmulator GitHub { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        GitHub = await GitHubEmulator.StartAsync();
        _smsProvider = await StartSmsProviderAsync();
        Deployment = await Deployment.StartAsync(Shape.OneProcess, new Dictionary<string, string>
        {
            ["SMTP_HOST"] = "127.0.0.1", ["SMTP_PORT"] = $"{_mailHost.Port}", ["SMTP_TLS"] = "none",
            ["SMS_URL"] = $"{_smsProvider.Urls.Single()}/messages",
            ["OAUTH_REDIRECT_URL"] = "https://app.example/signed-in",
            ["GITHUB_URL"] = GitHub.Address, ["GITHUB_API_URL"] = GitHub.Address,
            ["GITHUB_CLIENT_ID"] = GitHubEmulator.ClientId, ["GITHUB_CLIENT_SECRET"] = GitHubEmulator.ClientSecret,
        });
    }

    public async Task DisposeAsync()
    {
        await Deployment.DisposeAsync();
        await _smsProvider.DisposeAsync();
        await GitHub.DisposeAsync();
        await _mailHost.DisposeAsync();
    }

    /// <summary>The text of the first mail to the address that has the subject, once it arrived.</summary>
    internal async Task<string> MailAsync(string to, string subject)
        => (await Eventually.GetAsync(
            () => Task.FromResult(Mails(to).FirstOrDefault(mail => mail.Contains($"Subject: {subject}", StringComparison.Ordinal))),
            mail => mail is not null))!;

    /// <summary>The token that was mailed to the address for the mutation.</summary>
    internal async Task<string> MailedTokenAsync(string to, string subject) => Token().Match(await MailAsync(to, subject)).Groups["token"].Value;

    /// <summary>The code of the latest text message to the number.</summary>
    internal async Task<string> CodeToAsync(string phoneNumber, int expected)
        => (await Eventually.GetAsync(() => Task.FromResult(_messages.Where(message => message.To == phoneNumber).ToList()), sent => sent.Count >= expected))[^1].Text[..6];

    /// <summary>Asks the audit trail about a user until all the actions are in it.</summary>
    internal async Task<List<JsonElement>> UntilAuditedAsync(string userId, params string[] actions)
    {
        using var admin = await AdminAsync();
        return await Eventually.GetAsync(
            async () => (await admin.DataAsync("query($id: ID!) { auditTrail(subjectId: $id, first: 100) { nodes { action actorId details } } }", new { id = userId }))
                .Value("auditTrail.nodes").EnumerateArray().ToList(),
            entries => actions.All(action => entries.Any(entry => entry.Text("action") == action)));
    }

    internal async Task<GraphQLClient> AdminAsync()
    {
        var admin = Deployment.Client();
        admin.AccessToken = await Business.LoginAsync(admin, Deployment.AdminEmail, Deployment.AdminPassword);
        return admin;
    }

    private List<string> Mails(string to)
    {
        // The host goes on receiving while we read.
        var received = _mailHost.Received.ToArray();
        return [.. received.Where(mail => mail.To.StartsWith($"RCPT TO:<{to}>", StringComparison.Ordinal)).Select(mail => mail.Mail.Replace("=\r\n", "", StringComparison.Ordinal))];
    }

    private async Task<WebApplication> StartSmsProviderAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = builder.Build();
        provider.MapPost("/messages", async (HttpContext http) =>
        {
            var message = await JsonDocument.ParseAsync(http.Request.Body);
            _messages.Enqueue((message.RootElement.Text("to"), message.RootElement.Text("text")));
        });
        await provider.StartAsync();
        return provider;
    }

    [GeneratedRegex(@"The token for \w+ is\s+(?<token>[\w-]+)")]
    private static partial Regex Token();
}

/// <summary>What the journeys of accounts share.</summary>
[CollectionDefinition(Name)]
public sealed class AccountCollection : ICollectionFixture<AccountDeployment>
{
    internal const string Name = "journeys of accounts";
}
