using Microsoft.EntityFrameworkCore;

namespace FinFlow.Auth;

/// <summary>Shuts users out and lets them in again. What they did stays; whom they acted for keeps everything.</summary>
public sealed class UserActivation(AuthDbContext db, UserStore users, SessionStore sessions, SessionRevocations revocations, TimeProvider clock)
{
    /// <summary>Ends every session of the user, in every subgraph within moments, and takes no login from then on.</summary>
    /// <param name="actorId">Who does it.</param>
    public async Task<Result<User>> DeactivateAsync(string id, string actorId, CancellationToken cancellationToken)
    {
        var deactivated = await db.DecideInTurnAsync<User>(
            UserStore.AdministratorsTurn,
            async token =>
            {
                if (await users.FindAsync(id, token) is not { } user)
                {
                    return new UserNotFound(id);
                }

                if (!user.IsActive)
                {
                    return user;
                }

                if (await users.IsLastAdministratorAsync(user, token))
                {
                    return new LastAdministrator();
                }

                var (shutOut, now) = (user with { IsActive = false }, clock.GetUtcNow());
                db.Update(shutOut);
                await sessions.EndAllAsync(id, keptSessionId: null, SessionEnd.Deactivated, now, token);
                db.Publish(new UserDeactivated(id, user.OrganizationId, now, actorId), clock);
                return shutOut;
            },
            () => new UserBusy(),
            cancellationToken);
        if (!deactivated.IsRefused)
        {
            revocations.MakeStale(id, clock.GetUtcNow());
        }

        return deactivated;
    }

    /// <summary>Takes logins again; sessions of before stay over.</summary>
    /// <param name="actorId">Who does it.</param>
    public Task<Result<User>> ReactivateAsync(string id, string actorId, CancellationToken cancellationToken)
        => db.DecideAsync<User>(
            async token =>
            {
                if (await users.FindAsync(id, token) is not { } user)
                {
                    return new UserNotFound(id);
                }

                if (user.IsActive)
                {
                    return user;
                }

                var letIn = user with { IsActive = true };
                db.Update(letIn);
                db.Publish(new UserReactivated(id, user.OrganizationId, clock.GetUtcNow(), actorId), clock);
                return letIn;
            },
            () => new UserBusy(),
            cancellationToken);
}
