using Microsoft.EntityFrameworkCore;

namespace FinFlow.Auth;

/// <summary>Users, their organisations and credentials. What the other subgraphs must know is written as an event with the change.</summary>
public sealed class UserStore(AuthDbContext db, MailedTokenStore tokens, TimeProvider clock)
{
    /// <summary>Two administrators who give up, or shut out, each other at once must not leave none.</summary>
    internal const string AdministratorsTurn = "administrators";

    public Task<User?> FindAsync(string id, CancellationToken cancellationToken)
        => db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id, cancellationToken);

    /// <param name="email">In its normal form.</param>
    public Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken)
        => db.WithValue<User>(user => user.Email, email).AsNoTracking().SingleOrDefaultAsync(cancellationToken);

    public Task<Credential?> FindCredentialAsync(string userId, CancellationToken cancellationToken)
        => db.Credentials.AsNoTracking().SingleOrDefaultAsync(credential => credential.UserId == userId, cancellationToken);

    /// <summary>A new user with an organisation of one, and a mail to prove the address unless somebody vouches for it.</summary>
    public Task<Result<User>> RegisterAsync(NewUser registered, CancellationToken cancellationToken)
        => db.DecideAsync<User>(
            async token =>
            {
                if (await FindByEmailAsync(registered.Email, token) is not null)
                {
                    return new EmailAlreadyRegistered();
                }

                var now = clock.GetUtcNow();
                var user = Add(registered, now);
                if (!registered.EmailIsProven)
                {
                    await tokens.SendAsync(user, MailedTokenPurpose.VerifyEmail, now, token);
                }

                return user;
            },
            () => new EmailAlreadyRegistered(),
            cancellationToken);

    /// <summary>Adds a user whose address nobody else has, within a decision that saves.</summary>
    internal User Add(NewUser added, DateTimeOffset now)
    {
        var organization = new Organization { Id = Id.New("org", clock), Name = added.Name, CreatedAt = now };
        var user = new User
        {
            Id = Id.New("usr", clock),
            OrganizationId = organization.Id,
            Email = added.Email,
            EmailVerifiedAt = added.EmailIsProven ? now : null,
            Name = added.Name,
            Roles = [added.Role],
            CreatedAt = now,
        };
        db.Add(organization);
        db.Add(user);
        db.Add(new Credential { UserId = user.Id, PasswordHash = added.PasswordHash, ChangedAt = now });
        db.Publish(new UserRegistered(user.Id, organization.Id, added.Email, added.Name, [added.Role.Name], now), clock);
        return user;
    }

    /// <summary>Gives or takes roles; tokens that were issued before are stale from then on.</summary>
    /// <param name="actorId">Who does it; null for the installation itself.</param>
    public Task<Result<User>> ChangeRolesAsync(
        string id, string? actorId, Func<User, bool, Result<User>> decide, CancellationToken cancellationToken)
        => db.DecideInTurnAsync<User>(
            AdministratorsTurn,
            async token =>
            {
                if (await FindAsync(id, token) is not { } user)
                {
                    return new UserNotFound(id);
                }

                var decided = decide(user, await IsLastAdministratorAsync(user, token));
                return decided.Then<User>(changed =>
                {
                    if (changed != user)
                    {
                        db.Update(changed);
                        db.Publish(new RoleChanged(id, user.OrganizationId, [.. changed.Roles.Select(role => role.Name)], clock.GetUtcNow(), actorId), clock);
                    }

                    return changed;
                });
            },
            () => new UserBusy(),
            cancellationToken);

    /// <summary>Whether nobody else could give roles.</summary>
    internal async Task<bool> IsLastAdministratorAsync(User user, CancellationToken cancellationToken)
    {
        // Only an administrator can be the last one, and only then all others are read, which is exact on every database.
        if (!user.Roles.Contains(Role.Admin))
        {
            return false;
        }

        var others = await db.Users.AsNoTracking().Where(other => other.Id != user.Id && other.IsActive).Select(other => other.Roles).ToListAsync(cancellationToken);
        return !others.Any(roles => roles.Contains(Role.Admin));
    }
}

/// <summary>Somebody who registers.</summary>
/// <param name="Email">In its normal form.</param>
/// <param name="PasswordHash">Empty for whoever has none.</param>
public sealed record NewUser(string Email, string Name, string PasswordHash, Role Role)
{
    /// <summary>Whether somebody vouched for the address: a provider, or the operator.</summary>
    public bool EmailIsProven { get; init; }
}
