using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Access tokens that somebody made who knows more than a client should, all for one caller.</summary>
internal sealed class ForgedTokens(string userId, string organizationId, string sessionId, DateTimeOffset now)
{
    /// <summary>Long enough for every HMAC, so that only the choice of the algorithm tells tokens apart.</summary>
    internal const string Secret = "a secret of more than sixty-four bytes, so that even HS512 would take it";

    /// <summary>As auth itself signs, unless a parameter says otherwise.</summary>
    internal string Signed(
        string algorithm = "HS256", string secret = Secret, string audience = "finflow", string issuer = "finflow", string type = "at+jwt", TimeSpan? age = null)
        => Create(new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)), algorithm), audience, issuer, type, age ?? TimeSpan.Zero);

    /// <summary>Signed by a private key of the forger's, whose public part the token brings along.</summary>
    internal string SignedByOwnKey()
    {
        using var rsa = RSA.Create(2_048);
        return Create(new SigningCredentials(new RsaSecurityKey(rsa), "RS256"), "finflow", "finflow", "at+jwt", TimeSpan.Zero);
    }

    /// <summary>The content of a good token under a header that asks for no signature.</summary>
    internal string Unsigned(string algorithm = "none", bool keepSignature = false)
    {
        var parts = Signed().Split('.');
        var header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}","typ":"at+jwt"}"""));
        return $"{header}.{parts[1]}.{(keepSignature ? parts[2] : "")}";
    }

    private string Create(SigningCredentials signing, string audience, string issuer, string type, TimeSpan age)
        => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = issuer,
            Audience = audience,
            IssuedAt = (now - age).UtcDateTime,
            Expires = (now - age).UtcDateTime.AddMinutes(15),
            SigningCredentials = signing,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = userId, ["org"] = organizationId, ["sid"] = sessionId, ["roles"] = new[] { "MERCHANT" }, ["iat_ms"] = (now - age).ToUnixTimeMilliseconds(),
            },
        });
}
