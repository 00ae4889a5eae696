using Microsoft.EntityFrameworkCore;

namespace FinFlow.Auth;

public static class AuthLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, User>> GetUserByIdAsync(
        IReadOnlyList<string> ids, AuthDbContext db, CancellationToken cancellationToken)
        => await db.Users.AsNoTracking().Where(user => ids.Contains(user.Id)).ToDictionaryAsync(user => user.Id, cancellationToken);

    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, Organization>> GetOrganizationByIdAsync(
        IReadOnlyList<string> ids, AuthDbContext db, CancellationToken cancellationToken)
        => await db.Organizations.AsNoTracking()
            .Where(organization => ids.Contains(organization.Id))
            .ToDictionaryAsync(organization => organization.Id, cancellationToken);
}
