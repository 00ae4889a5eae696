using System.Text.Json;
using FinFlow.Auth;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Second factors from enrolment to their end, through the schema.</summary>
public sealed class MfaTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph auth = null!;
    private MfaClient ada = null!;

    public async Task InitializeAsync()
    {
        // Tokens of a day, so that the clock may jump.
        auth = await RunningSubgraph.StartAsync<AuthSubgraph>(folder.Path, clock, ("JWT_EXPIRATION", "86400"));
        ada = await MfaClient.RegisterAsync(auth, folder.Path, clock);
    }

    public async Task DisposeAsync() => await auth.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task App_Should_BeEnrolledByQrCode_AndAskedForAtLogin()
    {
        var enrollment = (await ada.EnableAsync("TOTP")).GetProperty("enrollment");
        Assert.Equal(
            $"otpauth://totp/FinFlow:ada%40shop.example?secret={enrollment.GetProperty("secret").GetString()}&issuer=FinFlow&algorithm=SHA1&digits=6&period=30",
            enrollment.GetProperty("otpauthUri").GetString());
        var picture = Convert.FromBase64String(enrollment.GetProperty("qrCode").GetString()!["data:image/png;base64,".Length..]);
        Assert.Equal([0x89, .. "PNG"u8], picture[..4]);
        Assert.Equal(JsonValueKind.Object, (await ada.LoginAsync()).GetProperty("session").ValueKind);

        var (seed, recoveryCodes) = await ada.WithAppAsync();
        var login = await ada.LoginAsync();
        var verified = await ada.VerifyAsync(MfaClient.IdOf(login.GetProperty("mfaChallenge")), ada.CodeOf(seed));

        Assert.Equal(10, recoveryCodes.Distinct().Count());
        Assert.Equal(JsonValueKind.Null, login.GetProperty("session").ValueKind);
        Assert.Equal("""["TOTP"]""", login.GetProperty("mfaChallenge").GetProperty("methods").GetRawText());
        Assert.Equal("ada@shop.example", verified.GetProperty("session").GetProperty("user").GetProperty("email").GetString());
    }

    [Fact]
    public async Task AppCode_Should_WorkOnce_AndOneStepAside()
    {
        var (seed, _) = await ada.WithAppAsync();
        clock.Now += TimeSpan.FromMinutes(1);

        Assert.Equal("MFA_CODE_INVALID", MfaClient.RefusalOf(await ada.VerifyAsync(await ada.ChallengeAsync(), ada.CodeOf(seed, -2))));
        Assert.Null(MfaClient.RefusalOf(await ada.VerifyAsync(await ada.ChallengeAsync(), ada.CodeOf(seed, -1))));
        Assert.Equal("MFA_CODE_INVALID", MfaClient.RefusalOf(await ada.VerifyAsync(await ada.ChallengeAsync(), ada.CodeOf(seed, -1))));
        Assert.Null(MfaClient.RefusalOf(await ada.VerifyAsync(await ada.ChallengeAsync(), ada.CodeOf(seed))));
    }

    [Fact]
    public async Task ConfirmingCode_Should_NotLogIn()
    {
        var (seed, _) = await ada.WithAppAsync();

        Assert.Equal("MFA_CODE_INVALID", MfaClient.RefusalOf(await ada.VerifyAsync(await ada.ChallengeAsync(), ada.CodeOf(seed, -1))));
    }

    [Fact]
    public async Task OneCode_Should_OpenOneSession_When_SentManyTimesAtOnce()
    {
        var (seed, _) = await ada.WithAppAsync();
        var challenges = new[] { await ada.ChallengeAsync(), await ada.ChallengeAsync(), await ada.ChallengeAsync() };

        var answers = await Task.WhenAll(challenges.Select(challenge => ada.VerifyAsync(challenge, ada.CodeOf(seed))));

        Assert.Single(answers, answer => MfaClient.RefusalOf(answer) is null);
    }

    [Fact]
    public async Task Phone_Should_BeEnrolledAndAskedForByMessages()
    {
        var enrollment = (await ada.EnableAsync("SMS", "+1 (415) 555-0100")).GetProperty("enrollment");
        var confirmed = await ada.ConfirmAsync(MfaClient.IdOf(enrollment), ada.LatestMessage().Code);
        clock.Now += TimeSpan.FromSeconds(1);
        var challenge = await ada.ChallengeAsync();
        var (to, code) = ada.LatestMessage();

        Assert.Equal(10, confirmed.GetProperty("recoveryCodes").GetArrayLength());
        Assert.Equal("+14155550100", to);
        Assert.Null(MfaClient.RefusalOf(await ada.VerifyAsync(challenge, code)));
        Assert.Equal("MFA_CHALLENGE_INVALID", MfaClient.RefusalOf(await ada.VerifyAsync(challenge, code)));
    }

    [Fact]
    public async Task Messages_Should_BeLimited_AndTheRecoveryCodeStillWork()
    {
        var enrollment = (await ada.EnableAsync("SMS", "+14155550100")).GetProperty("enrollment");
        var codes = (await ada.ConfirmAsync(MfaClient.IdOf(enrollment), ada.LatestMessage().Code)).GetProperty("recoveryCodes");
        for (var i = 0; i < 5; i++)
        {
            await ada.ChallengeAsync();
        }

        var limited = (await ada.LoginAsync()).GetProperty("mfaChallenge");

        Assert.Equal("[]", limited.GetProperty("methods").GetRawText());
        Assert.Equal(6, ada.Messages().Length);
        Assert.Null(MfaClient.RefusalOf(await ada.VerifyAsync(MfaClient.IdOf(limited), codes[0].GetString()!)));
    }

    [Fact]
    public async Task RecoveryCode_Should_WorkOnce()
    {
        var (_, codes) = await ada.WithAppAsync();

        Assert.Null(MfaClient.RefusalOf(await ada.VerifyAsync(await ada.ChallengeAsync(), codes[0])));
        Assert.Equal("MFA_CODE_INVALID", MfaClient.RefusalOf(await ada.VerifyAsync(await ada.ChallengeAsync(), codes[0])));
        Assert.Null(MfaClient.RefusalOf(await ada.VerifyAsync(await ada.ChallengeAsync(), codes[1].ToLowerInvariant())));
    }

    [Fact]
    public async Task WrongCodes_Should_LockTheLogin_HoweverOftenThePasswordWasRight()
    {
        var (seed, _) = await ada.WithAppAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("MFA_CODE_INVALID", MfaClient.RefusalOf(await ada.VerifyAsync(await ada.ChallengeAsync(), ada.WrongCodeOf(seed))));
        }

        var locked = await ada.LoginAsync();
        clock.Now += TimeSpan.FromMinutes(1);
        var later = await ada.VerifyAsync(await ada.ChallengeAsync(), ada.CodeOf(seed));

        Assert.Equal("INVALID_CREDENTIALS", MfaClient.RefusalOf(locked));
        Assert.Null(MfaClient.RefusalOf(later));
    }

    [Fact]
    public async Task Challenge_Should_EndAfterFiveMinutes()
    {
        var (seed, _) = await ada.WithAppAsync();
        var challenge = await ada.ChallengeAsync();
        clock.Now += TimeSpan.FromMinutes(5);

        Assert.Equal("MFA_CHALLENGE_INVALID", MfaClient.RefusalOf(await ada.VerifyAsync(challenge, ada.CodeOf(seed))));
    }

    [Fact]
    public async Task Disabled_Should_LogInByPasswordAlone()
    {
        await ada.WithAppAsync();

        Assert.Null(MfaClient.RefusalOf(await ada.DisableAsync()));
        Assert.Equal(JsonValueKind.Object, (await ada.LoginAsync()).GetProperty("session").ValueKind);
        Assert.Equal("MFA_NOT_ENABLED", MfaClient.RefusalOf(await ada.DisableAsync()));
    }

    [Fact]
    public async Task Everything_Should_BeTold_ForTheAuditTrail()
    {
        var (seed, _) = await ada.WithAppAsync();
        await ada.LoginAsync("not the password");
        for (var i = 0; i < 4; i++)
        {
            await ada.VerifyAsync(await ada.ChallengeAsync(), ada.WrongCodeOf(seed));
        }

        clock.Now += TimeSpan.FromMinutes(1);
        await ada.VerifyAsync(await ada.ChallengeAsync(), ada.CodeOf(seed));
        await ada.DisableAsync();

        Assert.Equal(
            ["user.registered", "login.succeeded", "mfa.enabled", .. Enumerable.Repeat("login.failed", 5), "login.locked", "login.succeeded", "mfa.disabled"],
            await ToldUntilAsync("mfa.disabled"));
    }

    private async Task<List<string>> ToldUntilAsync(string last)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var reader = auth.Events.ReadAs("test", Topics.Users);
        var told = new List<string>();
        while (!told.Contains(last))
        {
            var read = await reader.ReadAsync(100, patience.Token);
            told.AddRange(read.Select(happened => EventEnvelope.Parse(happened.Envelope.Span).Type));
            await reader.CommitAsync(read[^1].Position, patience.Token);
        }

        return told;
    }
}
