using System.Text.Json;

namespace FinFlow.Hosting;

/// <summary>Puts each mail into a file in <c>outbox/mail</c> of the data folder, readable by its owner alone, for whoever tries FinFlow on one machine.</summary>
public sealed class MailOutbox(FinFlowConfiguration configuration, TimeProvider clock) : IMailSender, IDisposable
{
    // One at a time: a mail that is being written while its person is forgotten must not come to lie here afterwards.
    private readonly SemaphoreSlim turn = new(1);
    private readonly HashSet<string> forgotten = [];

    private string Folder => Path.Combine(configuration.DataFolder, "outbox", "mail");

    public async Task<bool> SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (!forgotten.Contains(letter.UserId))
            {
                await WriteAsync(letter, cancellationToken);
            }

            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task ForgetAsync(string userId, string? address, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            forgotten.Add(userId);
            foreach (var path in Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.json") : [])
            {
                if (await IsAboutAsync(path, userId, address, cancellationToken))
                {
                    File.Delete(path);
                }
            }
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private static async Task<bool> IsAboutAsync(string path, string userId, string? address, CancellationToken cancellationToken)
    {
        try
        {
            using var mail = JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken));
            return mail.RootElement.TryGetProperty("userId", out var about) && about.GetString() == userId
                || address is not null && string.Equals(mail.RootElement.GetProperty("to").GetString(), address, StringComparison.OrdinalIgnoreCase);
        }
        catch (FileNotFoundException)
        {
            // Another subgraph, which shares the folder, was faster.
            return false;
        }
    }

    // The same mail again takes the same place.
    private Task WriteAsync(Letter letter, CancellationToken cancellationToken)
        => PrivateFile.WriteJsonAsync(
            Path.Combine(Folder, $"{letter.Id}.json"),
            new { to = letter.To, subject = letter.Subject, text = letter.Text, sentAt = clock.GetUtcNow(), userId = letter.UserId },
            cancellationToken);
}
