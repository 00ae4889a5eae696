namespace FinFlow.Accounting;

/// <summary>The journal as rows. Everything here runs in the caller's transaction: the entry, its lines and its event come together.</summary>
public sealed class JournalStore(AccountingDbContext db, BookStore books, FiscalPeriodStore periods, TimeProvider clock)
{
    private static readonly KeptQuery<AccountingDbContext, JournalSource, string, JournalEntry?> BySource
        = new((db, type, id, _) => db.JournalEntries.AsNoTracking().SingleOrDefault(entry => entry.SourceType == type && entry.SourceId == id));

    private static readonly KeptRows<AccountingDbContext, string, Account> AccountsOf
        = new((db, organizationId) => db.Accounts.AsNoTracking().Where(account => account.OrganizationId == organizationId));

    public Task<JournalEntry?> FindAsync(string id, string organizationId, CancellationToken cancellationToken)
        => db.JournalEntries.AsNoTracking().SingleOrDefaultAsync(entry => entry.Id == id && entry.OrganizationId == organizationId, cancellationToken);

    public Task<JournalEntry?> FindBySourceAsync(JournalSource sourceType, string sourceId, CancellationToken cancellationToken)
        => BySource.AskAsync(db, sourceType, sourceId, cancellationToken);

    /// <summary>The accounts of the organisation's book by code; the book is opened if there is none.</summary>
    public async Task<IReadOnlyDictionary<string, Account>> AccountsByCodeAsync(string organizationId, CancellationToken cancellationToken)
    {
        if (await ReadAsync() is { Count: > 0 } accounts)
        {
            return accounts;
        }

        await books.OpenAsync(organizationId, cancellationToken);
        return await ReadAsync();

        ValueTask<Dictionary<string, Account>> ReadAsync()
            => AccountsOf.Ask(db, organizationId).ToDictionaryAsync(account => account.Code, cancellationToken: cancellationToken);
    }

    public async Task<Result<JournalEntry>> PostAsync(JournalDraft draft, CancellationToken cancellationToken)
        => await PostAsync(draft, await periods.ClosedThroughAsync(draft.OrganizationId, cancellationToken), cancellationToken);

    private async Task<Result<JournalEntry>> PostAsync(JournalDraft draft, DateOnly? closedThrough, CancellationToken cancellationToken)
    {
        if (!draft.Post(Id.New("je", clock), clock.GetUtcNow(), closedThrough).TryGet(out var posting, out var refusal))
        {
            return refusal;
        }

        db.Publish(JournalEvents.Of(posting, draft.Lines), clock);
        await WriteAsync(posting, cancellationToken);
        return posting.Entry;
    }

    /// <summary>Posts what an event tells, once, and on the next open day when the book is closed on its own; a rule that it breaks is our own mistake, so it fails and is tried again.</summary>
    public async Task PostOnceAsync(JournalDraft draft, CancellationToken cancellationToken)
    {
        if (draft.SourceId is { } sourceId && await FindBySourceAsync(draft.SourceType, sourceId, cancellationToken) is not null)
        {
            return;
        }

        var closedThrough = await periods.ClosedThroughAsync(draft.OrganizationId, cancellationToken);
        EnsurePosted(await PostAsync(draft.OnOpenDay(closedThrough), closedThrough, cancellationToken), draft.SourceType, draft.SourceId);
    }

    /// <summary>Reverses what a source has posted, if it has posted.</summary>
    public async Task UndoAsync(JournalSource sourceType, string sourceId, string? userId, string reason, CancellationToken cancellationToken)
    {
        if (await FindBySourceAsync(sourceType, sourceId, cancellationToken) is { } entry)
        {
            EnsurePosted(await ReverseAsync(entry, userId, reason, clock.Today, cancellationToken), sourceType, sourceId);
        }
    }

    /// <summary>Posts the entry's mirror image on the given day.</summary>
    public async Task<Result<JournalEntry>> ReverseAsync(
        JournalEntry entry, string? userId, string reason, DateOnly effectiveDate, CancellationToken cancellationToken)
    {
        if (entry.ReversesEntryId is not null)
        {
            return new ReversalNotReversible(entry.Id);
        }

        if (await FindBySourceAsync(JournalSource.Reversal, entry.Id, cancellationToken) is not null)
        {
            return new JournalEntryAlreadyReversed(entry.Id);
        }

        var lines = await db.JournalLines.AsNoTracking()
            .Where(line => line.JournalEntryId == entry.Id)
            .OrderBy(line => line.Number)
            .ToListAsync(cancellationToken);
        var ids = lines.Select(line => line.AccountId).Distinct().ToList();
        var accounts = await db.Accounts.AsNoTracking().Where(account => ids.Contains(account.Id)).ToDictionaryAsync(account => account.Id, cancellationToken);
        var mirrored = lines.Select(line => new LineDraft(
            accounts[line.AccountId], line.Side == Side.Debit ? Side.Credit : Side.Debit, line.Amount, line.Description));
        var draft = new JournalDraft(entry.OrganizationId, userId, JournalSource.Reversal, entry.Id, effectiveDate, reason, [.. mirrored])
        {
            Reference = entry.Reference,
        };
        return await PostAsync(draft, cancellationToken);
    }

    private static void EnsurePosted(Result<JournalEntry> posted, JournalSource sourceType, string? sourceId)
    {
        if (posted.IsRefused)
        {
            throw new InvalidOperationException($"{sourceType} {sourceId} cannot be posted: {posted.Refusal.Code}");
        }
    }

    // The head is written after its lines, since the database checks them when it comes.
    private async Task WriteAsync(Posting posting, CancellationToken cancellationToken)
    {
        db.AddRange(posting.Lines);
        await db.SaveChangesAsync(cancellationToken);
        db.Add(posting.Entry);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var line in posting.Lines)
        {
            db.Moved.Add(new BalanceChange(line.AccountId, line.JournalEntryId));
        }
    }
}
