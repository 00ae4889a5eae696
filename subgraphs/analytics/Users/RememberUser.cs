namespace FinFlow.Analytics;

public sealed class RememberUser(AnalyticsDbContext db) : IEventHandler<UserRegistered>
{
    public async Task HandleAsync(EventContext<UserRegistered> received, CancellationToken cancellationToken)
    {
        var user = received.Payload;
        if (user.OrganizationId is { } organizationId && !await db.Users.AnyAsync(known => known.UserId == user.UserId, cancellationToken))
        {
            db.Add(new KnownUser { UserId = user.UserId, OrganizationId = organizationId, RegisteredAt = user.OccurredAt });
        }
    }
}
