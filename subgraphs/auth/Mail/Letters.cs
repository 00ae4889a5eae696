using System.Globalization;

namespace FinFlow.Auth;

/// <summary>What users are told by mail. Nothing in it is what somebody else wrote. <see cref="MailRoom"/> gives each letter its id.</summary>
internal static class Letters
{
    private const string Ending = "\n\nThis is about your FinFlow account. Nobody of FinFlow will ever ask you for a password or a code.\n";

    internal static Letter LoginLocked(User user, DateTimeOffset until) => Of(
        user,
        "Too many failed logins",
        $"Somebody tried {Credential.FailuresMax} times in a row to log in to your account and failed. It takes no login until {Moment(until)}.\n\n"
            + "If it was you, wait and try again. If it was not, your password held; a second factor protects it further.");

    internal static Letter PasswordChanged(User user, DateTimeOffset now) => Of(
        user,
        "Your password was changed",
        $"The password of your account was changed at {Moment(now)}, and all other sessions were ended.\n\n"
            + "If it was not you, reset your password at once.");

    internal static Letter EmailChanged(User user, DateTimeOffset now) => Of(
        user,
        "Your e-mail address was changed",
        $"At your request, the e-mail address of your account was changed at {Moment(now)}. Mails go to the new address from now on.\n\n"
            + "If it was not you, tell those who run this FinFlow at once.");

    internal static Letter PasswordWasReset(User user, DateTimeOffset now) => Of(
        user,
        "Your password was reset",
        $"The password of your account was reset by a token from this mailbox at {Moment(now)}, and all sessions were ended.\n\n"
            + "If it was not you, somebody reads your mails: change the mailbox's password first, then reset this one.");

    /// <param name="wayBack">How to hand over the token.</param>
    internal static Letter ResetPassword(User user, string wayBack, DateTimeOffset expiresAt) => Of(
        user,
        "Reset your password",
        $"Somebody asked to reset the password of your account. {wayBack}\n\n"
            + $"It works once and until {Moment(expiresAt)}. If it was not you, do nothing: your password stays as it is.");

    /// <param name="wayBack">How to hand over the token.</param>
    internal static Letter VerifyEmail(User user, string wayBack, DateTimeOffset expiresAt) => Of(
        user,
        "Verify your e-mail address",
        $"Somebody gave this address as theirs. If it was you, log in and verify that it is yours. {wayBack}\n\n"
            + $"It works once and until {Moment(expiresAt)}. If it was not you, do nothing, or reset the password to take the account over.");

    internal static Letter SignInMethodLinked(User user, OAuthProvider provider, bool passwordWasDropped, DateTimeOffset now) => Of(
        user,
        $"{provider} can now log in to your account",
        $"A login with {provider} was linked to your account at {Moment(now)}.\n\n"
            + (passwordWasDropped
                ? "Nobody had proven before that this address is theirs, so the password, second factors and sessions of before count no more.\n\n"
                : "")
            + "If it was not you, change your password and end the sessions that you do not know.");

    internal static Letter SecondFactorEnabled(User user, MfaMethod method, DateTimeOffset now) => Of(
        user,
        "A second factor was added",
        $"{(method is MfaMethod.Totp ? "An authenticator app" : "A phone")} was added to your account as a second factor at {Moment(now)}.\n\n"
            + "If it was not you, change your password at once.");

    internal static Letter SecondFactorsDisabled(User user, DateTimeOffset now) => Of(
        user,
        "Second factors were removed",
        $"All second factors of your account were removed at {Moment(now)}; the password alone logs in.\n\n"
            + "If it was not you, change your password at once.");

    private static Letter Of(User user, string subject, string text) => new(Id: "", user.Email, subject, text + Ending, user.Id);

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
