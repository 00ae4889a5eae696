using System.Buffers.Text;
using System.Security.Cryptography;

namespace FinFlow.Auth;

/// <summary>What a token that came by mail is good for.</summary>
public enum MailedTokenPurpose
{
    VerifyEmail,
    ResetPassword,
}

/// <summary>Goes to a mailbox and comes back from whoever reads it. It works once, for one purpose; only its hash is kept.</summary>
public sealed record MailedToken
{
    private const int Bytes = 32;

    /// <summary>SHA-256 in hex: 256 random bits need no salt and no stretching.</summary>
    public required string Hash { get; init; }

    public required string UserId { get; init; }

    public required MailedTokenPurpose Purpose { get; init; }

    /// <summary>Where it went: it proves this address and no other.</summary>
    public required string Email { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>A way in must close soon; a proof of an address can wait until somebody reads mails.</summary>
    internal static TimeSpan LifetimeOf(MailedTokenPurpose purpose)
        => purpose is MailedTokenPurpose.ResetPassword ? TimeSpan.FromMinutes(30) : TimeSpan.FromHours(24);

    /// <summary>A new token's text, which only the mail has, and what is kept of it.</summary>
    internal static (string Text, MailedToken Token) Issue(User user, MailedTokenPurpose purpose, DateTimeOffset now)
    {
        var prefix = purpose is MailedTokenPurpose.ResetPassword ? "rpw" : "vem";
        var text = $"{prefix}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes))}";
        var token = new MailedToken
        {
            Hash = RefreshToken.HashOf(text),
            UserId = user.Id,
            Purpose = purpose,
            Email = user.Email,
            IssuedAt = now,
            ExpiresAt = now + LifetimeOf(purpose),
        };
        return (text, token);
    }
}
