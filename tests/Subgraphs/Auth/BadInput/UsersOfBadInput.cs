using System.Text.Json;
using FinFlow.Auth;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// Users in every state, with sessions, tokens and second factors of every kind. Since whatever is refused writes nothing, all tables of bad
/// input share them.
/// </summary>
public sealed class UsersOfBadInput : IAsyncLifetime
{
    /// <summary>Failed proofs of who one is are counted, and tell so: that is their purpose. A state that came back from a provider is used up.</summary>
    private static readonly string[] Counting = ["login", "verifyMfa", "confirmMfa", "changePassword", "disableMfa", "loginWithOAuth"];

    private static readonly string[] Open =
        ["register", "login", "refreshSession", "verifyMfa", "loginWithOAuth", "requestPasswordReset", "resetPassword"];

    private static readonly string[] Administrative = ["assignRole", "revokeRole", "deactivateUser", "reactivateUser"];

    private static readonly string[] WithoutInput = ["logout", "requestEmailVerification"];

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<string, string> names = [];
    private RunningSubgraph auth = null!;
    private GitHubEmulator github = null!;
    private AuthClient admin = null!;
    private AuthClient ada = null!;

    /// <summary>What is no id, and never was one. Each table adds ids of other kinds.</summary>
    internal static string[] NoIds => ["", " ", "x_nothing", "usr_", "ses_0", "' OR 1=1 --", "%", "a\\u0000b", "usr_💥", "VERY LONG", "ADA'S ORGANISATION"];

    /// <summary>Names of tokens that are no access token, or one that counts no more. The first is none at all.</summary>
    internal static string[] BadTokens =>
    [
        "", "nonsense", "ADA'S REFRESH TOKEN", "EXPIRED ACCESS TOKEN", "FORGED SIGNATURE", "FORGED AUDIENCE", "FORGED ISSUER", "FORGED TYPE", "FORGED AGE", "UNSIGNED",
        "UNSIGNED WITH SIGNATURE", "STRONGER ALGORITHM", "OWN KEY", "ENDED ACCESS TOKEN", "DEACTIVATED ACCESS TOKEN", "STALE ACCESS TOKEN", "VERY LONG",
    ];

    public async Task InitializeAsync()
    {
        github = await GitHubEmulator.StartAsync();
        auth = await RunningSubgraph.StartAsync<AuthSubgraph>(
            folder.Path, clock, ("JWT_SECRET", ForgedTokens.Secret),
            ("FINFLOW_ADMIN_EMAIL", "admin@finflow.example"), ("FINFLOW_ADMIN_PASSWORD", "the first administrator"),
            ("OAUTH_REDIRECT_URL", "https://app.example/signed-in"), ("GITHUB_URL", github.Address), ("GITHUB_API_URL", github.Address),
            ("GITHUB_CLIENT_ID", GitHubEmulator.ClientId), ("GITHUB_CLIENT_SECRET", GitHubEmulator.ClientSecret));
        await MakeTokensOfLongAgoAsync();
        clock.Now = new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
        await MakeEndedTokensAsync();
        clock.Now += TimeSpan.FromSeconds(1);
        admin = new AuthClient(auth, "admin@finflow.example", "the first administrator");
        await admin.LogInAsync();
        ada = await AuthClient.RegisterAsync(auth, "ada@shop.example");
        var eve = await AuthClient.RegisterAsync(auth, "eve@shop.example");
        (names["ADA"], names["THE ADMINISTRATOR"], names["ADA'S ORGANISATION"]) = (ada.Id, admin.Id, ada.OrganizationId);
        names["EVE'S SESSION"] = (await auth.DataAsync("{ sessions { id } }", null, eve.Access)).GetProperty("sessions")[0].Text("id")!;
        (names["ADA'S ACCESS TOKEN"], names["ADA'S REFRESH TOKEN"]) = (ada.Access, ada.Refresh);
        await MakeMailedTokensAsync(eve);
        await MakeSecondFactorsAsync(eve);
        await MakeForgedTokensAsync();
        names["LONG"] = new string('x', 201);
        names["VERY LONG"] = new string('x', 100_000);
        for (var state = 1; state <= 3; state++)
        {
            (names[$"CODE {state}"], names[$"STATE {state}"]) = github.LogIn(await new OAuthApp(auth).AddressAsync("GITHUB"));
        }
    }

    public async Task DisposeAsync()
    {
        await auth.DisposeAsync();
        await github.DisposeAsync();
        folder.Dispose();
    }

    /// <param name="cases">
    /// Inputs as JSON with the code of their refusal; a name in capitals stands for what these users have. Null is the code of what the schema
    /// itself refuses, before anything runs. The first input is one that the schema accepts.
    /// </param>
    internal async Task RefusesAsync(string mutation, params (string Input, string? Code)[] cases)
    {
        Assert.True(cases.Length >= 10);
        var isCounting = Counting.Contains(mutation);
        var atFirst = State(isCounting, withEvents: false);
        if (!Open.Contains(mutation))
        {
            Assert.Equal("AUTH_NOT_AUTHENTICATED", ErrorOf(await SendAsync(mutation, cases[0].Input, null)));
        }

        if (Administrative.Contains(mutation))
        {
            Assert.Equal("AUTH_NOT_AUTHORIZED", ErrorOf(await SendAsync(mutation, cases[0].Input, ada.Access)));
        }

        Assert.Equal(atFirst, State(isCounting, withEvents: false));
        var token = Open.Contains(mutation) ? null : Administrative.Contains(mutation) ? admin.Access : ada.Access;
        var before = State(isCounting, withEvents: !isCounting);
        foreach (var (input, code) in ((string, string?)[])[.. cases, ("null", null), ("[]", null), ("{}", null), ("""{ "surprise": true }""", null)])
        {
            var response = await SendAsync(mutation, input, token);
            var ran = response.TryGetProperty("data", out var data);
            Assert.True(ran || response.TryGetProperty("errors", out _), $"{response}");
            Assert.Equal((input, code), (input, ran ? CodeOf(data.GetProperty(mutation)) : null));
        }

        Assert.Equal(before, State(isCounting, withEvents: !isCounting));
    }

    /// <summary>For a mutation that takes no input: bad is then who asks.</summary>
    /// <param name="tokens">Access tokens, or names of them.</param>
    internal async Task RefusesAsync(string mutation, params string[] tokens)
    {
        Assert.True(tokens.Length >= 10);
        Assert.Contains(mutation, WithoutInput);
        var before = State(isCounting: false, withEvents: true);
        foreach (var token in tokens)
        {
            var response = await auth.SendAsync($"mutation {{ {mutation} {{ errors {{ __typename }} }} }}", null, names.GetValueOrDefault(token, token) is { Length: > 0 } sent ? sent : null);
            Assert.Equal((token, "AUTH_NOT_AUTHENTICATED"), (token, ErrorOf(response)));
        }

        Assert.Equal(before, State(isCounting: false, withEvents: true));
    }

    private static string? ErrorOf(JsonElement response) => response.GetProperty("errors")[0].GetProperty("extensions").Text("code");

    private static string? CodeOf(JsonElement payload)
        => payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].Text("code") : "it was accepted";

    private Task<JsonElement> SendAsync(string mutation, string input, string? token)
        => auth.SendAsync(
            $"mutation($input: {char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input!) {{ {mutation}(input: $input) {{ errors {{ ... on Error {{ code message }} }} }} }}",
            new { input = Filled(input) },
            token);

    private JsonElement Filled(string input)
        => JsonDocument.Parse(names.Aggregate(input, (text, name) => text.Replace($"\"{name.Key}\"", $"\"{name.Value}\"", StringComparison.Ordinal))).RootElement;

    private async Task MakeTokensOfLongAgoAsync()
    {
        var old = await AuthClient.RegisterAsync(auth, "old@shop.example");
        (names["EXPIRED ACCESS TOKEN"], names["EXPIRED REFRESH TOKEN"]) = (old.Access, old.Refresh);
        await old.RequestResetAsync();
        names["EXPIRED RESET TOKEN"] = await AuthClient.MailedTokenAsync(auth, folder.Path, old.Email, "resetPassword");
    }

    private async Task MakeEndedTokensAsync()
    {
        admin = new AuthClient(auth, "admin@finflow.example", "the first administrator");
        await admin.LogInAsync();
        var (ended, gone, changed) = (
            await AuthClient.RegisterAsync(auth, "ended@shop.example"), await AuthClient.RegisterAsync(auth, "gone@shop.example"),
            await AuthClient.RegisterAsync(auth, "changed@shop.example"));
        (names["ENDED ACCESS TOKEN"], names["ENDED REFRESH TOKEN"]) = (ended.Access, ended.Refresh);
        (names["DEACTIVATED ACCESS TOKEN"], names["DEACTIVATED REFRESH TOKEN"]) = (gone.Access, gone.Refresh);
        names["STALE ACCESS TOKEN"] = changed.Access;
        clock.Now += TimeSpan.FromSeconds(1);
        await ended.SendAsync("logout", "session { id }");
        await admin.SendAsync("deactivateUser", "user { id }", new { userId = gone.Id });
        await admin.SendAsync("assignRole", "user { id }", new { userId = changed.Id, role = "ANALYST" });
        await Telling.UntilAsync(() => changed.ErrorAsync(), error => error is not null);
    }

    private async Task MakeMailedTokensAsync(AuthClient eve)
    {
        names["EVE'S VERIFICATION TOKEN"] = await AuthClient.MailedTokenAsync(auth, folder.Path, eve.Email, "verifyEmail");
        names["ADA'S VERIFICATION TOKEN"] = await AuthClient.MailedTokenAsync(auth, folder.Path, ada.Email, "verifyEmail");
        await ada.RequestResetAsync();
        names["ADA'S RESET TOKEN"] = await AuthClient.MailedTokenAsync(auth, folder.Path, ada.Email, "resetPassword");
        await eve.RequestResetAsync();
        names["USED RESET TOKEN"] = await AuthClient.MailedTokenAsync(auth, folder.Path, eve.Email, "resetPassword");
        Assert.Null(AuthClient.RefusalOf(await eve.ResetAsync(names["USED RESET TOKEN"], AuthClient.Password)));
        clock.Now += TimeSpan.FromSeconds(1);
        await eve.LogInAsync();
    }

    /// <summary>Ada has an app and is about to add a phone; Mia has an app and stands between password and session.</summary>
    private async Task MakeSecondFactorsAsync(AuthClient eve)
    {
        var phone = new { method = "SMS", phoneNumber = "+14155550100" };
        names["EVE'S ENROLLMENT"] = (await eve.SendAsync("enableMfa", "enrollment { id }", phone)).GetProperty("enrollment").Text("id")!;
        names["ADA'S ENROLLMENT"] = (await ada.SendAsync("enableMfa", "enrollment { id }", phone)).GetProperty("enrollment").Text("id")!;
        var mia = await MfaClient.RegisterAsync(auth, folder.Path, clock, "mia@shop.example");
        await mia.WithAppAsync();
        names["MIA'S CHALLENGE"] = await mia.ChallengeAsync();
        await MfaClient.For(auth, folder.Path, clock, ada.Email, ada.Access).WithAppAsync();
    }

    private async Task MakeForgedTokensAsync()
    {
        var session = (await auth.DataAsync("{ sessions { id } }", null, ada.Access)).GetProperty("sessions")[0].Text("id")!;
        var forged = new ForgedTokens(ada.Id, ada.OrganizationId, session, clock.Now);
        Assert.Null(await ada.ErrorAsync(forged.Signed()));
        names["FORGED SIGNATURE"] = forged.Signed(secret: "another secret that has at least thirty-two bytes");
        names["FORGED AUDIENCE"] = forged.Signed(audience: "somebody else");
        names["FORGED ISSUER"] = forged.Signed(issuer: "somebody else");
        names["FORGED TYPE"] = forged.Signed(type: "JWT");
        names["FORGED AGE"] = forged.Signed(age: TimeSpan.FromMinutes(15));
        names["UNSIGNED"] = forged.Unsigned();
        names["UNSIGNED WITH SIGNATURE"] = forged.Unsigned(keepSignature: true);
        names["STRONGER ALGORITHM"] = forged.Signed("HS512");
        names["OWN KEY"] = forged.SignedByOwnKey();
    }

    /// <summary>Every row of every table; of what counts failures only what would let somebody in.</summary>
    private string State(bool isCounting, bool withEvents)
    {
        string[] left = ["outbox", "inbox", "waiting_mails", .. isCounting ? ["credentials", "second_factors", "mfa_challenges", "used_oauth_states"] : Array.Empty<string>()];
        var file = folder.File("auth.db");
        var tables = TestDatabase.Tables(file).Except(left).ToList();
        Assert.Contains("sessions", tables);
        return string.Join('\n',
        [
            .. withEvents ? [$"{TestDatabase.EventsTold(file)}"] : Array.Empty<string>(),
            .. tables.SelectMany(table => TestDatabase.Rows(file, $"SELECT '{table}', * FROM \"{table}\"").Order(StringComparer.Ordinal)),
            .. isCounting ? TestDatabase.Rows(file, "SELECT UserId, PasswordHash, ChangedAt FROM credentials ORDER BY 1") : [],
            .. isCounting ? TestDatabase.Rows(file, "SELECT Id, UserId, ConfirmedAt FROM second_factors ORDER BY 1") : [],
            .. isCounting ? TestDatabase.Rows(file, "SELECT Id, AnsweredAt FROM mfa_challenges ORDER BY 1") : [],
        ]);
    }
}

/// <summary>The tables of bad input that are held against the same users.</summary>
[CollectionDefinition(Name)]
public sealed class AuthBadInputCollection : ICollectionFixture<UsersOfBadInput>
{
    internal const string Name = "bad input for auth";
}
