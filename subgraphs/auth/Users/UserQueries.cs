namespace FinFlow.Auth;

[QueryType]
public static class UserQueries
{
    /// <summary>Who asks.</summary>
    [Authorize]
    public static Task<User?> GetMeAsync(Caller caller, IUserByIdDataLoader users, CancellationToken cancellationToken)
        => users.LoadAsync(caller.UserId, cancellationToken);

    /// <summary>A user of the caller's organisation.</summary>
    [Lookup, NodeResolver]
    [Authorize]
    public static async Task<User?> GetUserByIdAsync(
        [ID<User>] string id, Caller caller, IUserByIdDataLoader users, CancellationToken cancellationToken)
        => await users.LoadAsync(id, cancellationToken) is { } user && caller.ActsFor(user.OrganizationId) ? user : null;

    /// <summary>Every role and what it permits.</summary>
    [Authorize(Policy = Permissions.RolesRead)]
    public static IReadOnlyList<RolePermissions> GetRoles()
        => [.. Enum.GetValues<Role>().Select(role => new RolePermissions(role, [.. Roles.PermissionsOf(role.Name).Order(StringComparer.Ordinal)]))];
}

/// <summary>A role as the set of its permissions.</summary>
/// <param name="Role">The role.</param>
/// <param name="Permissions">Such as <c>payments:write</c>; fields say which one they need.</param>
public sealed record RolePermissions(Role Role, IReadOnlyList<string> Permissions);

[ObjectType<User>]
public static class UserNode
{
    /// <summary>The business that the user runs or acts for.</summary>
    public static async Task<Organization> GetOrganizationAsync(
        [Parent] User user, IOrganizationByIdDataLoader organizations, CancellationToken cancellationToken)
        => await organizations.LoadRequiredAsync(user.OrganizationId, cancellationToken);
}
