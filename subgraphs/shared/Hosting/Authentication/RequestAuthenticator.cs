using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace FinFlow.Hosting;

/// <summary>From the Authorization header to the caller. A token's signature is checked once; whether it still counts, every time.</summary>
public sealed class RequestAuthenticator(AccessTokens tokens, SessionRevocations revocations, TimeProvider clock, ILogger<RequestAuthenticator>? logger = null)
{
    /// <summary>About 20 MB; beyond it the cache starts afresh, which costs one signature check per token.</summary>
    private const int CachedTokensMax = 10_000;

    /// <summary>Ours have some 500 characters; what is longer is not worth hashing.</summary>
    private const int TokenCharactersMax = 8_192;

    /// <summary>Anybody may send what is no token, and shall not fill the log with it.</summary>
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromMinutes(1);

    private const string Scheme = "Bearer ";

    private static readonly AuthenticationOutcome.Anonymous NoHeader = new();

    private readonly ConcurrentDictionary<Digest, TokenContent> cache = new();
    private long warnedAt = long.MinValue;

    /// <param name="authorization">The header's value, or what <c>connection_init.payload.authorization</c> says; null when absent.</param>
    public async ValueTask<AuthenticationOutcome> AuthenticateAsync(string? authorization)
    {
        if (string.IsNullOrEmpty(authorization))
        {
            return NoHeader;
        }

        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || authorization.Length > TokenCharactersMax)
        {
            return new AuthenticationOutcome.Refused(TokenRefusal.Invalid);
        }

        var digest = Digest.Of(authorization.AsSpan(Scheme.Length));
        if (cache.TryGetValue(digest, out var known))
        {
            return Judge(known);
        }

        var check = await tokens.CheckAsync(authorization[Scheme.Length..].Trim());
        if (check.Content is null)
        {
            WarnOfForeignSecret(check);
            return new AuthenticationOutcome.Refused(check.Refusal ?? TokenRefusal.Invalid);
        }

        if (cache.Count >= CachedTokensMax)
        {
            cache.Clear();
        }

        cache[digest] = check.Content;
        return Judge(check.Content);
    }

    private AuthenticationOutcome Judge(TokenContent token)
    {
        TokenRefusal? refusal = clock.GetUtcNow() >= token.ExpiresAt
            ? TokenRefusal.Expired
            : revocations.Judge(token.Caller.SessionId, token.Caller.UserId, token.IssuedAt);
        return refusal is { } reason
            ? new AuthenticationOutcome.Refused(reason)
            : new AuthenticationOutcome.Authenticated(token.Principal, token.Caller, token.ExpiresAt);
    }

    // A thief's forgery looks the same, so it is said what it may be, and seldom.
    private void WarnOfForeignSecret(TokenCheck check)
    {
        var (now, last) = (clock.GetUtcNow().UtcTicks, Volatile.Read(ref warnedAt));
        if (check.IsSignedByOthers && now - BetweenWarnings.Ticks > last && Interlocked.CompareExchange(ref warnedAt, now, last) == last)
        {
            logger?.LogWarning("A token was refused that is not signed with this process's JWT_SECRET; processes that differ in it refuse each other's tokens");
        }
    }

    // The cache must not keep tokens, so that a memory dump shows none.
    private readonly record struct Digest(UInt128 Left, UInt128 Right)
    {
        internal static Digest Of(ReadOnlySpan<char> token)
        {
            Span<byte> utf8 = stackalloc byte[TokenCharactersMax * 3];
            var length = Encoding.UTF8.GetBytes(token, utf8);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(utf8[..length], hash);
            return new Digest(
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash),
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
        }
    }
}
