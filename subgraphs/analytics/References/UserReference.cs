namespace FinFlow.Analytics;

/// <summary>A user, owned by the auth subgraph.</summary>
public sealed record User([property: ID] string Id);

[QueryType]
internal static class UserReference
{
    [Lookup, Internal]
    public static User? GetUserById([ID] string id) => new(id);
}

[ObjectType<User>]
internal static class UserNode
{
    /// <summary>What the user has done so far; null for users of other organisations.</summary>
    [Authorize(Permissions.AnalyticsRead)]
    public static async Task<UserActivity?> GetActivityAsync(
        [Parent] User user, Caller caller, IKnownUserByIdDataLoader users, IDaysByUserIdDataLoader days, CancellationToken cancellationToken)
        => await users.LoadAsync(user.Id, cancellationToken) is { } known
            && (known.OrganizationId == caller.OrganizationId || caller.Roles.Contains(Roles.Admin))
                ? UserActivity.Of(known, [.. await days.LoadAsync(user.Id, cancellationToken) ?? []])
                : null;
}
