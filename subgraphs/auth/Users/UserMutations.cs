namespace FinFlow.Auth;

[MutationType]
public static class UserMutations
{
    internal const int NameLengthMax = 200;

    /// <summary>Creates a user with the role MERCHANT, and a business that the user runs, with its own book.</summary>
    /// <param name="email">Kept in lower case; one address is one user.</param>
    /// <param name="password">8 to 128 characters, none of the commonest passwords; any characters will do.</param>
    /// <param name="name">Of the person or the business, 1 to 200 characters.</param>
    [Error<EmailInvalid>]
    [Error<EmailAlreadyRegistered>]
    [Error<PasswordTooShort>]
    [Error<PasswordTooLong>]
    [Error<PasswordTooCommon>]
    [Error<NameInvalid>]
    public static async Task<Result<User>> RegisterAsync(
        string email, string password, string name, UserStore users, PasswordHashing hashing, CancellationToken cancellationToken)
    {
        if (!EmailAddress.Normalize(email).TryGet(out var address, out var refusal)
            || !PasswordPolicy.Check(password).TryGet(out _, out refusal)
            || !CheckName(name).TryGet(out var displayName, out refusal))
        {
            return refusal;
        }

        return await users.RegisterAsync(new NewUser(address, displayName, hashing.Hash(password), Role.Merchant), cancellationToken);
    }

    /// <summary>Changes the caller's password and ends all other sessions of the caller.</summary>
    /// <param name="currentPassword">The one that counts until now.</param>
    /// <param name="newPassword">8 to 128 characters, none of the commonest passwords.</param>
    [Authorize]
    [Error<InvalidCredentials>]
    [Error<PasswordTooShort>]
    [Error<PasswordTooLong>]
    [Error<PasswordTooCommon>]
    [Error<UserBusy>]
    public static async Task<Result<User>> ChangePasswordAsync(
        string currentPassword,
        string newPassword,
        Caller caller,
        UserStore users,
        SessionStore sessions,
        PasswordHashing hashing,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (!PasswordPolicy.Check(newPassword).TryGet(out _, out var refusal))
        {
            return refusal;
        }

        var credential = await users.FindCredentialAsync(caller.UserId, cancellationToken);
        var isRight = currentPassword.Length <= PasswordPolicy.CharactersMax && hashing.Verify(credential, currentPassword);
        if (!isRight || credential!.IsLocked(clock.GetUtcNow()))
        {
            await sessions.CountFailureAsync(caller.UserId, cancellationToken);
            return new InvalidCredentials();
        }

        return await sessions.ChangePasswordAsync(caller.UserId, caller.SessionId, hashing.Hash(newPassword), cancellationToken);
    }

    internal static Result<string> CheckName(string name)
    {
        var trimmed = name.Trim();
        return trimmed.Length is >= 1 and <= NameLengthMax && !trimmed.Any(char.IsControl) ? trimmed : new NameInvalid(NameLengthMax);
    }
}
