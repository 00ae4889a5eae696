namespace FinFlow.Transactions;

/// <summary>A transaction that is about to be judged, with what its client says beside.</summary>
internal readonly record struct Matter(Transaction Transaction, Circumstances Circumstances);

/// <summary>Reads what is known of the parties: one statement for each kind of thing that is named at all.</summary>
internal sealed class DossierStore(TransactionsDbContext db, TimeProvider clock)
{
    public async Task<Dossier> ReadAsync(IReadOnlyCollection<Matter> matters, CancellationToken cancellationToken)
    {
        var accounts = await AccountsAsync([.. matters.Where(matter => matter.Transaction.SourceAccountId != matter.Transaction.OrganizationId).Select(matter => matter.Transaction.SourceAccountId).Distinct()], cancellationToken);
        string[] loanIds = [.. matters.Select(matter => matter.Circumstances.LoanId).OfType<string>().Distinct()];
        string[] parties =
        [
            .. matters.SelectMany(matter => (string?[])[matter.Transaction.UserId, matter.Transaction.OrganizationId, matter.Transaction.DestinationAccountId, matter.Transaction.PaymentId])
                .OfType<string>().Distinct(),
        ];
        return new Dossier(
            accounts,
            accounts.Count == 0 ? new Dictionary<(string, Currency), long>() : await SpentAsync(accounts, cancellationToken),
            loanIds.Length == 0 ? [] : await db.Loans.AsNoTracking().Where(loan => loanIds.Contains(loan.LoanId)).ToListAsync(cancellationToken),
            (await db.ExposedParties.AsNoTracking().Where(party => parties.Contains(party.SubjectId)).Select(party => party.SubjectId).ToListAsync(cancellationToken)).ToHashSet(),
            await SightingsAsync(matters, cancellationToken),
            clock.GetUtcNow());
    }

    /// <summary>Keeps by what the users of accepted transactions came, so that they are known by it the next time.</summary>
    public async Task RememberAsync(Dossier dossier, IEnumerable<Matter> accepted, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var shown = accepted
            .Where(matter => matter.Transaction.UserId is not null)
            .SelectMany(matter => Sighting.Of(matter.Circumstances, matter.Transaction.UserId!, matter.Transaction.OrganizationId, now))
            .DistinctBy(sighting => (sighting.Kind, sighting.Value, sighting.UserId))
            .ToLookup(dossier.IsKnown);
        await db.InsertAllAsync([.. shown[false]], cancellationToken);
        foreach (var users in shown[true].GroupBy(sighting => sighting.UserId))
        {
            string[] values = [.. users.Select(sighting => sighting.Value)];
            await db.Sightings.Where(sighting => sighting.UserId == users.Key && values.Contains(sighting.Value))
                .ExecuteUpdateAsync(sighting => sighting.SetProperty(seen => seen.LastSeenAt, now), cancellationToken);
        }
    }

    private async Task<List<LedgerAccount>> AccountsAsync(string[] ids, CancellationToken cancellationToken)
        => ids.Length == 0 ? [] : await db.LedgerAccounts.AsNoTracking().Where(account => ids.Contains(account.AccountId)).ToListAsync(cancellationToken);

    // What left an account since its last posting is not in its balance yet, and yet it is gone.
    private async Task<IReadOnlyDictionary<(string, Currency), long>> SpentAsync(IReadOnlyList<LedgerAccount> accounts, CancellationToken cancellationToken)
    {
        string[] organizations = [.. accounts.Select(account => account.OrganizationId).Distinct()];
        string[] ids = [.. accounts.Select(account => account.AccountId).Distinct()];
        var since = accounts.Min(account => account.PostedAt);
        var left = await db.Transactions.AsNoTracking()
            .Where(t => organizations.Contains(t.OrganizationId) && t.CountedAt >= since && ids.Contains(t.SourceAccountId) && t.Status != TransactionStatus.Cancelled)
            .Where(t => Limits.Outgoing.Contains(t.Type))
            .Select(t => new { t.SourceAccountId, t.Amount.Currency, t.Amount.Minor, t.CountedAt })
            .ToListAsync(cancellationToken);
        return left
            .Where(t => accounts.Any(account => account.AccountId == t.SourceAccountId && account.Currency == t.Currency && t.CountedAt >= account.PostedAt))
            .GroupBy(t => (t.SourceAccountId, t.Currency))
            .ToDictionary(account => account.Key, account => account.Sum(t => t.Minor));
    }

    private async Task<IReadOnlyList<Sighting>> SightingsAsync(IReadOnlyCollection<Matter> matters, CancellationToken cancellationToken)
    {
        var seen = matters.Where(matter => matter.Circumstances is not { IpAddress: null, DeviceId: null }).ToList();
        if (seen.Count == 0)
        {
            return [];
        }

        string[] users = [.. seen.Select(matter => matter.Transaction.UserId).OfType<string>().Distinct()];
        string[] values = [.. seen.SelectMany(matter => (string?[])[matter.Circumstances.IpAddress, matter.Circumstances.DeviceId]).OfType<string>().Distinct()];
        return await db.Sightings.AsNoTracking().Where(sighting => users.Contains(sighting.UserId) || values.Contains(sighting.Value)).ToListAsync(cancellationToken);
    }
}
