using FinFlow.Auth;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Failures lock the login for longer and longer.</summary>
public sealed class CredentialTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Credential Fresh = new() { UserId = "usr_1", PasswordHash = "", ChangedAt = Noon };

    [Fact]
    public void FiveFailures_Should_LockForAMinute_AndFurtherFiveForTwo()
    {
        var five = Fail(Fresh, 5, Noon);
        var ten = Fail(five, 5, Noon.AddMinutes(1));

        Assert.Null(Fail(Fresh, 4, Noon).LockedUntil);
        Assert.Equal(Noon.AddMinutes(1), five.LockedUntil);
        Assert.Equal(Noon.AddMinutes(3), ten.LockedUntil);
    }

    [Fact]
    public void FailuresWhileLocked_Should_NotCount() => Assert.Equal(Fail(Fresh, 5, Noon), Fail(Fresh, 50, Noon));

    [Fact]
    public void Wait_Should_HaveALimit()
    {
        var (credential, now) = (Fresh, Noon);
        for (var i = 0; i < 40; i++)
        {
            credential = Fail(credential, 5, now);
            now = credential.LockedUntil!.Value;
        }

        Assert.Equal(TimeSpan.FromMinutes(15), Fail(credential, 5, now).LockedUntil - now);
    }

    [Fact]
    public void Success_Should_ForgetFailures() => Assert.Equal((0, null), (Fail(Fresh, 5, Noon).Succeeded().Failures, Fail(Fresh, 5, Noon).Succeeded().LockedUntil));

    private static Credential Fail(Credential credential, int times, DateTimeOffset now)
        => Enumerable.Range(0, times).Aggregate(credential, (failed, _) => failed.Failed(now));
}
