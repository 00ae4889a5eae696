using Microsoft.EntityFrameworkCore;

namespace FinFlow.Auth;

/// <summary>Puts right what a person says is wrong about them: name and address, here and wherever they were told. All of it or nothing.</summary>
internal sealed class CorrectProfile(AuthDbContext db, UserStore users, MailedTokenStore tokens, MailRoom mails, TimeProvider clock) : IEventHandler<RectificationRequested>
{
    public async Task HandleAsync(EventContext<RectificationRequested> received, CancellationToken cancellationToken)
    {
        var request = received.Payload;
        var refusal = await CorrectAsync(request, cancellationToken);
        db.Publish(new RectificationApplied(request.DataRequestId, request.OrganizationId, request.UserId, AuthSubgraph.Name, clock.GetUtcNow(), refusal?.Message), clock);
    }

    private async Task<Refusal?> CorrectAsync(RectificationRequested request, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(request.UserId, cancellationToken) is not { } user)
        {
            return null;
        }

        var email = user.Email;
        if (request.Email is { } right && !EmailAddress.Normalize(right).TryGet(out email, out var refusal))
        {
            return refusal;
        }

        if (await db.WithValue<User>(other => other.Email, email).AnyAsync(other => other.Id != user.Id, cancellationToken))
        {
            return new EmailAlreadyRegistered();
        }

        var now = clock.GetUtcNow();
        var corrected = user with { Name = request.Name ?? user.Name, Email = email, EmailVerifiedAt = email == user.Email ? user.EmailVerifiedAt : null };
        db.Update(corrected);
        db.Publish(new UserUpdated(user.Id, user.OrganizationId, email, corrected.Name, now), clock);
        if (email != user.Email)
        {
            // To the old address: whoever reads that one must know, in case it was somebody else who asked.
            mails.Send(Letters.EmailChanged(user, now));

            // To the new one: nobody has proven yet that mails arrive there. What went to the old one proves nothing any more.
            await tokens.DropAsync(user.Id, MailedTokenPurpose.VerifyEmail, cancellationToken);
            await tokens.SendAsync(corrected, MailedTokenPurpose.VerifyEmail, now, cancellationToken);
        }

        return null;
    }
}
