namespace FinFlow.Hosting;

/// <summary>A mail as its reader sees it: plain text.</summary>
/// <param name="Id">Its own, with the prefix <c>mail_</c>: a mail that is handed over again after a crash has the same, and is the same mail.</param>
/// <param name="To">One address.</param>
public sealed record Letter(string Id, string To, string Subject, string Text);

/// <summary>Where mails go: a folder of an embedded installation, or a host that speaks SMTP.</summary>
public interface IMailSender
{
    /// <summary>Hands a mail over.</summary>
    /// <returns>False when nobody took it; why is in the log.</returns>
    Task<bool> SendAsync(Letter letter, CancellationToken cancellationToken);
}
