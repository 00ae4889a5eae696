using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Auth;

/// <summary>Second factors, the challenges that ask for them, and recovery codes. All but the first three are steps of a decision that others save.</summary>
public sealed class MfaStore(AuthDbContext db, Secrets secrets, MailRoom mail, TimeProvider clock)
{
    private const int CodeSpace = 1_000_000;

    /// <summary>So many enrolments, and so many messages of logins, are begun for a user within the window.</summary>
    private const int MessagesMax = 5;

    private const int WindowMinutes = 15;

    /// <summary>Begins an enrolment; for an app it makes the seed, for a phone the code to send.</summary>
    /// <param name="phoneNumber">In E.164; null for an app.</param>
    internal Task<Result<BegunEnrollment>> EnrollAsync(string userId, MfaMethod method, string? phoneNumber, CancellationToken cancellationToken)
        => db.DecideAsync<BegunEnrollment>(
            async token =>
            {
                var now = clock.GetUtcNow();
                var factors = await FactorsOfAsync(userId, token);
                if (factors.Any(factor => factor.Method == method && factor.ConfirmedAt is not null))
                {
                    return new MfaAlreadyEnabled(method);
                }

                // Those that nobody confirmed go when they no longer count against the limit.
                var begun = factors.Where(factor => factor.ConfirmedAt is null).ToLookup(factor => factor.EnrolledAt > WindowStart(now));
                db.RemoveRange(begun[false]);
                if (begun[true].Count() >= MessagesMax)
                {
                    return new MfaEnrollmentsTooMany(MessagesMax, WindowMinutes);
                }

                var seed = method is MfaMethod.Totp ? RandomNumberGenerator.GetBytes(SecondFactor.SeedBytes) : [];
                var code = NewCode();
                var id = Id.New("mfa", clock);
                var factor = new SecondFactor
                {
                    Id = id,
                    UserId = userId,
                    Method = method,
                    SealedSeed = method is MfaMethod.Totp ? secrets.Seal(seed, id) : null,
                    PhoneNumber = phoneNumber,
                    CodeHash = method is MfaMethod.Sms ? secrets.HashOf(code, id) : null,
                    EnrolledAt = now,
                };
                db.Add(factor);
                return new BegunEnrollment(await db.Users.AsNoTracking().SingleAsync(user => user.Id == userId, token), factor, seed, code);
            },
            () => new UserBusy(),
            cancellationToken);

    /// <summary>Puts the factor in force and gives ten recovery codes, which replace those of before. A wrong code counts.</summary>
    internal async Task<Result<IssuedRecoveryCodes>> ConfirmAsync(string enrollmentId, string userId, string code, CancellationToken cancellationToken)
    {
        var confirmed = await db.DecideAsync<IssuedRecoveryCodes>(
            async token =>
            {
                var now = clock.GetUtcNow();
                var factors = await FactorsOfAsync(userId, token);
                var factor = factors.SingleOrDefault(factor => factor.Id == enrollmentId);
                if (factor?.CanBeConfirmed(now) is not true)
                {
                    return new MfaEnrollmentInvalid();
                }

                if (factors.Any(other => other.Method == factor.Method && other.ConfirmedAt is not null))
                {
                    return new MfaAlreadyEnabled(factor.Method);
                }

                if (factor.Confirm(code, secrets, now) is not { } inForce)
                {
                    db.Update(factor with { Attempts = factor.Attempts + 1 });
                    return new IssuedRecoveryCodes([]);
                }

                db.Update(inForce);
                db.RemoveRange(await db.RecoveryCodes.AsNoTracking().Where(old => old.UserId == userId).ToListAsync(token));
                var codes = Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.Issue(userId, secrets)).ToList();
                db.AddRange(codes.Select(issued => issued.Code));
                var user = await db.Users.AsNoTracking().SingleAsync(user => user.Id == userId, token);
                db.Publish(new MfaEnabled(userId, user.OrganizationId, Name(factor.Method), now), clock);
                mail.Send(Letters.SecondFactorEnabled(user, factor.Method, now));
                return new IssuedRecoveryCodes([.. codes.Select(issued => issued.Text)]);
            },
            () => new MfaEnrollmentInvalid(),
            cancellationToken);
        return confirmed is { IsRefused: false, Value.Codes: [] } ? new MfaCodeInvalid() : confirmed;
    }

    /// <summary>Takes all factors, recovery codes and open challenges from the user.</summary>
    internal Task<Result<User>> DisableAsync(string userId, CancellationToken cancellationToken)
        => db.DecideAsync<User>(
            async token =>
            {
                if (!await DropAllAsync(userId, token))
                {
                    return new MfaNotEnabled();
                }

                var (user, now) = (await db.Users.AsNoTracking().SingleAsync(user => user.Id == userId, token), clock.GetUtcNow());
                db.Publish(new MfaDisabled(userId, user.OrganizationId, now), clock);
                mail.Send(Letters.SecondFactorsDisabled(user, now));
                return user;
            },
            () => new UserBusy(),
            cancellationToken);

    /// <summary>Removes all factors, recovery codes and open challenges.</summary>
    /// <returns>Whether a factor was in force.</returns>
    internal async Task<bool> DropAllAsync(string userId, CancellationToken cancellationToken)
    {
        var factors = await FactorsOfAsync(userId, cancellationToken);
        db.RemoveRange(factors);
        db.RemoveRange(await db.RecoveryCodes.AsNoTracking().Where(code => code.UserId == userId).ToListAsync(cancellationToken));
        db.RemoveRange(await db.MfaChallenges.AsNoTracking().Where(challenge => challenge.UserId == userId).ToListAsync(cancellationToken));
        return factors.Any(factor => factor.ConfirmedAt is not null);
    }

    /// <summary>What stands between the right password and the session; null for a user without a second factor.</summary>
    internal async Task<BegunChallenge?> ChallengeAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var factors = (await FactorsOfAsync(userId, cancellationToken)).Where(factor => factor.ConfirmedAt is not null).ToList();
        if (factors is [])
        {
            return null;
        }

        var earlier = await db.MfaChallenges.AsNoTracking().Where(challenge => challenge.UserId == userId).ToListAsync(cancellationToken);
        db.RemoveRange(earlier.Where(challenge => challenge.CreatedAt <= WindowStart(now)));
        var maySend = earlier.Count(challenge => challenge.CodeHash is not null && challenge.CreatedAt > WindowStart(now)) < MessagesMax;
        var phone = maySend ? factors.Find(factor => factor.Method is MfaMethod.Sms)?.PhoneNumber : null;
        var (id, code) = (Id.New("chl", clock), NewCode());
        var challenge = new MfaChallenge
        {
            Id = id,
            UserId = userId,
            Methods = [.. factors.Select(factor => factor.Method).Where(method => method is not MfaMethod.Sms || phone is not null).Order()],
            CreatedAt = now,
            ExpiresAt = now + MfaChallenge.Lifetime,
            CodeHash = phone is null ? null : secrets.HashOf(code, id),
        };
        db.Add(challenge);
        return new BegunChallenge(challenge, phone, code);
    }

    /// <summary>Whether it is the app's code, the code that was sent, or a recovery code; whichever it is, it is used then.</summary>
    internal async Task<bool> UseAsync(MfaChallenge challenge, string code, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (challenge.CodeHash is { } sent && secrets.IsHashOf(sent, code, challenge.Id))
        {
            return true;
        }

        var factors = await FactorsOfAsync(challenge.UserId, cancellationToken);
        var app = factors.Where(factor => factor.ConfirmedAt is not null).Select(factor => factor.UseAppCode(code, secrets, now)).FirstOrDefault(used => used is not null);
        var hashes = secrets.HashesOf(code.ToUpperInvariant(), challenge.UserId);
        var recovery = await db.RecoveryCodes.AsNoTracking()
            .SingleOrDefaultAsync(known => known.UserId == challenge.UserId && hashes.Contains(known.Hash) && known.UsedAt == null, cancellationToken);
        if (app is not null)
        {
            db.Update(app);
        }
        else if (recovery is not null)
        {
            db.Update(recovery with { UsedAt = now });
        }

        return app is not null || recovery is not null;
    }

    internal static string Name(MfaMethod method) => method.ToString().ToUpperInvariant();

    private static DateTimeOffset WindowStart(DateTimeOffset now) => now - TimeSpan.FromMinutes(WindowMinutes);

    private static string NewCode() => RandomNumberGenerator.GetInt32(CodeSpace).ToString("D6", CultureInfo.InvariantCulture);

    private Task<List<SecondFactor>> FactorsOfAsync(string userId, CancellationToken cancellationToken)
        => db.SecondFactors.AsNoTracking().Where(factor => factor.UserId == userId).ToListAsync(cancellationToken);
}

/// <param name="Seed">Of an app; empty for a phone.</param>
/// <param name="Code">To send to a phone; of no meaning for an app.</param>
internal sealed record BegunEnrollment(User User, SecondFactor Factor, byte[] Seed, string Code);

/// <param name="PhoneNumber">Where the code goes; null when none is sent.</param>
public sealed record BegunChallenge(MfaChallenge Challenge, string? PhoneNumber, string Code)
{
    /// <summary>Sends the code, once the challenge is saved. A message that nobody took is no way to have a code.</summary>
    internal async Task<MfaChallenge> SendAsync(ISmsSender sms, CancellationToken cancellationToken)
        => PhoneNumber is null || await sms.SendAsync(PhoneNumber, MfaMessages.Of(Code, MfaChallenge.Lifetime), cancellationToken)
            ? Challenge
            : Challenge with { Methods = [.. Challenge.Methods.Where(method => method is not MfaMethod.Sms)] };
}

/// <param name="Codes">Empty when the code was wrong.</param>
internal sealed record IssuedRecoveryCodes(IReadOnlyList<string> Codes);
