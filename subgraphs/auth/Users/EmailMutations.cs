namespace FinFlow.Auth;

[MutationType]
public static class EmailMutations
{
    /// <summary>Mails the caller a token that proves the caller's address. Registering mails the first one; at most three go out within 15 minutes.</summary>
    [Authorize]
    [Error<EmailAlreadyVerified>]
    [Error<MailsTooMany>]
    [Error<UserBusy>]
    public static Task<Result<User>> RequestEmailVerificationAsync(Caller caller, EmailVerification verification, CancellationToken cancellationToken)
        => verification.RequestAsync(caller.UserId, cancellationToken);

    /// <summary>
    /// Proves that the caller's address is the caller's. From then on a provider that vouches for the same address is linked without ending what
    /// was set up before.
    /// </summary>
    /// <param name="token">What the mail brought. It works once, for 24 hours, and for the user alone to whom it was mailed.</param>
    [Authorize]
    [Error<MailedTokenInvalid>]
    [Error<UserBusy>]
    public static Task<Result<User>> VerifyEmailAsync(string token, Caller caller, EmailVerification verification, CancellationToken cancellationToken)
        => verification.VerifyAsync(caller.UserId, token, cancellationToken);
}
