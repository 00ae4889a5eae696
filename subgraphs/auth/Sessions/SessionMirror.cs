using System.Text.Json;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FinFlow.Auth;

/// <summary>Sessions and their refresh tokens as Redis has them, for all instances, so that a refresh has not to read them in the database.</summary>
/// <remarks>
/// The database stays the truth. Nothing is granted by what stands here: whoever decides on it saves with the versions of its rows, so what is
/// older than the database, or never was in it, loses and is decided again on what the database has. What stands here can only refuse at once,
/// since what has ended or expired never comes back. It is written after the commit, read for a moment at most, and gone with Redis.
/// </remarks>
public sealed class SessionMirror(TimeProvider clock, ILogger<SessionMirror> logger, RedisConnection? redis = null)
{
    private const string Tokens = "finflow:auth:refresh:";
    private const string Sessions = "finflow:auth:session:";
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>A token with its session; null when they are not here, or Redis is away: then the database is asked.</summary>
    internal async Task<Mirrored?> FindAsync(string hash, CancellationToken cancellationToken)
    {
        if (redis?.IsConnected is not true)
        {
            return null;
        }

        try
        {
            return await ReadAsync<RefreshToken>(redis, Tokens + hash, cancellationToken) is { } token
                && await ReadAsync<Session>(redis, Sessions + token.SessionId, cancellationToken) is { } session
                ? new Mirrored(token, session)
                : null;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or JsonException)
        {
            logger.LogDebug(exception, "The database is asked for a session that Redis did not tell of");
            return null;
        }
    }

    /// <summary>As the database has them now.</summary>
    internal void Keep(RefreshToken token) => Write(Tokens + token.Hash, token, token.ExpiresAt);

    /// <summary>As the database has it now.</summary>
    internal void Keep(Session session) => Write(Sessions + session.Id, session, session.ExpiresAt);

    /// <summary>The database has them no more.</summary>
    internal void Forget(IEnumerable<string> tokenHashes, IEnumerable<string> sessionIds)
        => Tell(database => database.KeyDelete(
            [.. tokenHashes.Select(hash => (RedisKey)(Tokens + hash)), .. sessionIds.Select(id => (RedisKey)(Sessions + id))], CommandFlags.FireAndForget));

    private static async Task<T?> ReadAsync<T>(RedisConnection redis, string key, CancellationToken cancellationToken)
        where T : class
    {
        byte[]? json = await redis.Database.StringGetAsync(key).WaitAsync(Patience, cancellationToken);

        // What follows is work for a database, and must not be done on the thread that hands out Redis' answers.
        await Task.Yield();
        return json is null ? null : JsonSerializer.Deserialize<T>(json, ReadCache.StoredForm);
    }

    private void Write<T>(string key, T value, DateTimeOffset expiresAt)
    {
        var lifetime = expiresAt - clock.GetUtcNow();
        if (lifetime > TimeSpan.Zero)
        {
            Tell(database => database.StringSet(key, JsonSerializer.SerializeToUtf8Bytes(value, ReadCache.StoredForm), lifetime, When.Always, CommandFlags.FireAndForget));
        }
    }

    // Nobody waits for it, since nothing depends on its success.
    private void Tell(Action<IDatabase> write)
    {
        if (redis?.IsConnected is not true)
        {
            return;
        }

        try
        {
            write(redis.Database);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            logger.LogDebug(exception, "Redis was not told of a session");
        }
    }
}

/// <summary>What Redis knows of a refresh token.</summary>
internal sealed record Mirrored(RefreshToken Token, Session Session);
