using System.Text;
using FinFlow.Auth;
using FinFlow.Encryption;
using FinFlow.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Keys of second factors come and go under people who sign in by them, on both providers.</summary>
public sealed class MfaKeyRotationTests : IDisposable
{
    private static readonly string Old = new('o', 40);
    private static readonly string New = new('n', 40);

    private static readonly Letter Waiting = new("mail_1", "ada@shop.example", "A subject", "A text", "usr_1");

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory, MemberData(nameof(KeyRotationTests.Providers), MemberType = typeof(KeyRotationTests))]
    public async Task OldKey_Should_Read_UntilItIsRotatedOut_AndCanThenBeRemoved(string provider)
    {
        var database = new AuthInstallation(folder, provider);
        byte[] seed;
        string[] codes;
        await using (var auth = await StartAsync(database, Old))
        {
            (seed, codes) = await (await MfaClient.RegisterAsync(auth, folder.Path, clock)).WithAppAsync();
            await KeepWaitingAsync(auth);
        }

        using var outer = SomeKeys.Cipher("k1");
        var both = new OwnerCipher([Encoding.UTF8.GetBytes(New), Encoding.UTF8.GetBytes(Old)]);
        await using (var auth = await StartAsync(database, $"{New},{Old}"))
        {
            Assert.Null(await SignInAsync(auth, ada => ada.CodeOf(seed)));
            Assert.Null(await SignInAsync(auth, _ => codes[0]));

            // Beside a process that goes on: the seed, and a mail that waits.
            Assert.True(await database.RotateOwnedAsync(outer, both) >= 2);
            Assert.Equal(0, await database.RotateOwnedAsync(outer, both));
            Assert.Equal(9, await database.CountOlderRecoveryCodesAsync(outer, both));
            Assert.Null(await SignInAsync(auth, ada => ada.CodeOf(seed)));
            Assert.Null(await SignInAsync(auth, _ => codes[1]));
        }

        await using (var auth = await StartAsync(database, New))
        {
            Assert.Null(await SignInAsync(auth, ada => ada.CodeOf(seed)));

            // Nobody but their owner knows recovery codes, so they end with the key that they were kept by.
            Assert.Equal("MFA_CODE_INVALID", await SignInAsync(auth, _ => codes[2]));
            await using var db = await ContextAsync(auth);
            Assert.Equal(Waiting, (await db.WaitingMails.AsNoTracking().SingleAsync(mail => mail.Id == Waiting.Id)).Open(new Secrets(Encoding.UTF8.GetBytes(New))));
        }
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        folder.Dispose();
    }

    private Task<RunningSubgraph> StartAsync(AuthInstallation database, string keys)
        => database.StartAsync(clock, SomeKeys.Variable("k1"), ("MFA_SECRET_KEY", keys));

    // Nobody takes it for years, so it is there as long as the test looks.
    private async Task KeepWaitingAsync(RunningSubgraph auth)
    {
        await using var db = await ContextAsync(auth);
        db.Add(WaitingMail.Of(Waiting, new Secrets(Encoding.UTF8.GetBytes(Old)), clock.Now) with { NextAttemptAt = clock.Now.AddYears(1) });
        await db.SaveChangesAsync();
    }

    private static Task<AuthDbContext> ContextAsync(RunningSubgraph auth)
        => auth.Services.GetRequiredService<IDbContextFactory<AuthDbContext>>().CreateDbContextAsync();

    /// <summary>The refusal, or null.</summary>
    private async Task<string?> SignInAsync(RunningSubgraph auth, Func<MfaClient, string> code)
    {
        clock.Now += TimeSpan.FromMinutes(1);
        var ada = MfaClient.For(auth, folder.Path, clock, "ada@shop.example", "");
        return MfaClient.RefusalOf(await ada.VerifyAsync(await ada.ChallengeAsync(), code(ada)));
    }
}
