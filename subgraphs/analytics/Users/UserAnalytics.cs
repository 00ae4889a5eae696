using System.Runtime.InteropServices;

namespace FinFlow.Analytics;

/// <summary>How the organisation's users work with it over a range of days.</summary>
/// <param name="UserCount">All that ever registered.</param>
/// <param name="NewUserCount">Registered within the range.</param>
/// <param name="ActiveUserCount">Did something within the range.</param>
/// <param name="Trend">Every day of the range, oldest first.</param>
/// <param name="Months">Months of the calendar, oldest first, also those in which nobody did anything.</param>
public sealed record UserAnalytics(
    AnalyticsRange Range,
    int UserCount,
    int NewUserCount,
    int ActiveUserCount,
    int ActionCount,
    IReadOnlyList<UserAnalyticsDay> Trend,
    IReadOnlyList<UserAnalyticsMonth> Months)
{
    public static UserAnalytics Of(AnalyticsRange range, DaySpan span, IReadOnlyCollection<KnownUser> users, IReadOnlyCollection<UserDay> days)
    {
        var byDay = days.ToLookup(day => day.Day);
        return new UserAnalytics(
            range,
            users.Count,
            users.Count(user => user.RegisteredAt.UtcDay >= span.From),
            days.Select(day => day.UserId).Distinct().Count(),
            days.Sum(day => day.ActionCount),
            [.. span.Days.Select(day => new UserAnalyticsDay(day, byDay[day].Count(), byDay[day].Sum(figures => figures.ActionCount)))],
            [.. span.Days.GroupBy(day => day.MonthText).Select(month => UserAnalyticsMonth.Of([.. month], [.. month.SelectMany(day => byDay[day])]))]);
    }
}

public sealed record UserAnalyticsDay(DateOnly Date, int ActiveUserCount, int ActionCount);

/// <summary>A month of the calendar, in UTC, as far as the range reaches into it.</summary>
/// <param name="From">The month's first day, or the range's where that is later.</param>
/// <param name="To">The month's last day, or the range's where that is earlier.</param>
/// <param name="ActiveUserCount">Each once, on however many days they did something.</param>
public sealed record UserAnalyticsMonth(DateOnly From, DateOnly To, int ActiveUserCount, int ActionCount)
{
    /// <summary>As 2026-03.</summary>
    public string Month => From.MonthText;

    internal static UserAnalyticsMonth Of(IReadOnlyList<DateOnly> month, IReadOnlyCollection<UserDay> days) => new(
        month[0], month[^1], days.Select(day => day.UserId).Distinct().Count(), days.Sum(day => day.ActionCount));
}

/// <summary>What a user has done so far.</summary>
/// <param name="LastActiveAt">Null when the user has done nothing yet.</param>
/// <param name="ActiveDayCount">Days on which the user did something.</param>
public sealed record UserActivity(DateTimeOffset RegisteredAt, DateTimeOffset? LastActiveAt, int ActionCount, int ActiveDayCount)
{
    internal static UserActivity Of(KnownUser user, IReadOnlyCollection<UserDay> days) => new(
        user.RegisteredAt, days.Select(day => (DateTimeOffset?)day.LastActiveAt).Max(), days.Sum(day => day.ActionCount), days.Count);
}

[QueryType]
public static class UserQueries
{
    /// <summary>How the organisation's users work with it.</summary>
    [Authorize(Permissions.AnalyticsRead)]
    public static async Task<UserAnalytics?> GetUserAnalyticsAsync(
        [Optional, DefaultParameterValue(AnalyticsRange.Last30Days)] AnalyticsRange range,
        Caller caller,
        AnalyticsDbContext db,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var span = DaySpan.Of(range, clock.Today);
        var users = await db.Users.AsNoTracking().Where(user => user.OrganizationId == caller.OrganizationId).ToListAsync(cancellationToken);
        return UserAnalytics.Of(range, span, users, await db.UsersAsync(caller.OrganizationId, span, cancellationToken));
    }
}

public static class UserLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, KnownUser>> GetKnownUserByIdAsync(
        IReadOnlyList<string> ids, AnalyticsDbContext db, CancellationToken cancellationToken)
        => await db.Users.AsNoTracking().Where(user => ids.Contains(user.UserId)).ToDictionaryAsync(user => user.UserId, cancellationToken);

    [DataLoader]
    public static async Task<ILookup<string, UserDay>> GetDaysByUserIdAsync(
        IReadOnlyList<string> userIds, AnalyticsDbContext db, CancellationToken cancellationToken)
        => (await db.UserDays.AsNoTracking().Where(day => userIds.Contains(day.UserId)).ToListAsync(cancellationToken)).ToLookup(day => day.UserId);
}
