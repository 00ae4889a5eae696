namespace FinFlow.Auth;

[MutationType]
public static class RoleMutations
{
    /// <summary>Gives a user a role. The user's tokens are stale from then on and must be refreshed.</summary>
    /// <param name="userId">Whom.</param>
    /// <param name="role">To have it already is no error.</param>
    [Authorize(Policy = Permissions.RolesAssign)]
    [Error<UserNotFound>]
    [Error<UserBusy>]
    public static Task<Result<User>> AssignRoleAsync(
        [ID<User>] string userId, Role role, Caller caller, UserStore users, CancellationToken cancellationToken)
        => users.ChangeRolesAsync(userId, caller.UserId, (user, _) => user.With(role), cancellationToken);

    /// <summary>Takes a role from a user, whose tokens are stale from then on.</summary>
    /// <param name="userId">From whom.</param>
    /// <param name="role">Not to have it is no error. The last ADMIN keeps it.</param>
    [Authorize(Policy = Permissions.RolesAssign)]
    [Error<UserNotFound>]
    [Error<LastAdministrator>]
    [Error<UserBusy>]
    public static Task<Result<User>> RevokeRoleAsync(
        [ID<User>] string userId, Role role, Caller caller, UserStore users, CancellationToken cancellationToken)
        => users.ChangeRolesAsync(userId, caller.UserId, (user, isLastAdministrator) => user.Without(role, isLastAdministrator), cancellationToken);
}
