using Microsoft.EntityFrameworkCore;

namespace FinFlow.Auth;

/// <summary>Users, their organisations and credentials. What the other subgraphs must know is written as an event with the change.</summary>
public sealed class UserStore(AuthDbContext db, TimeProvider clock)
{
    public Task<User?> FindAsync(string id, CancellationToken cancellationToken)
        => db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id, cancellationToken);

    /// <param name="email">In its normal form.</param>
    public Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken)
        => db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Email == email, cancellationToken);

    public Task<Credential?> FindCredentialAsync(string userId, CancellationToken cancellationToken)
        => db.Credentials.AsNoTracking().SingleOrDefaultAsync(credential => credential.UserId == userId, cancellationToken);

    /// <summary>A new user with an organisation of one.</summary>
    /// <param name="email">In its normal form.</param>
    public Task<Result<User>> RegisterAsync(
        string email, string name, string passwordHash, Role role, CancellationToken cancellationToken)
        => db.DecideAsync<User>(
            async token =>
            {
                if (await FindByEmailAsync(email, token) is not null)
                {
                    return new EmailAlreadyRegistered();
                }

                var now = clock.GetUtcNow();
                var organization = new Organization { Id = Id.New("org", clock), Name = name, CreatedAt = now };
                var user = new User
                {
                    Id = Id.New("usr", clock), OrganizationId = organization.Id, Email = email, Name = name, Roles = [role], CreatedAt = now,
                };
                db.Add(organization);
                db.Add(user);
                db.Add(new Credential { UserId = user.Id, PasswordHash = passwordHash, ChangedAt = now });
                db.Publish(new UserRegistered(user.Id, organization.Id, email, name, [role.Name], now), clock);
                return user;
            },
            () => new EmailAlreadyRegistered(),
            cancellationToken);

    /// <summary>Gives or takes roles; tokens that were issued before are stale from then on.</summary>
    public Task<Result<User>> ChangeRolesAsync(
        string id, Func<User, bool, Result<User>> decide, CancellationToken cancellationToken)
        => db.DecideAsync<User>(
            async token =>
            {
                if (await FindAsync(id, token) is not { } user)
                {
                    return new UserNotFound(id);
                }

                // Few users have more than one role, and few are administrators, so reading them all here is cheap and exact.
                var others = await db.Users.AsNoTracking().Where(other => other.Id != id && other.IsActive).Select(other => other.Roles).ToListAsync(token);
                var decided = decide(user, !others.Any(roles => roles.Contains(Role.Admin)));
                return decided.Then<User>(changed =>
                {
                    if (changed != user)
                    {
                        db.Update(changed);
                        db.Publish(new RoleChanged(id, user.OrganizationId, [.. changed.Roles.Select(role => role.Name)], clock.GetUtcNow()), clock);
                    }

                    return changed;
                });
            },
            () => new UserBusy(),
            cancellationToken);
}
