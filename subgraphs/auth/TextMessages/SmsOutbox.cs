using System.Text.Json;

namespace FinFlow.Auth;

/// <summary>Writes each message to a file in <c>outbox/sms</c> of the data folder, readable by its owner alone, for whoever tries FinFlow on one machine.</summary>
public sealed class SmsOutbox(FinFlowConfiguration configuration, TimeProvider clock) : ISmsSender
{
    private string Folder => Path.Combine(configuration.DataFolder, "outbox", "sms");

    public async Task<bool> SendAsync(string phoneNumber, string text, CancellationToken cancellationToken)
    {
        // The id sorts by time.
        await PrivateFile.WriteJsonAsync(
            Path.Combine(Folder, $"{Id.New("sms", clock)}.json"), new { to = phoneNumber, text, sentAt = clock.GetUtcNow() }, cancellationToken);
        return true;
    }

    public async Task ForgetAsync(string phoneNumber, CancellationToken cancellationToken)
    {
        foreach (var path in Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.json") : [])
        {
            using var message = JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken));
            if (message.RootElement.GetProperty("to").GetString() == phoneNumber)
            {
                File.Delete(path);
            }
        }
    }
}
