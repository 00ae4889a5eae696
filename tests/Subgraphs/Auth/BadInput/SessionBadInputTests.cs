using static FinFlow.Subgraphs.Tests.UsersOfBadInput;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Bad input for what opens, renews and ends sessions: each gets its own refusal, and nothing is written but the count of failures.</summary>
[Collection(AuthBadInputCollection.Name)]
public sealed class SessionBadInputTests(UsersOfBadInput users)
{
    [Fact]
    public Task Login_Should_Refuse() => users.RefusesAsync("login",
        ("""{ "email": "nobody@shop.example", "password": "a long enough pass phrase" }""", "INVALID_CREDENTIALS"),
        ("""{ "email": "ada@shop.example", "password": "" }""", "INVALID_CREDENTIALS"),
        ("""{ "email": "ada@shop.example", "password": "a long enough pass phras" }""", "INVALID_CREDENTIALS"),
        ("""{ "email": "ada@shop.example", "password": "a long enough pass phrase " }""", "INVALID_CREDENTIALS"),
        ("""{ "email": "ada@shop.example", "password": "A LONG ENOUGH PASS PHRASE" }""", "INVALID_CREDENTIALS"),
        ("""{ "email": "ada@shop.example", "password": "a long enough pass phrase\u0000" }""", "INVALID_CREDENTIALS"),
        ("""{ "email": "ada@shop.example", "password": "VERY LONG" }""", "INVALID_CREDENTIALS"),
        ("""{ "email": "ada@shop.example", "password": "' OR 1=1 --" }""", "INVALID_CREDENTIALS"),
        ("""{ "email": "gone@shop.example", "password": "a long enough pass phrase" }""", "INVALID_CREDENTIALS"),
        ("""{ "email": "", "password": "a long enough pass phrase" }""", "INVALID_CREDENTIALS"),
        ("""{ "email": "ada", "password": "a long enough pass phrase" }""", "INVALID_CREDENTIALS"),
        ("""{ "email": "ada@shop.example\u0000", "password": "a long enough pass phrase" }""", "INVALID_CREDENTIALS"),
        ("""{ "email": "VERY LONG", "password": "a long enough pass phrase" }""", "INVALID_CREDENTIALS"),
        ("""{ "email": "ADA", "password": "a long enough pass phrase" }""", "INVALID_CREDENTIALS"),
        ("""{ "email": "ada@shop.example", "password": 12345678 }""", null),
        ("""{ "email": ["ada@shop.example", "eve@shop.example"], "password": "a long enough pass phrase" }""", null),
        ("""{ "email": "ada@shop.example", "password": null }""", null));

    [Fact]
    public Task RefreshSession_Should_Refuse() => users.RefusesAsync("refreshSession",
        [
            .. ((string[])[
                "", " ", "rt_", "rt_nothing", "' OR 1=1 --", "a\\u0000b", "VERY LONG", "ADA'S ACCESS TOKEN", "ADA'S RESET TOKEN", "EXPIRED REFRESH TOKEN",
                "ENDED REFRESH TOKEN", "DEACTIVATED REFRESH TOKEN", "ADA"])
                .Select(token => ($$"""{ "refreshToken": "{{token}}" }""", "REFRESH_TOKEN_INVALID")),
            ("""{ "refreshToken": 1 }""", null), ("""{ "refreshToken": null }""", null),
        ]);

    [Fact]
    public Task RevokeSession_Should_Refuse() => users.RefusesAsync("revokeSession",
        [
            .. NoIds.Append("EVE'S SESSION").Append("ADA").Append("ADA'S ENROLLMENT").Select(id => ($$"""{ "id": "{{id}}" }""", "SESSION_UNKNOWN")),
            ("""{ "id": 1 }""", "SESSION_UNKNOWN"), ("""{ "id": null }""", null), ("""{ "id": {} }""", null), ("""{ "id": 1.5 }""", null),
        ]);

    [Fact]
    public Task Logout_Should_Refuse() => users.RefusesAsync("logout", BadTokens);

    [Fact]
    public Task LoginWithOAuth_Should_Refuse() => users.RefusesAsync("loginWithOAuth",
        [
            .. ((string[])["", " ", ".", "abc", "' OR 1=1", "a\\u0000b", "VERY LONG", "ADA'S ACCESS TOKEN"])
                .Select(state => ($$"""{ "provider": "GITHUB", "code": "CODE 1", "state": "{{state}}" }""", "OAUTH_STATE_INVALID")),
            ("""{ "provider": "GITHUB", "code": "", "state": "STATE 1" }""", "OAUTH_CODE_INVALID"),
            ("""{ "provider": "GITHUB", "code": "ü", "state": "STATE 1" }""", "OAUTH_CODE_INVALID"),
            ("""{ "provider": "GITHUB", "code": "a\u0000b", "state": "STATE 1" }""", "OAUTH_CODE_INVALID"),
            ("""{ "provider": "GITHUB", "code": "VERY LONG", "state": "STATE 1" }""", "OAUTH_CODE_INVALID"),
            ("""{ "provider": "GITHUB", "code": "nothing", "state": "STATE 2" }""", "OAUTH_CODE_INVALID"),
            ("""{ "provider": "GITHUB", "code": "CODE 2", "state": "STATE 2" }""", "OAUTH_STATE_INVALID"),
            ("""{ "provider": "GITHUB", "code": "CODE 1", "state": "STATE 3" }""", "OAUTH_CODE_INVALID"),
            ("""{ "provider": "GOOGLE", "code": "CODE 1", "state": "STATE 1" }""", "OAUTH_PROVIDER_NOT_CONFIGURED"),
            ("""{ "provider": "FACEBOOK", "code": "CODE 1", "state": "STATE 1" }""", null),
            ("""{ "provider": "github", "code": "CODE 1", "state": "STATE 1" }""", null),
            ("""{ "provider": "GITHUB", "code": null, "state": "STATE 1" }""", null),
            ("""{ "provider": "GITHUB", "code": 1, "state": "STATE 1" }""", null),
        ]);
}
