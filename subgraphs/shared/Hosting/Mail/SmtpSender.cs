using System.Globalization;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace FinFlow.Hosting;

/// <summary>Hands mails to <c>SMTP_HOST</c>, over TLS unless <c>SMTP_TLS</c> says none.</summary>
public sealed partial class SmtpSender(FinFlowConfiguration configuration, TimeProvider clock, ILogger<SmtpSender> logger) : IMailSender
{
    private const int TimeoutMs = 10_000;

    /// <summary>Here TLS begins with the first byte (RFC 8314); elsewhere STARTTLS turns it on, and a host that lacks it gets no mail.</summary>
    private const int ImplicitTlsPort = 465;

    public async Task<bool> SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { Timeout = TimeoutMs };
        try
        {
            using var mail = Compose(letter);
            var port = int.Parse(configuration.Get("SMTP_PORT")!, CultureInfo.InvariantCulture);
            await client.ConnectAsync(configuration.Get("SMTP_HOST")!, port, TlsAt(port), cancellationToken);
            if (configuration.Get("SMTP_USER") is { } user)
            {
                await client.AuthenticateAsync(user, configuration.Get("SMTP_PASSWORD") ?? "", cancellationToken);
            }

            await client.SendAsync(mail, cancellationToken);
            await client.DisconnectAsync(quit: true, cancellationToken);
            return true;
        }
        catch (Exception exception) when (
            exception is ProtocolException or CommandException or AuthenticationException or SslHandshakeException or IOException
                or System.Net.Sockets.SocketException or NotSupportedException or TimeoutException or ParseException)
        {
            NotTaken(logger, exception);
            return false;
        }
    }

    // What a host took is out of reach, and what it did not take waits elsewhere.
    public Task ForgetAsync(string userId, string? address, CancellationToken cancellationToken) => Task.CompletedTask;

    private MimeMessage Compose(Letter letter)
    {
        var sender = MailboxAddress.Parse(configuration.Get("SMTP_FROM")!);
        var mail = new MimeMessage
        {
            Subject = letter.Subject,
            Date = clock.GetUtcNow(),
            // A host that gets a mail twice can tell by this that it is one.
            MessageId = $"{letter.Id}@{sender.Domain}",
            Body = new TextPart("plain") { Text = letter.Text },
        };
        mail.From.Add(sender);
        mail.To.Add(new MailboxAddress("", letter.To));
        return mail;
    }

    private SecureSocketOptions TlsAt(int port)
        => string.Equals(configuration.Get("SMTP_TLS"), "none", StringComparison.OrdinalIgnoreCase) ? SecureSocketOptions.None
            : port == ImplicitTlsPort ? SecureSocketOptions.SslOnConnect
            : SecureSocketOptions.StartTls;

    [LoggerMessage(LogLevel.Error, "The mail host did not take a mail.")]
    private static partial void NotTaken(ILogger logger, Exception exception);
}
