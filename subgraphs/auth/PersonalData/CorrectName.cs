using Microsoft.EntityFrameworkCore;

namespace FinFlow.Auth;

/// <summary>Puts right what a person says is wrong about them: their name, here and wherever it was told.</summary>
internal sealed class CorrectName(AuthDbContext db, TimeProvider clock) : IEventHandler<RectificationRequested>
{
    public async Task HandleAsync(EventContext<RectificationRequested> received, CancellationToken cancellationToken)
    {
        var request = received.Payload;
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == request.UserId, cancellationToken) is { } user)
        {
            db.Update(user with { Name = request.Name });
            db.Publish(new UserUpdated(user.Id, user.OrganizationId, user.Email, request.Name, clock.GetUtcNow()), clock);
        }

        db.Publish(new RectificationApplied(request.DataRequestId, request.OrganizationId, request.UserId, AuthSubgraph.Name, clock.GetUtcNow()), clock);
    }
}
