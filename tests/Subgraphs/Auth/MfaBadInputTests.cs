using System.Text.Json;
using FinFlow.Auth;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What the mutations of second factors refuse, by name, without a trace in the data.</summary>
public sealed class MfaBadInputTests : IAsyncLifetime, IDisposable
{
    private static readonly string[] BadCodes =
        ["", " ", "-", "12345", "1234567", "abcdef", "１２３４５６", "0x1234", "12.456", "' OR 1=1", new string('1', 100_000), "\0\0\0\0\0\0"];

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph auth = null!;
    private MfaClient ada = null!;

    public async Task InitializeAsync()
    {
        auth = await RunningSubgraph.StartAsync<AuthSubgraph>(folder.Path, clock, ("JWT_EXPIRATION", "86400"));
        ada = await MfaClient.RegisterAsync(auth, folder.Path, clock);
    }

    public async Task DisposeAsync() => await auth.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EnableMfa_Should_RefuseWhatIsNoPhoneNumber()
    {
        string?[] numbers =
        [
            null, "", "+", "12345", "14155550100", "+0123456789", "+1234567", "+1234567890123456", "+1415555O100", "+١٤١٥٥٥٥٠١٠٠",
            "++14155550100", "+14155550100\n", "+1415555 0100;rm", new string('1', 100_000),
        ];
        foreach (var number in numbers)
        {
            Assert.Equal("PHONE_NUMBER_INVALID", MfaClient.RefusalOf(await ada.EnableAsync("SMS", number)));
        }

        Assert.Equal("PHONE_NUMBER_INVALID", MfaClient.RefusalOf(await ada.EnableAsync("TOTP", "+14155550100")));
        Assert.Empty(ada.Messages());
        await AssertNoSecondFactorAsync();
    }

    [Fact]
    public async Task EnableMfa_Should_RefuseTheSecondOfAMethod_AndTooMany()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(MfaClient.RefusalOf(await ada.EnableAsync("SMS", "+14155550100")));
        }

        Assert.Equal("MFA_ENROLLMENTS_TOO_MANY", MfaClient.RefusalOf(await ada.EnableAsync("SMS", "+14155550100")));
        clock.Now += TimeSpan.FromMinutes(15);
        await ada.WithAppAsync();
        Assert.Equal("MFA_ALREADY_ENABLED", MfaClient.RefusalOf(await ada.EnableAsync("TOTP")));
    }

    [Fact]
    public async Task ConfirmMfa_Should_RefuseWrongCodes_AndEndAfterFive()
    {
        foreach (var codes in BadCodes.Chunk(SecondFactor.AttemptsMax))
        {
            clock.Now += TimeSpan.FromMinutes(15);
            var enrollment = MfaClient.IdOf((await ada.EnableAsync("TOTP")).GetProperty("enrollment"));
            foreach (var code in codes)
            {
                Assert.Equal("MFA_CODE_INVALID", MfaClient.RefusalOf(await ada.ConfirmAsync(enrollment, code)));
            }

            Assert.Equal(
                codes.Length == SecondFactor.AttemptsMax ? "MFA_ENROLLMENT_INVALID" : "MFA_CODE_INVALID",
                MfaClient.RefusalOf(await ada.ConfirmAsync(enrollment, "abcdef")));
        }

        await AssertNoSecondFactorAsync();
    }

    [Fact]
    public async Task ConfirmMfa_Should_RefuseEnrollmentsThatAreNotTheCallers()
    {
        var bob = await MfaClient.RegisterAsync(auth, folder.Path, clock, "bob@shop.example");
        var bobs = MfaClient.IdOf((await bob.EnableAsync("SMS", "+14155550100")).GetProperty("enrollment"));
        var code = bob.LatestMessage().Code;
        string[] ids = [bobs, "", " ", "mfa_", "mfa_1", bobs.ToUpperInvariant(), $"{bobs} ", "usr_019300a1b2c37d4e8f5061728394a5b6", "'; --", new string('m', 100_000)];
        foreach (var id in ids)
        {
            Assert.Equal("MFA_ENROLLMENT_INVALID", MfaClient.RefusalOf(await ada.ConfirmAsync(id, code)));
        }

        clock.Now += SecondFactor.EnrollmentLifetime;
        Assert.Equal("MFA_ENROLLMENT_INVALID", MfaClient.RefusalOf(await bob.ConfirmAsync(bobs, code)));
        await AssertNoSecondFactorAsync();
    }

    [Fact]
    public async Task VerifyMfa_Should_RefuseWrongCodes()
    {
        await ada.WithAppAsync();
        foreach (var code in BadCodes)
        {
            // Beyond what any lock lasts, so that each is judged for itself.
            clock.Now += TimeSpan.FromMinutes(16);
            var refused = await ada.VerifyAsync(await ada.ChallengeAsync(), code);

            Assert.Equal(("MFA_CODE_INVALID", JsonValueKind.Null), (MfaClient.RefusalOf(refused), refused.GetProperty("session").ValueKind));
        }
    }

    [Fact]
    public async Task VerifyMfa_Should_RefuseChallengesThatAreNone()
    {
        var (seed, _) = await ada.WithAppAsync();
        var challenge = await ada.ChallengeAsync();
        string[] ids = ["", " ", "chl_", "chl_1", challenge.ToUpperInvariant(), $"{challenge} ", $" {challenge}", "mfa_019300a1b2c37d4e8f5061728394a5b6", "'; --", new string('c', 100_000)];
        foreach (var id in ids)
        {
            Assert.Equal("MFA_CHALLENGE_INVALID", MfaClient.RefusalOf(await ada.VerifyAsync(id, ada.CodeOf(seed))));
        }

        for (var i = 0; i < MfaChallenge.AttemptsMax; i++)
        {
            Assert.Equal("MFA_CODE_INVALID", MfaClient.RefusalOf(await ada.VerifyAsync(challenge, ada.WrongCodeOf(seed))));
        }

        Assert.Equal("MFA_CHALLENGE_INVALID", MfaClient.RefusalOf(await ada.VerifyAsync(challenge, ada.CodeOf(seed))));
    }

    [Fact]
    public async Task DisableMfa_Should_RefuseWrongPasswords()
    {
        await ada.WithAppAsync();
        string[] passwords =
        [
            "", " ", "a", MfaClient.Password[..^1], $"{MfaClient.Password} ", $" {MfaClient.Password}", MfaClient.Password.ToUpperInvariant(),
            "a long enough pass\u00a0phrase", "\0", "' OR 1=1", new string('a', 100_000),
        ];
        foreach (var password in passwords)
        {
            Assert.Equal("INVALID_CREDENTIALS", MfaClient.RefusalOf(await ada.DisableAsync(password)));
        }

        clock.Now += TimeSpan.FromMinutes(16);
        Assert.Equal(JsonValueKind.Object, (await ada.LoginAsync()).GetProperty("mfaChallenge").ValueKind);
    }

    [Theory]
    [InlineData("enableMfa(input: { method: TOTP }) { enrollment { id } }")]
    [InlineData("confirmMfa(input: { enrollmentId: \"mfa_1\", code: \"123456\" }) { recoveryCodes }")]
    [InlineData("disableMfa(input: { password: \"a long enough pass phrase\" }) { user { id } }")]
    public async Task Anonymous_Should_BeRefused(string mutation)
    {
        var response = await auth.SendAsync($"mutation {{ {mutation} }}");

        Assert.Equal("AUTH_NOT_AUTHENTICATED", response.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    private async Task AssertNoSecondFactorAsync() => Assert.Equal(JsonValueKind.Object, (await ada.LoginAsync()).GetProperty("session").ValueKind);
}
