using System.Text;
using System.Text.Json;
using FinFlow.Messaging;
using Microsoft.Data.Sqlite;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The log keeps every event for good, and forgets people all the same.</summary>
public sealed class SealedEventLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly PersonKeys keys;
    private readonly SealedEventLog log;

    public SealedEventLogTests()
    {
        keys = new SqlitePersonKeys(folder.File("person-keys.db"), SomeKeys.Cipher());
        log = new SealedEventLog(new SqliteEventLog(folder.File("events.db"), clock), keys);
    }

    public static TheoryData<string> Personal => [.. Told.Select(told => Topics.ContractOf(told.GetType()).Type)];

    private static IEvent[] Told =>
    [
        new UserRegistered("usr_1", "org_1", "ada@shop.example", "Ada Lovelace", ["MERCHANT"], DateTimeOffset.UnixEpoch),
        new UserUpdated("usr_1", "org_1", "ada@shop.example", "Ada Lovelace", DateTimeOffset.UnixEpoch),
        new PaymentCaptured(Payment, 500, 10, DateTimeOffset.UnixEpoch),
        new PaymentRefunded(Payment, "rfd_1", 500, 500, "Ada Lovelace", DateTimeOffset.UnixEpoch),
        new PaymentVoided(Payment, "Ada Lovelace", DateTimeOffset.UnixEpoch),
        new TransactionRejected(new TransactionFacts("txn_1", null, "org_1", "usr_1", "TRANSFER", 1, "USD", "US", 0.1m, "LOW", []), "usr_9", "Ada Lovelace", DateTimeOffset.UnixEpoch),
        new InvoiceIssued(new InvoiceFacts("inv_1", "org_1", "usr_1", "1", "Ada Lovelace", 1, "USD", new DateOnly(2026, 3, 1)), DateTimeOffset.UnixEpoch),
        new ScreeningHit("scr_1", "org_1", null, "usr_1", "Ada Lovelace", "HIGH", 1, 0.9, DateTimeOffset.UnixEpoch),
        new RectificationRequested("gdr_1", "org_1", "usr_1", "Ada Lovelace", DateTimeOffset.UnixEpoch, "ada@shop.example"),
        new AccessCollected(
            "gdr_1", "org_1", "usr_1", "auth", 1, true, [new CollectedCategory("profile", [JsonSerializer.SerializeToElement(new { name = "Ada Lovelace" })])], DateTimeOffset.UnixEpoch),
    ];

    private static PaymentFacts Payment => Telling.Payment("pay_1", "org_1", "usr_1", 500, DateTimeOffset.UnixEpoch) with { Description = "Ada Lovelace" };

    [Theory]
    [MemberData(nameof(Personal))]
    public async Task PersonalFields_Should_BeReadAsTold_UntilTheirPersonIsForgotten(string type)
    {
        var told = Told.Single(told => Topics.ContractOf(told.GetType()).Type == type);
        var contract = Topics.ContractOf(told.GetType());
        await AppendAsync(told);

        Assert.Equal(Text(told), Text(await ReadAsync(contract.Topic)));
        Assert.DoesNotContain("Lovelace", Stored(), StringComparison.Ordinal);

        keys.Forget("usr_1");

        var forgotten = Text(await ReadAsync(contract.Topic));
        Assert.DoesNotContain("Lovelace", forgotten, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@shop.example", forgotten, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForgottenEvent_Should_StillTellWhatHappened()
    {
        await AppendAsync(new PaymentCaptured(Payment, 500, 10, clock.Now));
        keys.Forget("usr_1");

        var read = Assert.IsType<PaymentCaptured>(await ReadAsync(Topics.Payments));

        Assert.Equal((500, 10, "usr_1", "erased", "erased"), (read.CapturedMinor, read.FeeMinor, read.Payment.UserId, read.Payment.Description, read.Payment.Reference));
    }

    [Fact]
    public async Task Keys_Should_BeReadableByTheirOwnerAlone_AlsoInTheJournalBesideThem()
    {
        await AppendAsync(new PaymentCaptured(Payment, 500, 10, clock.Now));

        var files = Directory.GetFiles(folder.Path, "person-keys.db*");
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite)));
    }

    [Fact]
    public async Task ForgottenPerson_Should_StayForgotten_WhateverIsToldLater()
    {
        keys.Forget("usr_1");
        await AppendAsync(new UserUpdated("usr_1", "org_1", "ada@shop.example", "Ada Lovelace", clock.Now));

        Assert.Equal("erased", Assert.IsType<UserUpdated>(await ReadAsync(Topics.Users)).Name);
        Assert.DoesNotContain("Lovelace", Stored(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForgettingOne_Should_LeaveTheOthers_AlsoForAnotherProcess()
    {
        await AppendAsync(new UserUpdated("usr_2", "org_2", "grace@shop.example", "Grace Hopper", clock.Now));
        keys.Forget("usr_1");

        using var otherKeys = new SqlitePersonKeys(folder.File("person-keys.db"), SomeKeys.Cipher());
        using var other = new SealedEventLog(new SqliteEventLog(folder.File("events.db"), clock), otherKeys);
        using var reader = other.ReadAs("other", Topics.Users);

        var read = EventEnvelope.Parse(Assert.Single(await reader.ReadAsync(10, CancellationToken.None)).Envelope.Span);
        Assert.Equal("Grace Hopper", Assert.IsType<UserUpdated>(read.TryRead()).Name);
    }

    [Fact]
    public async Task SealOfOneEvent_Should_NotOpenInAnother()
    {
        await AppendAsync(new UserUpdated("usr_1", "org_1", "ada@shop.example", "Ada Lovelace", clock.Now));
        await using (var database = new SqliteConnection($"Data Source={folder.File("events.db")};Pooling=False"))
        {
            await database.OpenAsync();
            await using var forge = database.CreateCommand();
            forge.CommandText = "UPDATE event SET envelope = CAST(replace(CAST(envelope AS TEXT), '\"id\":\"evt_', '\"id\":\"evt_0') AS BLOB)";
            await forge.ExecuteNonQueryAsync();
        }

        using var reader = log.ReadAs("other", Topics.Users);
        var read = Assert.Single(await reader.ReadAsync(10, CancellationToken.None));
        Assert.IsAssignableFrom<System.Security.Cryptography.CryptographicException>(read.Unreadable);
        Assert.DoesNotContain("Lovelace", Encoding.UTF8.GetString(read.Envelope.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryPersonalField_Should_HaveAPerson()
        => Assert.Equal(
            Topics.Contracts.Where(contract => PersonalField.Of(contract.Type).Count > 0).Select(contract => contract.Type).Order(),
            Told.Select(told => Topics.ContractOf(told.GetType()).Type)
                .Concat(["payment.authorized", "payment.held", "payment.failed", "payment.disputed", "invoice.paid", "invoice.overdue"]).Order());

    public void Dispose()
    {
        log.Dispose();
        keys.Dispose();
        folder.Dispose();
    }

    private Task AppendAsync(IEvent told)
    {
        var envelope = EventEnvelope.Wrap(told, "/finflow/test", clock);
        return log.AppendAsync([new LoggedEvent(Topics.ContractOf(told.GetType()).Topic, envelope.Subject, envelope.Id, envelope.ToUtf8())], CancellationToken.None);
    }

    private async Task<IEvent> ReadAsync(string topic)
    {
        using var reader = log.ReadAs($"{Guid.CreateVersion7()}", topic);
        return EventEnvelope.Parse(Assert.Single(await reader.ReadAsync(10, CancellationToken.None)).Envelope.Span).TryRead()!;
    }

    private static string Text(IEvent told) => JsonSerializer.Serialize(told, told.GetType());

    private string Stored()
        => string.Concat(Directory.GetFiles(folder.Path, "events.db*").Select(path =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            return Encoding.Latin1.GetString(bytes.ToArray());
        }));
}
