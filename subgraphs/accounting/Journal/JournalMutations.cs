namespace FinFlow.Accounting;

/// <param name="AccountCode">The account by its code, such as 1000.</param>
/// <param name="Debit">Above zero; a line has either a debit or a credit.</param>
/// <param name="Credit">Above zero; a line has either a debit or a credit.</param>
public sealed record JournalLineInput(string AccountCode, MoneyInput? Debit = null, MoneyInput? Credit = null, string? Description = null);

[MutationType]
public static class JournalMutations
{
    /// <summary>Posts an entry to the book: two lines or more, balanced in each currency. It stays as it is; a mistake is reversed.</summary>
    /// <param name="description">What happened, 1 to 500 characters.</param>
    /// <param name="effectiveDate">The day on which it counts; today when absent.</param>
    /// <param name="reference">The business's own name for it.</param>
    /// <param name="idempotencyKey">The client's own name for this request, 1 to 255 characters.</param>
    [Authorize(Permissions.LedgerPost)]
    [Error<JournalEntryTooShort>, Error<JournalEntryTooLong>, Error<JournalEntryUnbalanced>, Error<JournalEntryOnOneAccount>]
    [Error<LineSideInvalid>, Error<LineAmountTooLarge>, Error<AmountNotPositive>, Error<AmountTooPrecise>, Error<AmountMalformed>, Error<AmountOutOfRange>]
    [Error<AccountNotFound>, Error<AccountInactive>, Error<EffectiveDateInFuture>, Error<FiscalPeriodClosed>, Error<DescriptionInvalid>, Error<ReferenceInvalid>]
    [Error<IdempotencyKeyInvalid>, Error<IdempotencyKeyReused>, Error<BookBusy>]
    public static async Task<Result<JournalEntry>> PostJournalEntryAsync(
        string description,
        IReadOnlyList<JournalLineInput> lines,
        DateOnly? effectiveDate,
        string? reference,
        string idempotencyKey,
        Caller caller,
        AccountingDbContext db,
        JournalStore journal,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (!Request.Of(caller, "postJournalEntry", idempotencyKey, [description, effectiveDate, reference, .. lines.Cast<object?>()])
            .TryGet(out var request, out var refusal))
        {
            return refusal;
        }

        return await db.DecideOnceAsync(
            request,
            id => journal.FindAsync(id, caller.OrganizationId, cancellationToken),
            async () =>
            {
                var accounts = await journal.AccountsByCodeAsync(caller.OrganizationId, cancellationToken);
                if (!ReadLines(lines, accounts).TryGet(out var drafts, out var malformed))
                {
                    return malformed;
                }

                var draft = new JournalDraft(
                    caller.OrganizationId, caller.UserId, JournalSource.Manual, null, effectiveDate ?? clock.Today, description, drafts) { Reference = reference };
                return await journal.PostAsync(draft, cancellationToken);
            },
            entry => entry.Id,
            clock,
            cancellationToken);
    }

    /// <summary>Corrects a manual entry by posting its mirror image. Both stay in the journal.</summary>
    /// <param name="id">The entry.</param>
    /// <param name="reason">Why, 1 to 500 characters.</param>
    /// <param name="effectiveDate">The day on which the reversal counts; today when absent.</param>
    /// <param name="idempotencyKey">The client's own name for this request.</param>
    [Authorize(Permissions.LedgerPost)]
    [Error<JournalEntryNotFound>, Error<JournalEntryNotManual>, Error<JournalEntryAlreadyReversed>, Error<ReversalNotReversible>]
    [Error<AccountInactive>, Error<EffectiveDateInFuture>, Error<FiscalPeriodClosed>, Error<DescriptionInvalid>]
    [Error<IdempotencyKeyInvalid>, Error<IdempotencyKeyReused>, Error<BookBusy>]
    public static async Task<Result<JournalEntry>> ReverseJournalEntryAsync(
        [ID<JournalEntry>] string id,
        string reason,
        DateOnly? effectiveDate,
        string idempotencyKey,
        Caller caller,
        AccountingDbContext db,
        JournalStore journal,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (!Request.Of(caller, "reverseJournalEntry", idempotencyKey, id, reason, effectiveDate).TryGet(out var request, out var refusal))
        {
            return refusal;
        }

        return await db.DecideOnceAsync(
            request,
            reversalId => journal.FindAsync(reversalId, caller.OrganizationId, cancellationToken),
            async () => await journal.FindAsync(id, caller.OrganizationId, cancellationToken) switch
            {
                null => new JournalEntryNotFound(id),
                { SourceType: not (JournalSource.Manual or JournalSource.Reversal) } automatic => new JournalEntryNotManual(automatic.SourceType),
                var entry => await journal.ReverseAsync(entry, caller.UserId, reason, effectiveDate ?? clock.Today, cancellationToken),
            },
            entry => entry.Id,
            clock,
            cancellationToken);
    }

    private static Result<IReadOnlyList<LineDraft>> ReadLines(IReadOnlyList<JournalLineInput> lines, IReadOnlyDictionary<string, Account> accounts)
    {
        var drafts = new List<LineDraft>(lines.Count);
        foreach (var (index, line) in lines.Index())
        {
            if (line is not ({ Debit: not null, Credit: null } or { Debit: null, Credit: not null }))
            {
                return new LineSideInvalid(index + 1);
            }

            if (!accounts.TryGetValue(line.AccountCode, out var account))
            {
                return new AccountNotFound(line.AccountCode);
            }

            if (!(line.Debit ?? line.Credit!).ToMoney().TryGet(out var amount, out var refusal))
            {
                return refusal;
            }

            drafts.Add(new LineDraft(account, line.Debit is not null ? Side.Debit : Side.Credit, amount, line.Description));
        }

        return drafts;
    }
}
