using System.Text.Json;
using FinFlow.Auth;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Whoever forgot a password gets another by mail, and whoever asks learns nothing.</summary>
public sealed class PasswordResetTests : IAsyncLifetime, IDisposable
{
    private const string Ada = "ada@shop.example";
    private const string Another = "another long pass phrase";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph auth = null!;
    private AuthClient ada = null!;

    public async Task InitializeAsync()
    {
        auth = await RunningSubgraph.StartAsync<AuthSubgraph>(
            folder.Path, clock, ("FINFLOW_ADMIN_EMAIL", "admin@finflow.example"), ("FINFLOW_ADMIN_PASSWORD", "the first administrator"), ("JWT_EXPIRATION", "86400"));
        ada = await AuthClient.RegisterAsync(auth, Ada);
        clock.Now += TimeSpan.FromSeconds(1);
    }

    public async Task DisposeAsync() => await auth.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Request_Should_BeAnsweredTheSame_ForSomebodyNobodyAndTheDeactivated()
    {
        var admin = new AuthClient(auth, "admin@finflow.example", "the first administrator");
        await admin.LogInAsync();
        var gone = await AuthClient.RegisterAsync(auth, "gone@shop.example");
        await admin.SendAsync("deactivateUser", "user { id }", new { userId = gone.Id });

        var known = await ada.RequestResetAsync();

        Assert.Equal("""{"tokenExpiresAt":"2026-03-10T12:30:01Z","errors":null}""", known.GetRawText().Replace(".000", "", StringComparison.Ordinal));
        Assert.Equal(known.GetRawText(), (await ada.RequestResetAsync("nobody@shop.example")).GetRawText());
        Assert.Equal(known.GetRawText(), (await gone.RequestResetAsync()).GetRawText());
        await AuthClient.MailedTokenAsync(auth, folder.Path, Ada, "resetPassword");
        Assert.DoesNotContain(Mailbox.Read(folder.Path, gone.Email), letter => letter.Subject == "Reset your password");
        Assert.Empty(Mailbox.Read(folder.Path, "nobody@shop.example"));
    }

    [Fact]
    public async Task Reset_Should_ChangeThePassword_EndAllSessions_AndTellByMail()
    {
        var phone = new AuthClient(auth, Ada);
        await phone.LogInAsync();
        var token = await TokenAsync();
        clock.Now += TimeSpan.FromSeconds(1);

        var reset = await ada.ResetAsync(token, Another);

        Assert.Equal((Ada, null), (reset.GetProperty("email").GetString(), AuthClient.RefusalOf(reset)));
        foreach (var session in new[] { ada, phone })
        {
            Assert.Equal("AUTH_NOT_AUTHENTICATED", await session.ErrorAsync());
            Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await session.RefreshAsync()));
        }

        Assert.Equal("INVALID_CREDENTIALS", AuthClient.RefusalOf(await ada.LogInAsync()));
        Assert.Null(AuthClient.RefusalOf(await ada.LogInAsync(Another)));
        await auth.RunPeriodicJobsAsync();
        await Telling.UntilAsync(() => Task.FromResult(Mailbox.Read(folder.Path, Ada)), letters => letters.Any(letter => letter.Subject == "Your password was reset"));
    }

    [Fact]
    public async Task Reset_Should_EndALock_AndProveTheAddress()
    {
        for (var failure = 1; failure <= Credential.FailuresMax; failure++)
        {
            await ada.LogInAsync("not the password");
        }

        await ada.ResetAsync(await TokenAsync(), Another);

        Assert.Null(AuthClient.RefusalOf(await ada.LogInAsync(Another)));
        var me = (await auth.DataAsync("{ me { emailVerifiedAt } }", null, ada.Access)).GetProperty("me");
        Assert.Equal(JsonValueKind.String, me.GetProperty("emailVerifiedAt").ValueKind);
    }

    [Fact]
    public async Task SecondFactor_Should_SurviveAReset_OnlyWhenTheAddressWasProvenBefore()
    {
        await ada.VerifyEmailAsync(await AuthClient.MailedTokenAsync(auth, folder.Path, Ada, "verifyEmail"));
        await MfaClient.For(auth, folder.Path, clock, Ada, ada.Access).WithAppAsync();
        var squatter = await AuthClient.RegisterAsync(auth, "owner@shop.example");
        await MfaClient.For(auth, folder.Path, clock, squatter.Email, squatter.Access).WithAppAsync();

        await ada.ResetAsync(await TokenAsync(), Another);
        await squatter.RequestResetAsync();
        var owner = new AuthClient(auth, squatter.Email, Another);
        await owner.ResetAsync(await AuthClient.MailedTokenAsync(auth, folder.Path, owner.Email, "resetPassword"), Another);

        Assert.Equal(JsonValueKind.Object, (await ada.LogInAsync(Another)).GetProperty("mfaChallenge").ValueKind);
        Assert.Equal(JsonValueKind.Object, (await owner.LogInAsync()).GetProperty("session").ValueKind);
    }

    [Fact]
    public async Task Tokens_Should_ExpireAfterHalfAnHour_AndEndWithAnotherOneAndWithAChangedPassword()
    {
        var expired = await TokenAsync();
        clock.Now += TimeSpan.FromMinutes(30);
        Assert.Equal("MAILED_TOKEN_INVALID", AuthClient.RefusalOf(await ada.ResetAsync(expired, Another)));

        var (older, newer) = (await TokenAsync(2), await TokenAsync(3));
        Assert.Null(AuthClient.RefusalOf(await ada.ResetAsync(newer, Another)));
        Assert.Equal("MAILED_TOKEN_INVALID", AuthClient.RefusalOf(await ada.ResetAsync(older, AuthClient.Password)));

        clock.Now += TimeSpan.FromSeconds(1);
        await ada.LogInAsync(Another);
        var unused = await TokenAsync(4);
        await ada.SendAsync("changePassword", "user { id }", new { currentPassword = Another, newPassword = AuthClient.Password });
        Assert.Equal("MAILED_TOKEN_INVALID", AuthClient.RefusalOf(await ada.ResetAsync(unused, Another)));
        Assert.Null(AuthClient.RefusalOf(await ada.LogInAsync()));
    }

    [Fact]
    public async Task RefusedPassword_Should_LeaveTheToken()
    {
        var token = await TokenAsync();

        Assert.Equal("PASSWORD_TOO_SHORT", AuthClient.RefusalOf(await ada.ResetAsync(token, "short")));
        Assert.Null(AuthClient.RefusalOf(await ada.ResetAsync(token, Another)));
    }

    [Fact]
    public async Task OneToken_Should_BeTakenOnce_ByManyAtOnce()
    {
        var token = await TokenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(() => ada.ResetAsync(token, $"the pass phrase of {number}"))));

        Assert.Single(answers, answer => AuthClient.RefusalOf(answer) is null);
    }

    [Fact]
    public async Task Requests_Should_FillNoMailbox()
    {
        for (var request = 1; request <= 5; request++)
        {
            await ada.RequestResetAsync();
        }

        await AuthClient.MailedTokenAsync(auth, folder.Path, Ada, "resetPassword", 3);
        Assert.Equal(3, Mailbox.Read(folder.Path, Ada).Count(letter => letter.Subject == "Reset your password"));
    }

    [Fact]
    public async Task Token_Should_BeKeptAsAHash()
    {
        var token = await TokenAsync();

        // The index of the journal comes and goes, and holds no rows.
        foreach (var file in Directory.GetFiles(folder.Path, "auth.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(token, await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    private async Task<string> TokenAsync(int expected = 1)
    {
        await ada.RequestResetAsync();
        return await AuthClient.MailedTokenAsync(auth, folder.Path, Ada, "resetPassword", expected);
    }
}
