namespace FinFlow.Analytics;

/// <summary>What somebody set up who is gone does not go on sending figures out.</summary>
public sealed class CancelSchedulesOfDeactivated(AnalyticsDbContext db) : IEventHandler<UserDeactivated>
{
    public Task HandleAsync(EventContext<UserDeactivated> received, CancellationToken cancellationToken)
        => db.CancelSchedulesOfAsync(received.Payload.UserId, received.Payload.OccurredAt, cancellationToken);
}

/// <summary>Nor what was set up by somebody who may do so no longer.</summary>
public sealed class CancelSchedulesOfUnpermitted(AnalyticsDbContext db) : IEventHandler<RoleChanged>
{
    public Task HandleAsync(EventContext<RoleChanged> received, CancellationToken cancellationToken)
        => Roles.PermissionsOf(received.Payload.Roles).Contains(Permissions.ReportsWrite)
            ? Task.CompletedTask
            : db.CancelSchedulesOfAsync(received.Payload.UserId, received.Payload.OccurredAt, cancellationToken);
}

internal static class SchedulesOfAUser
{
    extension(AnalyticsDbContext db)
    {
        internal async Task CancelSchedulesOfAsync(string userId, DateTimeOffset at, CancellationToken cancellationToken)
        {
            var active = await db.Schedules.AsNoTracking()
                .Where(schedule => schedule.UserId == userId && schedule.CancelledAt == null)
                .ToListAsync(cancellationToken);
            db.UpdateRange(active.Select(schedule => schedule.Cancelled(at)));
        }
    }
}
