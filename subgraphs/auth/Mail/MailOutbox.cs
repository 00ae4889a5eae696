using System.Text.Json;

namespace FinFlow.Auth;

/// <summary>Puts each mail into a file in <c>outbox/mail</c> of the data folder, for whoever tries FinFlow on one machine.</summary>
public sealed class MailOutbox(FinFlowConfiguration configuration, TimeProvider clock) : IMailSender
{
    public async Task<bool> SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        await new OutboxFolder(configuration, "mail").WriteAsync(
            Id.New("mail", clock),
            file => JsonSerializer.SerializeAsync(
                file, new { to = letter.To, subject = letter.Subject, text = letter.Text, sentAt = clock.GetUtcNow() }, cancellationToken: cancellationToken));
        return true;
    }
}
