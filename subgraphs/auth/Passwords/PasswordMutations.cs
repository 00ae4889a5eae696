namespace FinFlow.Auth;

[MutationType]
public static class PasswordMutations
{
    /// <summary>Mails a token for <c>resetPassword</c>. The answer is the same, and as late, whether anybody has the address or not.</summary>
    /// <param name="email">As registered; case does not matter. At most three mails go to it within 15 minutes.</param>
    [Error<EmailInvalid>]
    public static async Task<Result<RequestPasswordResetPayload>> RequestPasswordResetAsync(
        string email, PasswordReset reset, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!EmailAddress.Normalize(email).TryGet(out var address, out var refusal))
        {
            return refusal;
        }

        var answer = EvenAnswer.Begin(clock);
        var expiresAt = await reset.RequestAsync(address, cancellationToken);
        await answer.WaitAsync(cancellationToken);
        return new RequestPasswordResetPayload(expiresAt);
    }

    /// <summary>Sets another password for one that was forgotten, and ends every session of the user. A second factor is asked for at the next login all the same.</summary>
    /// <param name="token">What the mail brought. It works once and for 30 minutes; a refused password leaves it as it was.</param>
    /// <param name="newPassword">8 to 128 characters, none of the commonest passwords.</param>
    [Error<MailedTokenInvalid>]
    [Error<PasswordTooShort>]
    [Error<PasswordTooLong>]
    [Error<PasswordTooCommon>]
    [Error<UserBusy>]
    public static async Task<Result<ResetPasswordPayload>> ResetPasswordAsync(
        string token, string newPassword, PasswordReset reset, PasswordHashing hashing, CancellationToken cancellationToken)
    {
        if (!PasswordPolicy.Check(newPassword).TryGet(out _, out var refusal))
        {
            return refusal;
        }

        return (await reset.ResetAsync(token, hashing.Hash(newPassword), cancellationToken)).Then<ResetPasswordPayload>(user => new ResetPasswordPayload(user.Email));
    }
}

/// <summary>What can be said without telling whether anybody has the address.</summary>
/// <param name="TokenExpiresAt">Until when the token counts, if one was mailed.</param>
public sealed record RequestPasswordResetPayload(DateTimeOffset? TokenExpiresAt);

/// <summary>Whose password it is.</summary>
/// <param name="Email">The address that logs in with the new password.</param>
public sealed record ResetPasswordPayload(string? Email);
