using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FinFlow.Auth;

/// <summary>
/// A login that was begun with a provider. It travels with the browser as the state: sealed, so that nobody reads the verifier, and
/// whole, so that whoever only asks for addresses fills no table.
/// </summary>
/// <param name="Nonce">The id token must repeat it, so that a token of another login is none of this one.</param>
/// <param name="Verifier">Whose hash went ahead (RFC 7636): a code that was caught on its way is worth nothing without it.</param>
internal sealed record OAuthRequest(OAuthProvider Provider, string Nonce, string Verifier, DateTimeOffset ExpiresAt)
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const string Owner = "oauth state";
    private const int RandomBytes = 32;

    /// <summary>Ours have some 350 characters.</summary>
    private const int StateCharactersMax = 2_048;

    internal string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    internal static OAuthRequest Begin(OAuthProvider provider, DateTimeOffset now) => new(provider, Random(), Random(), now + Lifetime);

    internal string ToState(Secrets secrets) => secrets.Seal(JsonSerializer.SerializeToUtf8Bytes(this), Owner);

    /// <summary>The request of a state; a refusal when it is none of ours, another provider's, or too old.</summary>
    internal static Result<OAuthRequest> FromState(string state, OAuthProvider provider, Secrets secrets, DateTimeOffset now)
    {
        if (state.Length > StateCharactersMax)
        {
            return new OauthStateInvalid();
        }

        try
        {
            var request = JsonSerializer.Deserialize<OAuthRequest>(secrets.Open(state, Owner))!;
            return request.Provider == provider && now < request.ExpiresAt ? request : new OauthStateInvalid();
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            return new OauthStateInvalid();
        }
    }

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
}
