using System.Security.Cryptography;

namespace FinFlow.Auth;

/// <summary>For the day when the phone is lost: works once, and is kept as a hash.</summary>
public sealed record RecoveryCode
{
    internal const int Count = 10;

    /// <summary>80 bits: not to be guessed, and still to be typed.</summary>
    private const int Bytes = 10;

    private const int GroupLength = 4;

    public required string UserId { get; init; }

    public required string Hash { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    public long Version { get; init; } = 1;

    /// <summary>A new code as its user reads it, <c>ABCD-EFGH-IJKL-MNOP</c>, and what is kept of it.</summary>
    internal static (string Text, RecoveryCode Code) Issue(string userId, Secrets secrets)
    {
        var text = Base32.Encode(RandomNumberGenerator.GetBytes(Bytes));
        var shown = string.Join('-', text.Chunk(GroupLength).Select(group => new string(group)));
        return (shown, new RecoveryCode { UserId = userId, Hash = secrets.HashOf(text, userId) });
    }
}
