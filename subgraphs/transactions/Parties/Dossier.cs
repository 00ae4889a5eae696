using System.Collections.Immutable;

namespace FinFlow.Transactions;

/// <summary>What is known of the parties to a number of transactions, read before the first of them is judged.</summary>
internal sealed class Dossier(
    IReadOnlyList<LedgerAccount> accounts, IReadOnlyDictionary<(string, Currency), long> spent, IReadOnlyList<KnownLoan> loans, IReadOnlySet<string> exposed,
    IReadOnlyList<Sighting> sightings, DateTimeOffset now)
{
    private readonly ILookup<string, LedgerAccount> _accounts = accounts.ToLookup(account => account.AccountId);
    private readonly Dictionary<string, KnownLoan> _loans = loans.ToDictionary(loan => loan.LoanId);
    private readonly ILookup<(SightingKind, string), Sighting> _sightings = sightings.ToLookup(sighting => (sighting.Kind, sighting.Value));
    private readonly ILookup<string, Sighting> _ofUsers = sightings.ToLookup(sighting => sighting.UserId);

    /// <param name="drawn">What transactions judged just before took from the accounts.</param>
    /// <param name="hasPast">Whether the organisation has been about for a while.</param>
    public Evidence Of(Transaction transaction, Circumstances circumstances, ImmutableDictionary<(string, Currency), long> drawn, bool hasPast)
    {
        Sighting[] shown = transaction.UserId is { } user ? [.. Sighting.Of(circumstances, user, transaction.OrganizationId, now)] : [];
        return new Evidence(
            AvailableTo(transaction, drawn),
            circumstances.LoanId is { } id && _loans.GetValueOrDefault(id) is { } loan && loan.OrganizationId == transaction.OrganizationId ? loan.ToEvidence() : null,
            ((string?[])[transaction.UserId, transaction.OrganizationId, transaction.DestinationAccountId, transaction.PaymentId]).Any(party => party is not null && exposed.Contains(party)),
            shown.Any(IsSuspiciousAddress),
            shown.Any(IsSuspiciousDevice),
            hasPast && shown.Length > 0 && _ofUsers[transaction.UserId!].Any() && shown.All(sighting => !_sightings[(sighting.Kind, sighting.Value)].Any(seen => seen.UserId == sighting.UserId)));
    }

    /// <summary>Seen again or for the first time: what is to be kept of an accepted transaction's circumstances.</summary>
    public bool IsKnown(Sighting sighting) => _sightings[(sighting.Kind, sighting.Value)].Any(seen => seen.UserId == sighting.UserId);

    private Money? AvailableTo(Transaction transaction, ImmutableDictionary<(string, Currency), long> drawn)
    {
        var own = _accounts[transaction.SourceAccountId].Where(account => account.OrganizationId == transaction.OrganizationId).ToList();
        if (own.Count == 0)
        {
            return null;
        }

        var currency = transaction.Amount.Currency;
        var key = (transaction.SourceAccountId, currency);
        return new Money((own.Find(account => account.Currency == currency)?.BalanceMinor ?? 0) - spent.GetValueOrDefault(key) - drawn.GetValueOrDefault(key), currency);
    }

    private bool IsSuspiciousAddress(Sighting shown)
        => shown.Kind == SightingKind.Address
            && (!PublicAddress.IsPublic(shown.Value)
                || _sightings[(shown.Kind, shown.Value)].Where(seen => seen.OrganizationId != shown.OrganizationId && seen.LastSeenAt > now.AddDays(-1))
                    .Select(seen => seen.OrganizationId).Distinct().Count() >= Limits.AddressSharedBy);

    private bool IsSuspiciousDevice(Sighting shown)
        => shown.Kind == SightingKind.Device
            && _sightings[(shown.Kind, shown.Value)].Count(seen => seen.UserId != shown.UserId && seen.OrganizationId != shown.OrganizationId) >= Limits.DeviceSharedBy;
}
