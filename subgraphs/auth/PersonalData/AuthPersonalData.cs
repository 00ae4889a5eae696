using Microsoft.EntityFrameworkCore;

namespace FinFlow.Auth;

/// <summary>Who the user is, and how they prove it. An erased user stays as an id that can do nothing and leads to nobody.</summary>
internal sealed class AuthPersonalData(
    AuthDbContext db, MailRoom mails, IMailSender mailSender, ISmsSender smsSender, SessionMirror mirror, TimeProvider clock) : IPersonalData
{
    public static string Subgraph => AuthSubgraph.Name;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> CollectAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == subject.UserId, cancellationToken);
        var organization = user is null ? null : await db.Organizations.AsNoTracking().SingleOrDefaultAsync(o => o.Id == user.OrganizationId, cancellationToken);
        var factors = await db.SecondFactors.AsNoTracking().Where(factor => factor.UserId == subject.UserId && factor.ConfirmedAt != null).ToListAsync(cancellationToken);
        var credential = await db.Credentials.AsNoTracking().SingleOrDefaultAsync(credential => credential.UserId == subject.UserId, cancellationToken);
        var linked = await db.LinkedAccounts.AsNoTracking().Where(account => account.UserId == subject.UserId).ToListAsync(cancellationToken);
        var sessions = await db.Sessions.AsNoTracking().Where(session => session.UserId == subject.UserId).OrderBy(session => session.CreatedAt).ToListAsync(cancellationToken);
        return new Dictionary<string, IReadOnlyList<object>>
        {
            ["profile"] = user is null ? [] : [new { user.Id, user.Email, user.Name, user.Roles, user.CreatedAt, user.IsActive, Organization = new { organization?.Id, organization?.Name, organization?.CreatedAt } }],
            // What proves identity is told by its kind only: a copy of it would be a key.
            ["credentials"] =
            [
                .. credential is null ? [] : new object[] { new { Method = "PASSWORD", credential.ChangedAt } },
                .. linked.Select(account => new { account.Provider, account.Subject, account.LinkedAt }),
                .. factors.Select(factor => new { factor.Method, factor.PhoneNumber, factor.ConfirmedAt }),
            ],
            ["sessions"] = [.. sessions.Select(session => new { session.Id, session.CreatedAt, session.LastUsedAt, session.ExpiresAt, session.EndedAt, session.EndReason })],
            // Without the text: it may hold a token, and that is for the mailbox alone.
            ["mails"] = [.. (await mails.WaitingForAsync(subject.UserId, cancellationToken)).Select(letter => new { letter.Id, letter.To, letter.Subject })],
        };
    }

    public async Task<IReadOnlyDictionary<string, int>> EraseAsync(DataSubject subject, CancellationToken cancellationToken) => new Dictionary<string, int>
    {
        ["mails"] = await EraseMailsAsync(subject.UserId, cancellationToken),
        ["sessions"] = await EraseSessionsAsync(subject, cancellationToken),
        ["credentials"] = await EraseCredentialsAsync(subject.UserId, cancellationToken),
        ["profile"] = await EraseProfileAsync(subject, cancellationToken),
    };

    private async Task<int> EraseProfileAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == subject.UserId, cancellationToken) is not { } user)
        {
            return 0;
        }

        // The address must stay unique, and nobody can have one below .invalid (RFC 2606).
        db.Update(user with { Email = $"{Pseudonym.Of(user.Id)}@erased.invalid", Name = Pseudonym.Text, IsActive = false });
        db.Publish(new UserDeactivated(user.Id, user.OrganizationId, clock.GetUtcNow()), clock);

        // A business of one bears its owner's name.
        if (!await db.Users.AnyAsync(other => other.OrganizationId == user.OrganizationId && other.Id != user.Id, cancellationToken))
        {
            await db.Organizations.Where(organization => organization.Id == user.OrganizationId)
                .ExecuteUpdateAsync(organization => organization.SetProperty(o => o.Name, Pseudonym.Text), cancellationToken);
        }

        return 1;
    }

    // First of all, while it is still known where they went.
    private async Task<int> EraseMailsAsync(string userId, CancellationToken cancellationToken)
    {
        var address = await db.Users.Where(user => user.Id == userId).Select(user => user.Email).SingleOrDefaultAsync(cancellationToken);
        await mailSender.ForgetAsync(userId, address, cancellationToken);
        foreach (var phoneNumber in await db.SecondFactors.Where(factor => factor.UserId == userId && factor.PhoneNumber != null).Select(factor => factor.PhoneNumber!).Distinct().ToListAsync(cancellationToken))
        {
            await smsSender.ForgetAsync(phoneNumber, cancellationToken);
        }

        var waiting = (await mails.WaitingForAsync(userId, cancellationToken)).ConvertAll(letter => letter.Id);
        return await db.WaitingMails.Where(mail => waiting.Contains(mail.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<int> EraseCredentialsAsync(string userId, CancellationToken cancellationToken)
        => await db.Credentials.Where(credential => credential.UserId == userId).ExecuteDeleteAsync(cancellationToken)
            + await db.SecondFactors.Where(factor => factor.UserId == userId).ExecuteDeleteAsync(cancellationToken)
            + await db.RecoveryCodes.Where(code => code.UserId == userId).ExecuteDeleteAsync(cancellationToken)
            + await db.MailedTokens.Where(token => token.UserId == userId).ExecuteDeleteAsync(cancellationToken)
            + await db.LinkedAccounts.Where(account => account.UserId == userId).ExecuteDeleteAsync(cancellationToken)
            + await db.MfaChallenges.Where(challenge => challenge.UserId == userId).ExecuteDeleteAsync(cancellationToken);

    private async Task<int> EraseSessionsAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var sessions = await db.Sessions.AsNoTracking().Where(session => session.UserId == subject.UserId).ToListAsync(cancellationToken);
        foreach (var session in sessions.Where(session => session.IsActive(clock.GetUtcNow())))
        {
            db.Publish(new SessionRevoked(session.UserId, session.OrganizationId, session.Id, clock.GetUtcNow()), clock);
        }

        var ids = sessions.ConvertAll(session => session.Id);
        mirror.Forget(await db.RefreshTokens.Where(token => ids.Contains(token.SessionId)).Select(token => token.Hash).ToListAsync(cancellationToken), ids);
        await db.RefreshTokens.Where(token => ids.Contains(token.SessionId)).ExecuteDeleteAsync(cancellationToken);
        return await db.Sessions.Where(session => session.UserId == subject.UserId).ExecuteDeleteAsync(cancellationToken);
    }
}
