using FinFlow.Finance;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Hosting;

/// <summary>A person who asked that their data be stored and nothing else (GDPR, article 18). Every subgraph keeps its own list, fed by events.</summary>
public sealed class RestrictedUser
{
    public required string UserId { get; init; }

    public required DateTimeOffset RestrictedAt { get; init; }
}

/// <summary>The caller asked that their data not be processed; lift the restriction first.</summary>
public sealed record ProcessingRestricted() : Refusal("The processing of your data is restricted at your own request; lift the restriction first.");

public static class Restrictions
{
    private static readonly KeptQuery<FinFlowDbContext, string, bool> IsRestricted
        = new((db, userId, _) => db.RestrictedUsers.Any(restricted => restricted.UserId == userId));

    extension(FinFlowDbContext db)
    {
        /// <summary>Whether the user's data may only be stored: what would process it is refused, or left undone.</summary>
        public Task<bool> IsRestrictedAsync(string userId, CancellationToken cancellationToken)
            => IsRestricted.AskAsync(db, userId, cancellationToken);

        /// <summary>Those of them whose data may only be stored.</summary>
        internal async Task<IReadOnlySet<string>> WhoIsRestrictedAsync(string[] userIds, CancellationToken cancellationToken)
            => await db.RestrictedUsers.Where(restricted => userIds.Contains(restricted.UserId)).Select(restricted => restricted.UserId).ToHashSetAsync(cancellationToken);
    }
}
