namespace FinFlow.Payments;

[MutationType]
public static class ChargeListMutations
{
    private const int DaysBackMax = 366;

    /// <summary>
    /// Asks every processor what it moved for the organisation on a day, and tells accounting, which compares its book with it. Days
    /// that are over are listed by themselves; this lists one again, or today so far.
    /// </summary>
    /// <param name="day">In UTC; today at the latest, and at most 366 days ago.</param>
    [Authorize(Policy = Permissions.LedgerReconcile)]
    [Error<DayNotListed>]
    [Error<ChargesUnavailable>]
    public static async Task<Result<ListChargesPayload>> ListChargesAsync(
        DateOnly day, Caller caller, ChargeListing listing, TimeProvider clock, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var earliest = today.AddDays(-DaysBackMax);
        return day < earliest || day > today
            ? new DayNotListed(earliest, today)
            : await listing.TellAsync(caller.OrganizationId, day, cancellationToken);
    }
}

/// <summary>What each processor listed.</summary>
/// <param name="Lists">One for each processor that is set up.</param>
public sealed record ListChargesPayload(IReadOnlyList<ChargeList> Lists);
