using System.Text.Json;
using FinFlow.Auth;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// What OWASP's Application Security Verification Standard 5.0 asks of codes, sessions and tokens, by the numbers of its requirements
/// (<see href="https://github.com/OWASP/ASVS/tree/v5.0.0/5.0/en"/>). Its chapter 6.2 on passwords is in <see cref="PasswordPolicyTests"/>.
/// </summary>
public sealed class AsvsTests : IAsyncLifetime, IDisposable
{
    private const string Ada = "ada@shop.example";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph auth = null!;

    public async Task InitializeAsync() => auth = await RunningSubgraph.StartAsync<AuthSubgraph>(folder.Path, clock, ("JWT_SECRET", ForgedTokens.Secret));

    public async Task DisposeAsync() => await auth.DisposeAsync();

    public void Dispose() => folder.Dispose();

    /// <summary>6.5.1: lookup secrets, out-of-band codes and time-based one-time passwords work only once.</summary>
    [Fact]
    public async Task V6_5_1_Codes_Should_WorkOnce_OfTheAppOfRecoveryAndOfTheTextMessage()
    {
        var ada = await MfaClient.RegisterAsync(auth, folder.Path, clock, Ada);
        var (seed, recovery) = await ada.WithAppAsync();
        var bob = await MfaClient.RegisterAsync(auth, folder.Path, clock, "bob@shop.example");
        var enrollment = MfaClient.IdOf((await bob.EnableAsync("SMS", "+14155550100")).GetProperty("enrollment"));
        var first = bob.LatestMessage().Code;
        await bob.ConfirmAsync(enrollment, first);
        clock.Now += TimeSpan.FromSeconds(1);
        var challenge = await bob.ChallengeAsync();

        await AssertWorksOnceAsync(ada, ada.CodeOf(seed));
        await AssertWorksOnceAsync(ada, recovery[0]);
        Assert.Equal("MFA_CODE_INVALID", MfaClient.RefusalOf(await bob.VerifyAsync(challenge, first)));
        var sent = bob.LatestMessage().Code;
        Assert.Null(MfaClient.RefusalOf(await bob.VerifyAsync(challenge, sent)));
        Assert.Equal("MFA_CHALLENGE_INVALID", MfaClient.RefusalOf(await bob.VerifyAsync(challenge, sent)));
        Assert.Equal("MFA_CODE_INVALID", MfaClient.RefusalOf(await bob.VerifyAsync(await bob.ChallengeAsync(), sent)));
    }

    /// <summary>6.5.1 once more: what is mailed is a code, too.</summary>
    [Fact]
    public async Task V6_5_1_MailedTokens_Should_WorkOnce()
    {
        var ada = await AuthClient.RegisterAsync(auth, Ada);
        var verification = await AuthClient.MailedTokenAsync(auth, folder.Path, Ada, "verifyEmail");
        await ada.RequestResetAsync();
        var reset = await AuthClient.MailedTokenAsync(auth, folder.Path, Ada, "resetPassword");

        Assert.Null(AuthClient.RefusalOf(await ada.VerifyEmailAsync(verification)));
        Assert.Equal("MAILED_TOKEN_INVALID", AuthClient.RefusalOf(await ada.VerifyEmailAsync(verification)));
        Assert.Null(AuthClient.RefusalOf(await ada.ResetAsync(reset, "another long pass phrase")));
        Assert.Equal("MAILED_TOKEN_INVALID", AuthClient.RefusalOf(await ada.ResetAsync(reset, "a third long pass phrase")));
    }

    /// <summary>7.2.4: a new session token at each authentication, and the end of the one of before.</summary>
    [Fact]
    public async Task V7_2_4_Login_Should_GiveANewSession_AndEndTheOneItWasSentFrom()
    {
        var ada = await AuthClient.RegisterAsync(auth, Ada);
        var (access, refresh) = (ada.Access, ada.Refresh);

        var again = (await ada.SendAsync("login", "session { accessToken refreshToken }", new { email = Ada, password = AuthClient.Password })).GetProperty("session");

        Assert.NotEqual(access, again.Text("accessToken"));
        Assert.NotEqual(refresh, again.Text("refreshToken"));
        Assert.Null(await ada.ErrorAsync(again.Text("accessToken")));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ada.ErrorAsync(access));
        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await ada.RefreshAsync(refresh)));
    }

    /// <summary>7.2.4 once more: a failed login is none, and one that is sent without a token is another client's.</summary>
    [Fact]
    public async Task V7_2_4_Login_Should_LeaveOtherSessionsAlone()
    {
        var ada = await AuthClient.RegisterAsync(auth, Ada);

        await ada.SendAsync("login", "session { accessToken }", new { email = Ada, password = "not the password" });
        await ada.SendAsync("login", "session { accessToken }", new { email = Ada, password = AuthClient.Password }, anonymous: true);

        Assert.Null(await ada.ErrorAsync());
    }

    /// <summary>7.4.1: after a logout, and after its time, nothing more can be done with a session.</summary>
    [Fact]
    public async Task V7_4_1_EndedSession_Should_BeOfNoFurtherUse()
    {
        var ada = await AuthClient.RegisterAsync(auth, Ada);
        await ada.SendAsync("logout", "session { id }");

        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ada.ErrorAsync());
        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await ada.RefreshAsync()));

        await ada.LogInAsync();
        clock.Now += TimeSpan.FromMinutes(15);
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ada.ErrorAsync());
        clock.Now += TimeSpan.FromDays(30);
        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await ada.RefreshAsync()));
    }

    /// <summary>9.1.2: only algorithms on an allow-list make and check tokens; never "none", never one that the token chooses.</summary>
    [Fact]
    public async Task V9_1_2_AccessToken_Should_CountWithOneAlgorithmAlone()
    {
        var ada = await AuthClient.RegisterAsync(auth, Ada);
        var session = (await auth.DataAsync("{ sessions { id } }", null, ada.Access)).GetProperty("sessions")[0].Text("id")!;
        var forged = new ForgedTokens(ada.Id, ada.OrganizationId, session, clock.Now);

        Assert.Null(await ada.ErrorAsync(forged.Signed("HS256")));
        foreach (var token in (string[])
        [
            forged.Signed("HS384"), forged.Signed("HS512"), forged.SignedByOwnKey(), forged.Unsigned(), forged.Unsigned("None"), forged.Unsigned("NONE"), forged.Unsigned(""),
            forged.Unsigned(keepSignature: true), forged.Unsigned("HS512", keepSignature: true), forged.Unsigned("RS256", keepSignature: true),
        ])
        {
            Assert.Equal("AUTH_NOT_AUTHENTICATED", await ada.ErrorAsync(token));
        }
    }

    /// <summary>10.4.5: refresh tokens rotate, and a replayed one revokes all that came of the same login.</summary>
    [Fact]
    public async Task V10_4_5_ReplayedRefreshToken_Should_EndItsWholeFamily_AndNoOther()
    {
        var ada = await AuthClient.RegisterAsync(auth, Ada);
        var first = ada.Refresh;
        var other = new AuthClient(auth, Ada);
        await other.LogInAsync();
        clock.Now += TimeSpan.FromSeconds(1);
        var second = (await ada.RefreshAsync(first)).GetProperty("session");
        clock.Now += TimeSpan.FromSeconds(1);
        var third = (await ada.RefreshAsync(second.Text("refreshToken"))).GetProperty("session");
        clock.Now += TimeSpan.FromSeconds(1);

        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await ada.RefreshAsync(first)));

        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await ada.RefreshAsync(third.Text("refreshToken"))));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ada.ErrorAsync(third.Text("accessToken")));
        Assert.Null(await other.ErrorAsync());
        Assert.Null(AuthClient.RefusalOf(await other.RefreshAsync()));
    }

    private static async Task AssertWorksOnceAsync(MfaClient client, string code)
    {
        Assert.Equal(JsonValueKind.Object, (await client.VerifyAsync(await client.ChallengeAsync(), code)).GetProperty("session").ValueKind);
        Assert.Equal("MFA_CODE_INVALID", MfaClient.RefusalOf(await client.VerifyAsync(await client.ChallengeAsync(), code)));
    }
}
