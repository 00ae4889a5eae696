using System.Collections.Concurrent;

namespace FinFlow.Hosting;

/// <summary>What ended before its tokens expire: sessions, and the roles that a user had. Each process keeps its own copy, fed by events.</summary>
public sealed class SessionRevocations(TimeSpan accessTokenLifetime, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> revokedSessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> staleBefore = new(StringComparer.Ordinal);
    private DateTimeOffset sweptAt = clock.GetUtcNow();

    /// <summary>The session's tokens count no more.</summary>
    public void RevokeSession(string sessionId, DateTimeOffset at)
    {
        revokedSessions[sessionId] = at;
        Sweep();
    }

    /// <summary>The user's tokens that were issued before this moment count no more: roles changed, or the user was deactivated.</summary>
    public void MakeStale(string userId, DateTimeOffset before)
    {
        staleBefore.AddOrUpdate(userId, before, (_, known) => known > before ? known : before);
        Sweep();
    }

    internal TokenRefusal? Judge(string sessionId, string userId, DateTimeOffset issuedAt)
        => revokedSessions.ContainsKey(sessionId) ? TokenRefusal.Revoked
            : staleBefore.TryGetValue(userId, out var before) && issuedAt < before ? TokenRefusal.Stale
            : null;

    // Whatever is older than a token can live says nothing about any token, so the sets stay as small as recent events.
    private void Sweep()
    {
        var now = clock.GetUtcNow();
        if (now - sweptAt < accessTokenLifetime)
        {
            return;
        }

        sweptAt = now;
        foreach (var set in new[] { revokedSessions, staleBefore })
        {
            foreach (var entry in set.Where(entry => entry.Value + accessTokenLifetime < now))
            {
                set.TryRemove(entry);
            }
        }
    }
}
