using System.Text.Json;

namespace FinFlow.Hosting;

/// <summary>Puts each mail into a file in <c>outbox/mail</c> of the data folder, readable by its owner alone, for whoever tries FinFlow on one machine.</summary>
public sealed class MailOutbox(FinFlowConfiguration configuration, TimeProvider clock) : IMailSender
{
    public async Task<bool> SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(configuration.DataFolder, "outbox", "mail")).FullName;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Written aside first, so that who watches the folder reads whole mails; the same mail again takes the same place.
        var path = Path.Combine(folder, $"{letter.Id}.json");
        await using (var file = new FileStream($"{path}.part", options))
        {
            await JsonSerializer.SerializeAsync(
                file, new { to = letter.To, subject = letter.Subject, text = letter.Text, sentAt = clock.GetUtcNow() }, cancellationToken: cancellationToken);
        }

        File.Move($"{path}.part", path, overwrite: true);
        return true;
    }
}
