namespace FinFlow.Auth;

[MutationType]
public static class ActivationMutations
{
    /// <summary>
    /// Shuts a user out: all sessions end at once, in every part of the system within moments, and no login is taken. What the user
    /// did stays, and the business keeps everything.
    /// </summary>
    /// <param name="userId">Whom. To be deactivated already is no error; the last ADMIN cannot be.</param>
    [Authorize(Policy = Permissions.UsersDeactivate)]
    [Error<UserNotFound>]
    [Error<LastAdministrator>]
    [Error<UserBusy>]
    public static Task<Result<User>> DeactivateUserAsync(
        [ID<User>] string userId, Caller caller, UserActivation activation, CancellationToken cancellationToken)
        => activation.DeactivateAsync(userId, caller.UserId, cancellationToken);

    /// <summary>Lets a deactivated user log in again. Sessions of before stay over.</summary>
    /// <param name="userId">Whom. To be active already is no error.</param>
    [Authorize(Policy = Permissions.UsersDeactivate)]
    [Error<UserNotFound>]
    [Error<UserBusy>]
    public static Task<Result<User>> ReactivateUserAsync(
        [ID<User>] string userId, Caller caller, UserActivation activation, CancellationToken cancellationToken)
        => activation.ReactivateAsync(userId, caller.UserId, cancellationToken);
}
