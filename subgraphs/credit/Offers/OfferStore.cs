namespace FinFlow.Credit;

/// <summary>Makes offers from the organisation's latest score, and keeps them.</summary>
public sealed class OfferStore(CreditDbContext db, FinFlowConfiguration configuration, TimeProvider clock)
{
    internal async Task<Result<IReadOnlyList<LoanOffer>>> OfferAsync(LoanRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (await db.IsRestrictedAsync(caller.UserId, cancellationToken))
        {
            return new ProcessingRestricted();
        }

        var score = await db.Scores.AsNoTracking()
            .Where(known => known.OrganizationId == caller.OrganizationId)
            .OrderByDescending(known => known.Number)
            .FirstOrDefaultAsync(cancellationToken);
        var offers = request.Offers(score, await db.InArrearsAsync(caller.OrganizationId, cancellationToken), configuration.BaseCurrency, clock);
        if (!offers.IsRefused)
        {
            db.AddRange(offers.Value);
            await db.SaveChangesAsync(cancellationToken);
        }

        return offers;
    }
}

internal static class Arrears
{
    /// <summary>Whether a loan of the organisation is overdue or defaulted.</summary>
    public static Task<bool> InArrearsAsync(this CreditDbContext db, string organizationId, CancellationToken cancellationToken)
        => db.Loans.AnyAsync(
            loan => loan.OrganizationId == organizationId && (loan.Status == LoanStatus.Overdue || loan.Status == LoanStatus.Defaulted), cancellationToken);
}
