using Microsoft.EntityFrameworkCore;

namespace FinFlow.Payments;

/// <summary>Keeps <see cref="Recipient"/>s as auth tells of its users.</summary>
public sealed class RememberRecipients(PaymentsDbContext db)
    : IEventHandler<UserRegistered>, IEventHandler<UserUpdated>, IEventHandler<RoleChanged>, IEventHandler<UserDeactivated>, IEventHandler<UserReactivated>
{
    public async Task HandleAsync(EventContext<UserRegistered> received, CancellationToken cancellationToken)
    {
        var user = received.Payload;
        if (user.OrganizationId is { } organizationId && await FindAsync(user.UserId, cancellationToken) is null)
        {
            db.Add(new Recipient { UserId = user.UserId, OrganizationId = organizationId, Email = AddressIn(user.Email), MayRead = MayRead(user.Roles) });
        }
    }

    public Task HandleAsync(EventContext<UserUpdated> received, CancellationToken cancellationToken)
        => ChangeAsync(received.Payload, recipient => recipient.Email is null ? recipient : recipient with { Email = AddressIn(received.Payload.Email) }, cancellationToken);

    public Task HandleAsync(EventContext<RoleChanged> received, CancellationToken cancellationToken)
        => ChangeAsync(received.Payload, recipient => recipient with { MayRead = MayRead(received.Payload.Roles) }, cancellationToken);

    public Task HandleAsync(EventContext<UserDeactivated> received, CancellationToken cancellationToken)
        => ChangeAsync(received.Payload, recipient => recipient with { IsActive = false }, cancellationToken);

    public Task HandleAsync(EventContext<UserReactivated> received, CancellationToken cancellationToken)
        => ChangeAsync(received.Payload, recipient => recipient with { IsActive = true }, cancellationToken);

    private async Task ChangeAsync(IUserEvent told, Func<Recipient, Recipient> change, CancellationToken cancellationToken)
    {
        if (await FindAsync(told.UserId, cancellationToken) is { } recipient)
        {
            db.Update(change(recipient));
        }
    }

    private Task<Recipient?> FindAsync(string userId, CancellationToken cancellationToken)
        => db.Recipients.AsNoTracking().SingleOrDefaultAsync(recipient => recipient.UserId == userId, cancellationToken);

    // An event that is read after its person was forgotten has no address any more.
    private static string? AddressIn(string email) => email == Pseudonym.Text ? null : email;

    private static bool MayRead(IEnumerable<string> roles) => Roles.PermissionsOf(roles).Contains(Permissions.PaymentsRead);
}
