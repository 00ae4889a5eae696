using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.WebUtilities;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The OpenID provider <c>oidc-provider</c> as a process of its own, and a browser that logs in there.</summary>
public sealed class OpenIdServer : IAsyncLifetime
{
    internal const string ClientId = "finflow-tests";
    internal const string ClientSecret = "a secret with : and % that only two know";
    internal const string RedirectUrl = "https://app.example/signed-in";

    private const string Version = "8.8.1";
    private const int RedirectsMax = 10;

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    private Process process = null!;

    internal string Issuer { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var package = await NpmPackage.InstallAsync("oidc-provider", Version);
        process = Process.Start(new ProcessStartInfo("node", [ScriptPath(), Path.Combine(package, "lib", "index.js"), ClientId, ClientSecret, RedirectUrl])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(ReadyWithin);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("http://", StringComparison.Ordinal))
            {
                Issuer = line;
                return;
            }
        }

        throw new InvalidOperationException("oidc-provider ended before it listened.");
    }

    public async Task DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Goes to the address as a browser does, logs in as the person, and returns what comes back to our page.</summary>
    internal static async Task<(string Code, string State)> LogInAsync(string authorizationUrl, string person)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
        var address = new Uri(QueryHelpers.AddQueryString(authorizationUrl, "login_hint", person));
        for (var i = 0; i < RedirectsMax; i++)
        {
            using var response = await browser.GetAsync(address);
            Assert.True(response.Headers.Location is not null, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            address = new Uri(address, response.Headers.Location);
            if (address.AbsoluteUri.StartsWith(RedirectUrl, StringComparison.Ordinal))
            {
                var query = QueryHelpers.ParseQuery(address.Query);
                Assert.True(query.ContainsKey("code"), address.AbsoluteUri);
                return (query["code"].ToString(), query["state"].ToString());
            }
        }

        throw new InvalidOperationException($"After {RedirectsMax} redirects still at {address}.");
    }

    private static string ScriptPath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "openid-server.mjs");
}
