using static FinFlow.Subgraphs.Tests.UsersOfBadInput;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Bad input for what changes how users prove who they are: each gets its own refusal, and nothing is written but the count of failures.</summary>
[Collection(AuthBadInputCollection.Name)]
public sealed class PasswordBadInputTests(UsersOfBadInput users)
{
    private const string Right = "a long enough pass phrase";
    private const string Other = "another long pass phrase";

    private static readonly string[] WrongPasswords =
        ["", " ", "a", "a long enough pass phras", "a long enough pass phrase ", "A LONG ENOUGH PASS PHRASE", "a\\u0000b", "' OR 1=1", "VERY LONG", Other];

    [Fact]
    public Task ChangePassword_Should_Refuse() => users.RefusesAsync("changePassword",
        [
            .. WrongPasswords.Select(wrong => ($$"""{ "currentPassword": "{{wrong}}", "newPassword": "{{Other}}" }""", "INVALID_CREDENTIALS")),
            ($$"""{ "currentPassword": "{{Right}}", "newPassword": "" }""", "PASSWORD_TOO_SHORT"),
            ($$"""{ "currentPassword": "{{Right}}", "newPassword": "1234567" }""", "PASSWORD_TOO_SHORT"),
            ($$"""{ "currentPassword": "{{Right}}", "newPassword": "LONG" }""", "PASSWORD_TOO_LONG"),
            ($$"""{ "currentPassword": "{{Right}}", "newPassword": "VERY LONG" }""", "PASSWORD_TOO_LONG"),
            ($$"""{ "currentPassword": "{{Right}}", "newPassword": "iloveyou1" }""", "PASSWORD_TOO_COMMON"),
            ($$"""{ "currentPassword": "{{Right}}", "newPassword": 12345678 }""", null),
            ($$"""{ "currentPassword": null, "newPassword": "{{Other}}" }""", null),
        ]);

    [Fact]
    public Task RequestPasswordReset_Should_Refuse() => users.RefusesAsync("requestPasswordReset",
        [
            .. ((string[])["", " ", "@", "ada", "ada@", "@shop.example", "ada@shop", "ada@@shop.example", "a\\u0000da@shop.example", "ada@shop.example\\r\\nBcc: eve@shop.example", "VERY LONG", "ADA"])
                .Select(email => ($$"""{ "email": "{{email}}" }""", "EMAIL_INVALID")),
            ("""{ "email": 1 }""", null), ("""{ "email": null }""", null),
        ]);

    [Fact]
    public Task ResetPassword_Should_Refuse() => users.RefusesAsync("resetPassword",
        [
            .. NoIds.Concat(["rpw_", "ADA'S VERIFICATION TOKEN", "EXPIRED RESET TOKEN", "USED RESET TOKEN", "ADA'S ACCESS TOKEN", "ADA'S REFRESH TOKEN"])
                .Select(token => ($$"""{ "token": "{{token}}", "newPassword": "{{Other}}" }""", "MAILED_TOKEN_INVALID")),
            ("""{ "token": "ADA'S RESET TOKEN", "newPassword": "" }""", "PASSWORD_TOO_SHORT"),
            ("""{ "token": "ADA'S RESET TOKEN", "newPassword": "LONG" }""", "PASSWORD_TOO_LONG"),
            ("""{ "token": "ADA'S RESET TOKEN", "newPassword": "Password1" }""", "PASSWORD_TOO_COMMON"),
            ("""{ "token": "ADA'S RESET TOKEN", "newPassword": null }""", null),
            ("""{ "token": 1, "newPassword": "another long pass phrase" }""", null),
        ]);

    [Fact]
    public Task EnableMfa_Should_Refuse() => users.RefusesAsync("enableMfa",
        [
            ("""{ "method": "TOTP" }""", "MFA_ALREADY_ENABLED"),
            ("""{ "method": "TOTP", "phoneNumber": "+14155550100" }""", "PHONE_NUMBER_INVALID"),
            ("""{ "method": "SMS" }""", "PHONE_NUMBER_INVALID"),
            .. ((string[])["", "+", "12345", "14155550100", "+0123456789", "+1234567890123456", "+1415555O100", "+١٤١٥٥٥٥٠١٠٠", "+1415555\\u0000100", "VERY LONG"])
                .Select(number => ($$"""{ "method": "SMS", "phoneNumber": "{{number}}" }""", "PHONE_NUMBER_INVALID")),
            ("""{ "method": "EMAIL" }""", null), ("""{ "method": null }""", null), ("""{ "method": "SMS", "phoneNumber": 14155550100 }""", null),
        ]);

    [Fact]
    public Task ConfirmMfa_Should_Refuse() => users.RefusesAsync("confirmMfa",
        [
            .. NoIds.Concat(["mfa_", "EVE'S ENROLLMENT", "MIA'S CHALLENGE"]).Select(id => ($$"""{ "enrollmentId": "{{id}}", "code": "123456" }""", "MFA_ENROLLMENT_INVALID")),
            .. ((string[])["", "12345", "abcdef", "a\\u0000b"]).Select(code => ($$"""{ "enrollmentId": "ADA'S ENROLLMENT", "code": "{{code}}" }""", "MFA_CODE_INVALID")),
            ("""{ "enrollmentId": "ADA'S ENROLLMENT", "code": 123456 }""", null), ("""{ "enrollmentId": null, "code": "123456" }""", null),
        ]);

    [Fact]
    public Task VerifyMfa_Should_Refuse() => users.RefusesAsync("verifyMfa",
        [
            .. NoIds.Concat(["chl_", "EVE'S ENROLLMENT", "ADA"]).Select(id => ($$"""{ "challengeId": "{{id}}", "code": "123456" }""", "MFA_CHALLENGE_INVALID")),
            .. ((string[])["", "12345", "abcdef", "VERY LONG"]).Select(code => ($$"""{ "challengeId": "MIA'S CHALLENGE", "code": "{{code}}" }""", "MFA_CODE_INVALID")),
            ("""{ "challengeId": "MIA'S CHALLENGE", "code": 123456 }""", null), ("""{ "challengeId": null, "code": "123456" }""", null),
        ]);

    [Fact]
    public Task DisableMfa_Should_Refuse() => users.RefusesAsync("disableMfa",
        [
            .. WrongPasswords.Select(wrong => ($$"""{ "password": "{{wrong}}" }""", "INVALID_CREDENTIALS")),
            ("""{ "password": 1 }""", null), ("""{ "password": null }""", null),
        ]);
}
