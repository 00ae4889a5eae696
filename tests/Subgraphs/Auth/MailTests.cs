using FinFlow.Auth;
using FinFlow.Hosting;
using FinFlow.Messaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What users are told by mail, and how it leaves the house.</summary>
public sealed class MailTests : IAsyncLifetime, IDisposable
{
    private const string Ada = "ada@shop.example";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly SmtpReceiver host = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await host.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task FirstLockOfARow_Should_BeToldByMail_AndTheNextOnesNot()
    {
        await using var auth = await RunningSubgraph.StartAsync<AuthSubgraph>(folder.Path, clock, ("JWT_EXPIRATION", "86400"));
        var ada = await MfaClient.RegisterAsync(auth, folder.Path, clock, Ada);
        for (var i = 0; i < 10; i++)
        {
            clock.Now += TimeSpan.FromMinutes(3);
            await ada.LoginAsync("not the password");
        }

        await auth.RunPeriodicJobsAsync();

        var (subject, text) = (await Mailbox.LettersAsync(folder.Path, Ada, 2)).Single(letter => letter.Subject.Contains("failed", StringComparison.Ordinal));
        Assert.Equal("Too many failed logins", subject);
        Assert.StartsWith(
            "Somebody tried 5 times in a row to log in to your account and failed. It takes no login until 2026-03-01 12:16 UTC.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChangedPassword_AndSecondFactors_Should_BeToldByMail()
    {
        await using var auth = await RunningSubgraph.StartAsync<AuthSubgraph>(folder.Path, clock, ("JWT_EXPIRATION", "86400"));
        var ada = await MfaClient.RegisterAsync(auth, folder.Path, clock, Ada);
        await ada.WithAppAsync();
        await ada.DisableAsync();
        await ada.ChangePasswordAsync("another long pass phrase");

        await auth.RunPeriodicJobsAsync();

        // The first letter of all asks to prove the address.
        var subjects = (await Mailbox.LettersAsync(folder.Path, Ada, 4)).Select(letter => letter.Subject).ToList();
        Assert.Contains("A second factor was added", subjects);
        Assert.Contains("Second factors were removed", subjects);
        Assert.Contains("Your password was changed", subjects);
    }

    [Fact]
    public async Task Letter_Should_ReachAMailHost()
    {
        Assert.True(await Sender(("SMTP_USER", "finflow"), ("SMTP_PASSWORD", "the host's password")).SendAsync(
            new Letter("mail_1", Ada, "Grüße from FinFlow", "First line.\n.\nA line after a dot, with ü."), CancellationToken.None));

        var (from, to, authorization, mail) = Assert.Single(host.Received);
        Assert.StartsWith("MAIL FROM:<no-reply@finflow.example>", from, StringComparison.Ordinal);
        Assert.StartsWith($"RCPT TO:<{Ada}>", to, StringComparison.Ordinal);
        Assert.Equal("\0finflow\0the host's password", authorization);
        var read = await MimeKit.MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(mail)));
        Assert.Equal(("Grüße from FinFlow", "First line.\n.\nA line after a dot, with ü."), (read.Subject, read.TextBody!.ReplaceLineEndings("\n").TrimEnd()));
    }

    [Fact]
    public async Task RefusedRecipient_AndMissingHost_Should_BeToldAsNotSent()
    {
        host.Refusal = "550 no such mailbox";
        Assert.False(await Sender().SendAsync(new Letter("mail_1", Ada, "Subject", "Text"), CancellationToken.None));

        host.Stop();
        Assert.False(await Sender().SendAsync(new Letter("mail_1", Ada, "Subject", "Text"), CancellationToken.None));
    }

    [Fact]
    public async Task HostWithoutTls_Should_GetNoMail_UnlessTheOperatorSaysSo()
    {
        Assert.False(await Sender(("SMTP_TLS", "required")).SendAsync(new Letter("mail_1", Ada, "Subject", "Text"), CancellationToken.None));
        Assert.Empty(host.Received);
    }

    [Theory]
    [InlineData("ada@shop.example\r\nRCPT TO:<eve@evil.example>")]
    [InlineData("ada@shop.example, eve@evil.example")]
    [InlineData("<eve@evil.example> ada@shop.example")]
    public async Task Address_Should_NotBringOthers(string address)
    {
        await Sender().SendAsync(new Letter("mail_1", address, "Subject", "Text"), CancellationToken.None);

        Assert.DoesNotContain(host.Received, received => received.To.StartsWith("RCPT TO:<eve@evil.example>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Outage_Should_DelayAMail_AndNotLoseIt()
    {
        host.Refusal = "451 try later";
        await using var auth = await RunningSubgraph.StartAsync<AuthSubgraph>(
            folder.Path, clock, ("SMTP_HOST", "127.0.0.1"), ("SMTP_PORT", $"{host.Port}"), ("SMTP_TLS", "none"), ("JWT_EXPIRATION", "86400"));
        var ada = await MfaClient.RegisterAsync(auth, folder.Path, clock, Ada);
        await ada.ChangePasswordAsync("another long pass phrase");
        await auth.RunPeriodicJobsAsync();
        Assert.Empty(host.Received);

        host.Refusal = null;
        var mails = await Telling.UntilAsync(
            async () =>
            {
                clock.Now += TimeSpan.FromMinutes(2);
                await auth.RunPeriodicJobsAsync();
                return host.Received.ToArray();
            },
            received => received.Any(mail => mail.Mail.Contains("Your password was changed", StringComparison.Ordinal)));

        Assert.All(mails, mail => Assert.StartsWith($"RCPT TO:<{Ada}>", mail.To, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ForgottenUser_Should_GetNoMailThatStillWaits()
    {
        host.Refusal = "451 try later";
        await using var auth = await RunningSubgraph.StartAsync<AuthSubgraph>(
            folder.Path, clock, ("SMTP_HOST", "127.0.0.1"), ("SMTP_PORT", $"{host.Port}"), ("SMTP_TLS", "none"), ("JWT_EXPIRATION", "86400"));
        var ada = await AuthClient.RegisterAsync(auth, Ada);
        await AuthClient.RegisterAsync(auth, "grace@shop.example");
        await ada.SendAsync("requestEmailVerification", "user { id }");
        await auth.RunPeriodicJobsAsync();
        Assert.Equal("3", Waiting());

        await auth.TellAsync(clock, new ErasureRequested("gdr_1", ada.OrganizationId, ada.Id, clock.Now));
        await Telling.UntilAsync(() => Task.FromResult(Waiting()), waiting => waiting == "1");
        host.Refusal = null;
        await Telling.UntilAsync(
            async () =>
            {
                clock.Now += TimeSpan.FromMinutes(2);
                await auth.RunPeriodicJobsAsync();
                return Waiting();
            },
            waiting => waiting == "0");

        Assert.StartsWith("RCPT TO:<grace@shop.example>", Assert.Single(host.Received).To, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outbox_Should_TakeBackWhatIsAboutAForgottenUser_AndTakeNoMore()
    {
        var configuration = FinFlowConfiguration.From(new Dictionary<string, string> { ["FINFLOW_DATA"] = folder.Path });
        using var outbox = new MailOutbox(configuration, clock);
        foreach (var letter in (Letter[])
        [
            new("mail_1", Ada, "About Ada", "Text", "usr_ada"), new("mail_2", "old@shop.example", "About Ada, to her address of before", "Text", "usr_ada"),
            new("mail_3", "ADA@shop.example", "About Grace, to Ada", "Text", "usr_grace"), new("mail_4", "grace@shop.example", "About Grace", "Text", "usr_grace"),
        ])
        {
            Assert.True(await outbox.SendAsync(letter, CancellationToken.None));
        }

        await outbox.ForgetAsync("usr_ada", Ada, CancellationToken.None);
        Assert.True(await outbox.SendAsync(new Letter("mail_5", Ada, "Too late", "Text", "usr_ada"), CancellationToken.None));
        await outbox.ForgetAsync("usr_nobody", null, CancellationToken.None);

        Assert.Equal([folder.File("outbox/mail/mail_4.json")], Directory.GetFiles(folder.File("outbox/mail")));
    }

    private string? Waiting() => TestDatabase.Value(folder.File("auth.db"), "SELECT COUNT(*) FROM waiting_mails");

    private SmtpSender Sender(params (string Name, string Value)[] variables)
    {
        var all = new Dictionary<string, string> { ["SMTP_HOST"] = "127.0.0.1", ["SMTP_PORT"] = $"{host.Port}", ["SMTP_TLS"] = "none" };
        foreach (var (name, value) in variables)
        {
            all[name] = value;
        }

        return new SmtpSender(FinFlowConfiguration.From(all), clock, NullLogger<SmtpSender>.Instance);
    }
}
