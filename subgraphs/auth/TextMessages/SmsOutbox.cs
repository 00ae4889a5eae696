using System.Text.Json;

namespace FinFlow.Auth;

/// <summary>Writes each message to a file in <c>outbox/sms</c> of the data folder, for whoever tries FinFlow on one machine.</summary>
public sealed class SmsOutbox(FinFlowConfiguration configuration, TimeProvider clock) : ISmsSender
{
    public async Task<bool> SendAsync(string phoneNumber, string text, CancellationToken cancellationToken)
    {
        await new OutboxFolder(configuration, "sms").WriteAsync(
            Id.New("sms", clock),
            file => JsonSerializer.SerializeAsync(file, new { to = phoneNumber, text, sentAt = clock.GetUtcNow() }, cancellationToken: cancellationToken));
        return true;
    }
}
