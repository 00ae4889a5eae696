namespace FinFlow.Auth;

/// <summary>The token is unknown, expired, was used before, or is another user's: the message does not tell which.</summary>
public sealed record MailedTokenInvalid() : Refusal("This token is not valid, has expired, or was used before; ask for a new mail.");

/// <summary>The address was proven before.</summary>
public sealed record EmailAlreadyVerified() : Refusal("Your e-mail address is verified already.");

/// <summary>So many mails went out in a short time that further ones would only fill the mailbox.</summary>
public sealed record MailsTooMany(int CountMax, int Minutes) : Refusal($"At most {CountMax} such mails are sent within {Minutes} minutes; wait a while.");
