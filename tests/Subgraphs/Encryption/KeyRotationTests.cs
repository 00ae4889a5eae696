using System.Security.Cryptography;
using FinFlow.Auth;
using FinFlow.Encryption;
using FinFlow.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Keys come and go under a database with people in it, on both providers.</summary>
public sealed class KeyRotationTests : IDisposable
{
    private const string Email = "ada@shop.example";

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Providers => RunningPostgres.Binaries is null ? ["sqlite"] : ["sqlite", "postgres"];

    [Theory, MemberData(nameof(Providers))]
    public async Task OldKey_Should_Read_UntilItIsRotatedOut_AndCanThenBeRemoved(string provider)
    {
        var database = new AuthInstallation(folder, provider);
        await using (var auth = await database.StartAsync("k1"))
        {
            await AuthClient.RegisterAsync(auth, Email);
        }

        Assert.Equal(["k1"], database.KeysInUse());
        await using (var auth = await database.StartAsync("k2", "k1"))
        {
            var ada = new AuthClient(auth, Email);
            await ada.LogInAsync();
            Assert.Equal(["EMAIL_ALREADY_REGISTERED"], await RefusalsOfRegisteringAsync(auth));

            // Beside a process that goes on.
            Assert.NotEqual(0, await database.RotateAsync(SomeKeys.Cipher("k2", "k1")));
            Assert.Equal(0, await database.RotateAsync(SomeKeys.Cipher("k2", "k1")));
            await ada.LogInAsync();
        }

        Assert.Equal(["k2"], database.KeysInUse());
        await using (var auth = await database.StartAsync("k2"))
        {
            await new AuthClient(auth, Email).LogInAsync();
            Assert.Equal(["EMAIL_ALREADY_REGISTERED"], await RefusalsOfRegisteringAsync(auth));
        }

        var refused = await Assert.ThrowsAsync<ConfigurationInvalidException>(() => database.StartAsync("k1"));
        Assert.Contains(
            "DATA_ENCRYPTION_KEYS does not open the data that is there: mailed_tokens.Email holds what the key \"k2\" sealed, which DATA_ENCRYPTION_KEYS does not have.",
            refused.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Rotation_ThatBreaksOff_Should_GoOnFromWhereItWas(string provider)
    {
        var database = new AuthInstallation(folder, provider);
        await using var auth = await database.StartAsync("k1");
        using var before = SomeKeys.Cipher("k1");
        using var after = SomeKeys.Cipher("k2", "k1");
        const string place = "organizations.Name";
        foreach (var number in Enumerable.Range(1, 30))
        {
            database.Run($"""INSERT INTO organizations ("Id", "Name", "CreatedAt") VALUES ('org_{number:D2}', '{before.Seal($"Shop {number}", place)}', {database.SomeTime})""");
        }

        database.Run($"""UPDATE organizations SET "Name" = 'enc:lost:AAAA' WHERE "Id" = 'org_25'""");
        await Assert.ThrowsAnyAsync<CryptographicException>(() => database.ReencryptAsync(after, batchMax: 10));
        var halfway = database.CountOf("organizations", "enc:k2:");
        database.Run($"""UPDATE organizations SET "Name" = '{before.Seal("Shop 25", place)}' WHERE "Id" = 'org_25'""");
        var rest = await database.ReencryptAsync(after, batchMax: 10);

        Assert.Equal(20, halfway);
        Assert.Equal(10, rest);
        Assert.Equal(30, database.CountOf("organizations", "enc:k2:"));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task PlainRows_FromBeforeThereWasEncryption_Should_GoOn_AndBeSealedAtTheNextStart(string provider)
    {
        var database = new AuthInstallation(folder, provider);
        await using (var auth = await database.StartAsync("k1"))
        {
            await AuthClient.RegisterAsync(auth, Email);
        }

        database.Run($"""UPDATE users SET "Email" = '{Email}', "EmailIndex" = NULL, "Name" = 'Ada'""");
        database.Run("DELETE FROM encrypted_columns");
        await using (var auth = await database.StartAsync("k1"))
        {
            await new AuthClient(auth, Email).LogInAsync();
            Assert.Equal(["EMAIL_ALREADY_REGISTERED"], await RefusalsOfRegisteringAsync(auth));
        }

        Assert.Equal(1, database.CountOf("users", "enc:k1:"));
    }

    [Fact]
    public async Task QueryThatComparesWhatIsEncrypted_Should_BeRefused_InsteadOfFindingNothing()
    {
        await using var auth = await new AuthInstallation(folder, "sqlite").StartAsync("k1");
        await using var db = await auth.Services.GetRequiredService<IDbContextFactory<AuthDbContext>>().CreateDbContextAsync();
        var name = "Ada";

        Assert.StartsWith(
            "User.Name is encrypted, so a database cannot evaluate `",
            Assert.Throws<InvalidOperationException>(() => db.Users.Where(user => user.Name == name).ToList()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => db.Users.OrderBy(user => user.Email).ToList());
        Assert.Throws<InvalidOperationException>(() => db.Users.Where(user => user.Email.StartsWith(name)).ToList());
        Assert.Empty(db.SecondFactors.Where(factor => factor.PhoneNumber != null).ToList());
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        folder.Dispose();
    }

    private static async Task<IEnumerable<string?>> RefusalsOfRegisteringAsync(RunningSubgraph auth)
    {
        var payload = await new AuthClient(auth, Email).SendAsync("register", "user { id }", new { email = Email, password = AuthClient.Password, name = "Eve" });
        return payload.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("code").GetString());
    }
}
