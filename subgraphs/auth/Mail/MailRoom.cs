namespace FinFlow.Auth;

/// <summary>Takes letters within a decision: they go out when, and only when, the decision is saved.</summary>
public sealed class MailRoom(AuthDbContext db, Secrets secrets, TimeProvider clock)
{
    internal void Send(Letter letter) => db.Add(WaitingMail.Of(letter with { Id = Id.New("mail", clock) }, secrets, clock.GetUtcNow()));
}
