namespace FinFlow.Hosting;

/// <summary>A mail as its reader sees it: plain text.</summary>
/// <param name="Id">Its own, with the prefix <c>mail_</c>: a mail that is handed over again after a crash has the same, and is the same mail.</param>
/// <param name="To">One address.</param>
/// <param name="UserId">Of whose account or business it tells.</param>
public sealed record Letter(string Id, string To, string Subject, string Text, string UserId = "");

/// <summary>Where mails go: a folder of an embedded installation, or a host that speaks SMTP.</summary>
public interface IMailSender
{
    /// <summary>Hands a mail over.</summary>
    /// <returns>False when nobody took it; why is in the log.</returns>
    Task<bool> SendAsync(Letter letter, CancellationToken cancellationToken);

    /// <summary>Takes back, as far as it still lies here, what was handed over about a user who is forgotten, and takes nothing more about them.</summary>
    /// <param name="address">The user's, where it is known: mails to it go, whomever they are about.</param>
    Task ForgetAsync(string userId, string? address, CancellationToken cancellationToken);
}
