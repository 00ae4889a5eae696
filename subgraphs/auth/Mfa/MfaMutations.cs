namespace FinFlow.Auth;

[MutationType]
public static class MfaMutations
{
    /// <summary>
    /// Begins to set up a second factor: an authenticator app, which scans the QR code, or a phone, which gets a code by text message.
    /// It counts from <c>confirmMfa</c> on.
    /// </summary>
    /// <param name="method">One factor of each method can be had.</param>
    /// <param name="phoneNumber">For SMS: with its country code, such as +14155550100.</param>
    [Authorize]
    [Error<MfaAlreadyEnabled>]
    [Error<MfaEnrollmentsTooMany>]
    [Error<PhoneNumberInvalid>]
    [Error<TextMessageNotSent>]
    [Error<UserBusy>]
    [UseMutationConvention(PayloadFieldName = "enrollment")]
    public static async Task<Result<MfaEnrollment>> EnableMfaAsync(
        MfaMethod method, string? phoneNumber, Caller caller, MfaStore factors, ISmsSender sms, CancellationToken cancellationToken)
    {
        if (method is MfaMethod.Totp)
        {
            return phoneNumber is not null
                ? new PhoneNumberInvalid()
                : (await factors.EnrollAsync(caller.UserId, method, null, cancellationToken))
                    .Then<MfaEnrollment>(begun => MfaEnrollment.OfApp(begun.Factor, begun.Seed, begun.User.Email));
        }

        if (!PhoneNumber.Normalize(phoneNumber).TryGet(out var number, out var refusal)
            || !(await factors.EnrollAsync(caller.UserId, method, number, cancellationToken)).TryGet(out var enrolled, out refusal))
        {
            return refusal;
        }

        return await sms.SendAsync(number, MfaMessages.Of(enrolled.Code, SecondFactor.EnrollmentLifetime), cancellationToken)
            ? MfaEnrollment.OfPhone(enrolled.Factor)
            : new TextMessageNotSent();
    }

    /// <summary>Puts a second factor in force and answers ten recovery codes. Each works once; they are shown this once and replace those of before.</summary>
    /// <param name="enrollmentId">What <c>enableMfa</c> answered.</param>
    /// <param name="code">Of the app or the text message. Five wrong ones end the enrollment.</param>
    [Authorize]
    [Error<MfaEnrollmentInvalid>]
    [Error<MfaAlreadyEnabled>]
    [Error<MfaCodeInvalid>]
    public static async Task<Result<ConfirmMfaPayload>> ConfirmMfaAsync(
        [ID<MfaEnrollment>] string enrollmentId, string code, Caller caller, MfaStore factors, CancellationToken cancellationToken)
        => (await factors.ConfirmAsync(enrollmentId, caller.UserId, MfaMessages.Typed(code), cancellationToken))
            .Then<ConfirmMfaPayload>(issued => new ConfirmMfaPayload(issued.Codes));

    /// <summary>
    /// Answers the challenge of a login. A wrong code counts as a wrong password does, and locks the login as those do; five end the challenge.
    /// </summary>
    /// <param name="challengeId">What <c>login</c> answered.</param>
    /// <param name="code">Of the app, of the text message, or a recovery code. Each works once.</param>
    [Error<MfaChallengeInvalid>]
    [Error<MfaCodeInvalid>]
    [UseMutationConvention(PayloadFieldName = "session")]
    public static async Task<Result<SessionTokens>> VerifyMfaAsync(
        [ID<MfaChallenge>] string challengeId, string code, SessionStore sessions, AccessTokens tokens, Caller? caller, CancellationToken cancellationToken)
    {
        if (!(await sessions.AnswerAsync(challengeId, MfaMessages.Typed(code), cancellationToken)).TryGet(out var opened, out var refusal))
        {
            return refusal;
        }

        if (opened is not { Session: { } session, RefreshToken: { } refreshToken })
        {
            return new MfaCodeInvalid();
        }

        await sessions.ReplaceAsync(caller, cancellationToken);
        return tokens.For(opened.User, session, refreshToken);
    }

    /// <summary>Takes all second factors and recovery codes away; the password alone logs in from then on.</summary>
    /// <param name="password">The caller's, so that a stolen session alone cannot do it.</param>
    [Authorize]
    [Error<InvalidCredentials>]
    [Error<MfaNotEnabled>]
    [Error<UserBusy>]
    public static async Task<Result<User>> DisableMfaAsync(
        string password,
        Caller caller,
        UserStore users,
        SessionStore sessions,
        MfaStore factors,
        PasswordHashing hashing,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var credential = await users.FindCredentialAsync(caller.UserId, cancellationToken);
        var isRight = password.Length <= PasswordPolicy.CharactersMax && hashing.Verify(credential, password);
        if (!isRight || credential!.IsLocked(clock.GetUtcNow()))
        {
            await sessions.CountFailureAsync(caller.UserId, cancellationToken);
            return new InvalidCredentials();
        }

        return await factors.DisableAsync(caller.UserId, cancellationToken);
    }
}

/// <summary>Codes to keep where the phone is not.</summary>
/// <param name="RecoveryCodes">Ten, each of which answers one challenge.</param>
public sealed record ConfirmMfaPayload(IReadOnlyList<string>? RecoveryCodes);

internal static class MfaMessages
{
    internal static string Of(string code, TimeSpan lifetime)
        => $"{code} is your FinFlow code for {lifetime.TotalMinutes:0} minutes. Tell it to nobody; nobody of FinFlow will ask for it.";

    /// <summary>Without the spaces and dashes that people type between groups.</summary>
    internal static string Typed(string code) => string.Concat(code.Where(character => character is not (' ' or '-')));
}
