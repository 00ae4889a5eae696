namespace FinFlow.Auth;

/// <summary>Where mails go: a folder of an embedded installation, or a host that speaks SMTP.</summary>
public interface IMailSender
{
    /// <summary>Hands a mail over.</summary>
    /// <returns>False when nobody took it; why is in the log.</returns>
    Task<bool> SendAsync(Letter letter, CancellationToken cancellationToken);
}
