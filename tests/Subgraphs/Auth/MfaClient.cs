using System.Security.Cryptography;
using System.Text.Json;
using FinFlow.Auth;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Somebody with an authenticator app and a phone, who speaks to auth as a client does.</summary>
internal sealed class MfaClient(RunningSubgraph auth, string folder, SettableClock clock, string email)
{
    internal const string Password = "a long enough pass phrase";

    internal string Token { get; private set; } = "";

    internal static async Task<MfaClient> RegisterAsync(RunningSubgraph auth, string folder, SettableClock clock, string email = "ada@shop.example")
    {
        var client = new MfaClient(auth, folder, clock, email);
        await client.SendAsync("register", "user { id }", new { email, password = Password, name = "Ada" });
        client.Token = (await client.LoginAsync()).GetProperty("session").GetProperty("accessToken").GetString()!;
        return client;
    }

    /// <summary>Who is registered and logged in already.</summary>
    internal static MfaClient For(RunningSubgraph auth, string folder, SettableClock clock, string email, string token)
        => new(auth, folder, clock, email) { Token = token };

    internal Task<JsonElement> LoginAsync(string password = Password)
        => SendAsync("login", "session { accessToken } mfaChallenge { id methods expiresAt }", new { email, password }, anonymous: true);

    internal async Task<string> ChallengeAsync() => IdOf((await LoginAsync()).GetProperty("mfaChallenge"));

    internal Task<JsonElement> EnableAsync(string method, string? phoneNumber = null)
        => SendAsync("enableMfa", "enrollment { id method secret otpauthUri qrCode expiresAt }", new { method, phoneNumber });

    internal Task<JsonElement> ConfirmAsync(string enrollmentId, string code) => SendAsync("confirmMfa", "recoveryCodes", new { enrollmentId, code });

    internal Task<JsonElement> VerifyAsync(string challengeId, string code)
        => SendAsync("verifyMfa", "session { accessToken refreshToken user { email } }", new { challengeId, code }, anonymous: true);

    internal Task<JsonElement> DisableAsync(string password = Password) => SendAsync("disableMfa", "user { id }", new { password });

    internal Task<JsonElement> ChangePasswordAsync(string newPassword)
        => SendAsync("changePassword", "user { id }", new { currentPassword = Password, newPassword });

    /// <summary>With an app in force from now on: its seed, and the recovery codes.</summary>
    internal async Task<(byte[] Seed, string[] RecoveryCodes)> WithAppAsync()
    {
        var enrollment = (await EnableAsync("TOTP")).GetProperty("enrollment");
        var seed = Decode(enrollment.GetProperty("secret").GetString()!);
        var confirmed = await ConfirmAsync(IdOf(enrollment), CodeOf(seed));
        clock.Now += TimeSpan.FromSeconds(Totp.StepSeconds);
        return (seed, [.. confirmed.GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!)]);
    }

    internal string CodeOf(byte[] seed, int stepsAside = 0) => Totp.CodeOf(HashAlgorithmName.SHA1, seed, Totp.StepAt(clock.Now) + stepsAside);

    /// <summary>A code that is none of the app's accepted ones.</summary>
    internal string WrongCodeOf(byte[] seed)
        => Enumerable.Range(0, 10).Select(digit => new string((char)('0' + digit), Totp.Digits))
            .First(code => Enumerable.Range(-1, 3).All(aside => CodeOf(seed, aside) != code));

    /// <summary>The code of the latest text message, and to whom it went.</summary>
    internal (string To, string Code) LatestMessage()
    {
        var path = Messages().Max(StringComparer.Ordinal)!;
        var message = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
        return (message.GetProperty("to").GetString()!, message.GetProperty("text").GetString()![..Totp.Digits]);
    }

    internal string[] Messages()
        => Directory.Exists(Path.Combine(folder, "outbox", "sms")) ? Directory.GetFiles(Path.Combine(folder, "outbox", "sms"), "*.json") : [];

    internal static string IdOf(JsonElement thing) => thing.GetProperty("id").GetString()!;

    internal static string? RefusalOf(JsonElement payload)
        => payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].GetProperty("code").GetString() : null;

    private async Task<JsonElement> SendAsync(string mutation, string selection, object input, bool anonymous = false)
    {
        var type = $"{char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input";
        var data = await auth.DataAsync(
            $$"""mutation($input: {{type}}!) { {{mutation}}(input: $input) { {{selection}} errors { ... on Error { code message } } } }""",
            new { input },
            anonymous || Token is "" ? null : Token);
        return data.GetProperty(mutation);
    }

    private static byte[] Decode(string base32)
    {
        var bits = string.Concat(base32.Select(character => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(character, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Select(octet => Convert.ToByte(new string(octet), 2))];
    }
}
