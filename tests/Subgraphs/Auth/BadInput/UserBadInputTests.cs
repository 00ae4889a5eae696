using static FinFlow.Subgraphs.Tests.UsersOfBadInput;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Bad input for what makes users and changes what they may do: each gets its own refusal, and nothing is written.</summary>
[Collection(AuthBadInputCollection.Name)]
public sealed class UserBadInputTests(UsersOfBadInput users)
{
    [Fact]
    public Task Register_Should_Refuse() => users.RefusesAsync("register",
        [
            .. ((string[])["", " ", "@", "no address", "@shop.example", "bob@", "bob@shop", "bob@@shop.example", "bob@shop..example", "b\\u0000b@shop.example", "bob@-shop.example", "VERY LONG"])
                .Select(email => ($$"""{ "email": "{{email}}", "password": "a long enough pass phrase", "name": "Bob" }""", "EMAIL_INVALID")),
            ("""{ "email": "ada@shop.example", "password": "a long enough pass phrase", "name": "Bob" }""", "EMAIL_ALREADY_REGISTERED"),
            ("""{ "email": " ADA@Shop.Example ", "password": "a long enough pass phrase", "name": "Bob" }""", "EMAIL_ALREADY_REGISTERED"),
            ("""{ "email": "bob@shop.example", "password": "", "name": "Bob" }""", "PASSWORD_TOO_SHORT"),
            ("""{ "email": "bob@shop.example", "password": "1234567", "name": "Bob" }""", "PASSWORD_TOO_SHORT"),
            ("""{ "email": "bob@shop.example", "password": "LONG", "name": "Bob" }""", "PASSWORD_TOO_LONG"),
            ("""{ "email": "bob@shop.example", "password": "Password1", "name": "Bob" }""", "PASSWORD_TOO_COMMON"),
            ("""{ "email": "bob@shop.example", "password": "a long enough pass phrase", "name": " " }""", "NAME_INVALID"),
            ("""{ "email": "bob@shop.example", "password": "a long enough pass phrase", "name": "a\u0000b" }""", "NAME_INVALID"),
            ("""{ "email": "bob@shop.example", "password": "a long enough pass phrase", "name": "LONG" }""", "NAME_INVALID"),
            ("""{ "email": "bob@shop.example", "password": 12345678, "name": "Bob" }""", null),
            ("""{ "email": "bob@shop.example", "password": "a long enough pass phrase", "name": null }""", null),
            ("""{ "email": "bob@shop.example", "password": "a long enough pass phrase", "name": "Bob", "role": "ADMIN" }""", null),
        ]);

    [Fact]
    public Task AssignRole_Should_Refuse() => users.RefusesAsync("assignRole",
        [
            .. NoIds.Append("EVE'S SESSION").Select(id => ($$"""{ "userId": "{{id}}", "role": "ADMIN" }""", "USER_NOT_FOUND")),
            .. ((string[])["\"OWNER\"", "\"admin\"", "\"\"", "1", "null", "[\"ADMIN\", \"ANALYST\"]"]).Select(role => ($$"""{ "userId": "ADA", "role": {{role}} }""", (string?)null)),
            ("""{ "userId": null, "role": "ADMIN" }""", null),
        ]);

    [Fact]
    public Task RevokeRole_Should_Refuse() => users.RefusesAsync("revokeRole",
        [
            .. NoIds.Append("EVE'S SESSION").Select(id => ($$"""{ "userId": "{{id}}", "role": "MERCHANT" }""", "USER_NOT_FOUND")),
            ("""{ "userId": "THE ADMINISTRATOR", "role": "ADMIN" }""", "LAST_ADMINISTRATOR"),
            .. ((string[])["\"OWNER\"", "\"merchant\"", "1", "null"]).Select(role => ($$"""{ "userId": "ADA", "role": {{role}} }""", (string?)null)),
        ]);

    [Fact]
    public Task DeactivateUser_Should_Refuse() => users.RefusesAsync("deactivateUser",
        [
            .. NoIds.Append("EVE'S SESSION").Select(id => ($$"""{ "userId": "{{id}}" }""", "USER_NOT_FOUND")),
            ("""{ "userId": "THE ADMINISTRATOR" }""", "LAST_ADMINISTRATOR"), ("""{ "userId": null }""", null), ("""{ "userId": {} }""", null),
        ]);

    [Fact]
    public Task ReactivateUser_Should_Refuse() => users.RefusesAsync("reactivateUser",
        [
            .. NoIds.Append("EVE'S SESSION").Select(id => ($$"""{ "userId": "{{id}}" }""", "USER_NOT_FOUND")),
            ("""{ "userId": null }""", null), ("""{ "userId": {} }""", null), ("""{ "userId": true }""", null),
        ]);

    [Fact]
    public Task RequestEmailVerification_Should_Refuse() => users.RefusesAsync("requestEmailVerification", BadTokens);

    [Fact]
    public Task VerifyEmail_Should_Refuse() => users.RefusesAsync("verifyEmail",
        [
            .. NoIds.Concat(["vem_", "EVE'S VERIFICATION TOKEN", "ADA'S RESET TOKEN", "USED RESET TOKEN", "ADA'S ACCESS TOKEN"])
                .Select(token => ($$"""{ "token": "{{token}}" }""", "MAILED_TOKEN_INVALID")),
            ("""{ "token": 1 }""", null), ("""{ "token": null }""", null),
        ]);
}
