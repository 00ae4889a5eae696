namespace FinFlow.Compliance;

/// <summary>Keeps risk profiles as events come, and assesses anew when something has changed.</summary>
public sealed class RiskDesk(ComplianceDbContext db, ScreeningDesk screening, KnownRates rates, AuditTrail trail, TimeProvider clock)
{
    /// <summary>Runs inside the event's transaction, which saves.</summary>
    internal Task ObserveAsync(IEvent observed, CancellationToken cancellationToken) => observed switch
    {
        UserRegistered { OrganizationId: { } organizationId } registered => BeginAsync(registered, organizationId, cancellationToken),
        UserUpdated updated => RenameAsync(updated, cancellationToken),
        PaymentCaptured captured => CaptureAsync(captured, cancellationToken),
        PaymentFailed failed => CountAsync(failed.Payment.UserId, profile => profile.Failures++, cancellationToken),
        PaymentDisputed disputed => CountAsync(disputed.Payment.UserId, profile => profile.Disputes++, cancellationToken),
        TransactionHeld held => CountAsync(held.Transaction.UserId, profile => profile.Held++, cancellationToken),
        TransactionRejected { ReviewerId: null } rejected => CountAsync(rejected.Transaction.UserId, profile => profile.Rejected++, cancellationToken),
        ExchangeRateSet rate => rates.LearnAsync(rate, cancellationToken),
        _ => Task.CompletedTask,
    };

    /// <summary>Assesses now. A country that is given is remembered.</summary>
    internal Task<Result<RiskAssessment>> AssessAsync(string userId, CountryCode? country, Caller caller, CancellationToken cancellationToken)
        => db.DecideAsync<RiskAssessment>(async ct =>
        {
            // Events change the profile while they have this turn too.
            trail.TakeTurn();
            if (await db.RiskProfiles.FindAsync([userId], ct) is not { } profile
                || !(caller.ActsFor(profile.OrganizationId) || caller.Has(Permissions.ComplianceReview)))
            {
                return new RiskSubjectNotFound(userId);
            }

            if (await db.IsRestrictedAsync(userId, ct))
            {
                return new ProcessingRestricted();
            }

            profile.Country = country ?? profile.Country;
            var assessment = profile.Assess(clock);
            db.Add(assessment);
            await trail.AppendAsync(AuditEvent.By(caller, "risk.assessed", userId, ("score", assessment.Score)), ct);
            return assessment;
        }, () => new RiskBusy(), cancellationToken);

    private async Task BeginAsync(UserRegistered registered, string organizationId, CancellationToken cancellationToken)
    {
        if (await db.RiskProfiles.FindAsync([registered.UserId], cancellationToken) is not null)
        {
            return;
        }

        var screened = await screening.ScreenUserAsync(registered.UserId, organizationId, registered.Name, cancellationToken);
        var profile = new RiskProfile
        {
            UserId = registered.UserId, OrganizationId = organizationId, Name = registered.Name, RegisteredAt = registered.OccurredAt, NameScreening = screened.Status,
        };
        db.Add(profile);
        db.Add(profile.Assess(clock));
    }

    private async Task CountAsync(string? userId, Action<RiskProfile> count, CancellationToken cancellationToken)
    {
        // An event of one topic may come before the registration of another; such a user's profile begins with the next event.
        if (userId is null || await db.RiskProfiles.FindAsync([userId], cancellationToken) is not { } profile)
        {
            return;
        }

        if (await db.IsRestrictedAsync(userId, cancellationToken))
        {
            return;
        }

        count(profile);
        await AssessIfChangedAsync(profile, cancellationToken);
    }

    /// <summary>The user's name was screened again. Runs inside the caller's transaction, which saves.</summary>
    internal async Task NameScreenedAsync(string userId, ScreeningStatus status, CancellationToken cancellationToken)
    {
        if (await db.RiskProfiles.FindAsync([userId], cancellationToken) is { } profile)
        {
            profile.NameScreening = status;
            await AssessIfChangedAsync(profile, cancellationToken);
        }
    }

    // Another name may be on a list.
    private async Task RenameAsync(UserUpdated updated, CancellationToken cancellationToken)
    {
        if (await db.RiskProfiles.FindAsync([updated.UserId], cancellationToken) is not { } profile || profile.Name == updated.Name)
        {
            return;
        }

        profile.Name = updated.Name;
        if (!await db.IsRestrictedAsync(updated.UserId, cancellationToken))
        {
            profile.NameScreening = (await screening.ScreenUserAsync(profile.UserId, profile.OrganizationId, profile.Name, cancellationToken)).Status;
            await AssessIfChangedAsync(profile, cancellationToken);
        }
    }

    private async Task AssessIfChangedAsync(RiskProfile profile, CancellationToken cancellationToken)
    {
        // The assessment before may have been made by an event that was handled just now.
        await db.SaveChangesAsync(cancellationToken);
        var before = await db.RiskAssessments.AsNoTracking()
            .SingleOrDefaultAsync(assessment => assessment.UserId == profile.UserId && assessment.Number == profile.Assessments, cancellationToken);
        if (before is null || !before.Factors.SequenceEqual(RiskRules.Factors(profile)))
        {
            db.Add(profile.Assess(clock));
        }
    }

    private async Task CaptureAsync(PaymentCaptured captured, CancellationToken cancellationToken)
    {
        var amount = new Money(captured.CapturedMinor, Currency.Of(captured.Payment.Currency));
        var inBase = await rates.ToBaseAsync(amount, DateOnly.FromDateTime(captured.OccurredAt.UtcDateTime), cancellationToken);
        await CountAsync(captured.Payment.UserId, profile => Capture(profile, captured, inBase), cancellationToken);
    }

    private static void Capture(RiskProfile profile, PaymentCaptured captured, decimal? inBase)
    {
        profile.Captures++;
        profile.LargeCaptures += inBase >= RiskRules.LargeAmount ? 1 : 0;
        profile.UnpricedCaptures += inBase is null ? 1 : 0;
        if (CountryCode.TryOf(captured.Payment.Country, out var country))
        {
            profile.FromSanctionedCountries += RiskRules.Sanctioned.Contains(country) ? 1 : 0;
            profile.FromHighRiskCountries += RiskRules.HighRisk.Contains(country) ? 1 : 0;
        }
    }
}

/// <summary>There is no such user whose risk the caller may assess.</summary>
public sealed record RiskSubjectNotFound(string UserId) : Refusal("There is no user with this id.");

/// <summary>The user's profile changes at the same time; try again.</summary>
public sealed record RiskBusy() : Refusal("The assessment was changed meanwhile; try again.");
