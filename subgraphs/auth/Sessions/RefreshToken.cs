using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Auth;

/// <summary>One link of a session's chain of refresh tokens: used once, then replaced. Only its hash is kept.</summary>
public sealed record RefreshToken
{
    private const int Bytes = 32;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>SHA-256 in hex: 256 random bits need no salt and no stretching.</summary>
    public required string Hash { get; init; }

    public required string SessionId { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    public long Version { get; init; } = 1;

    /// <summary>A new token's text, which only the client keeps, and what we keep of it.</summary>
    internal static (string Text, RefreshToken Token) Issue(Session session, DateTimeOffset now)
    {
        var text = $"rt_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes))}";
        var expiresAt = now + Lifetime;
        var token = new RefreshToken
        {
            Hash = HashOf(text),
            SessionId = session.Id,
            IssuedAt = now,
            ExpiresAt = expiresAt < session.ExpiresAt ? expiresAt : session.ExpiresAt,
        };
        return (text, token);
    }

    internal static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
