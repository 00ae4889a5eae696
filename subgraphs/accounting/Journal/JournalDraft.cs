namespace FinFlow.Accounting;

/// <summary>A line as it is about to be posted.</summary>
public sealed record LineDraft(Account Account, Side Side, Money Amount, string? Description = null)
{
    public static LineDraft Debit(Account account, Money amount) => new(account, Side.Debit, amount);

    public static LineDraft Credit(Account account, Money amount) => new(account, Side.Credit, amount);
}

/// <summary>An entry that passed every rule.</summary>
public sealed record Posting(JournalEntry Entry, IReadOnlyList<JournalLine> Lines);

/// <summary>An entry as it is about to be posted. Whether it may be is decided here and nowhere else.</summary>
/// <param name="UserId">Who posts it, or whose payment, loan or invoice it books.</param>
/// <param name="SourceId">What it books; null for a manual entry.</param>
public sealed record JournalDraft(
    string OrganizationId, string? UserId, JournalSource SourceType, string? SourceId, DateOnly EffectiveDate, string Description, IReadOnlyList<LineDraft> Lines)
{
    internal const int DescriptionCharactersMax = 500;
    internal const int ReferenceCharactersMax = 255;
    internal const int LinesMax = 200;

    /// <summary>Ten trillion dollars. Nine thousand such lines would still add up within 64 bits.</summary>
    internal const long AmountMinorMax = 1_000_000_000_000_000;

    /// <summary>Clients live up to fourteen hours ahead of UTC.</summary>
    private const int DaysAheadMax = 1;

    public string? Reference { get; init; }

    /// <summary>The payment that it belongs to.</summary>
    public string? PaymentId { get; init; }

    /// <summary>The processor that moved that payment's money.</summary>
    public string? Processor { get; init; }

    /// <summary>The day on which it happened, when the book was closed by then and it counts later.</summary>
    public DateOnly? PostponedFrom { get; private init; }

    /// <summary>The same entry on the first day on which the book is open.</summary>
    /// <param name="closedThrough">The last day on which the book is closed; null when all of it is open.</param>
    public JournalDraft OnOpenDay(DateOnly? closedThrough)
        => closedThrough is { } last && EffectiveDate <= last ? this with { EffectiveDate = last.AddDays(1), PostponedFrom = EffectiveDate } : this;

    /// <param name="closedThrough">The last day on which the book is closed; null when all of it is open.</param>
    public Result<Posting> Post(string id, DateTimeOffset now, DateOnly? closedThrough = null) => this switch
    {
        { Lines.Count: < 2 } => new JournalEntryTooShort(Lines.Count),
        { Lines.Count: > LinesMax } => new JournalEntryTooLong(LinesMax),
        _ when !IsText(Description, DescriptionCharactersMax) => new DescriptionInvalid(DescriptionCharactersMax),
        _ when Reference is not null && !IsText(Reference, ReferenceCharactersMax) => new ReferenceInvalid(ReferenceCharactersMax),
        _ when Lines.Any(line => line.Description is { } text && !IsText(text, DescriptionCharactersMax)) => new DescriptionInvalid(DescriptionCharactersMax),
        _ when EffectiveDate > DateOnly.FromDateTime(now.UtcDateTime).AddDays(DaysAheadMax) => new EffectiveDateInFuture(EffectiveDate),
        _ when closedThrough is { } last && EffectiveDate <= last => new FiscalPeriodClosed(EffectiveDate, last.AddDays(1)),
        _ when Lines.FirstOrDefault(line => !line.Amount.IsPositive) is { } empty => new AmountNotPositive(empty.Amount),
        _ when Lines.FirstOrDefault(line => line.Amount.Minor > AmountMinorMax) is { } huge => new LineAmountTooLarge(huge.Amount),
        _ when Lines.FirstOrDefault(line => !line.Account.IsActive) is { } closed => new AccountInactive(closed.Account.Code),
        _ when Lines.Select(line => line.Account.Id).Distinct().Count() < 2 => new JournalEntryOnOneAccount(Lines[0].Account.Code),
        _ when OutOfBalance() is { } unbalanced => unbalanced,
        _ => new Posting(EntryOf(id, now), [.. Lines.Select((line, index) => LineOf(line, index + 1, id))]),
    };

    internal static bool IsText(string text, int charactersMax)
        => !string.IsNullOrWhiteSpace(text) && text.Length <= charactersMax && !text.Any(character => char.IsControl(character) && character != '\n');

    private JournalEntryUnbalanced? OutOfBalance()
    {
        foreach (var currency in Lines.GroupBy(line => line.Amount.Currency))
        {
            var debits = Money.Sum(currency.Where(line => line.Side == Side.Debit).Select(line => line.Amount), currency.Key);
            var credits = Money.Sum(currency.Where(line => line.Side == Side.Credit).Select(line => line.Amount), currency.Key);
            if (debits != credits)
            {
                return new JournalEntryUnbalanced(debits, credits);
            }
        }

        return null;
    }

    private JournalEntry EntryOf(string id, DateTimeOffset now) => new()
    {
        Id = id,
        OrganizationId = OrganizationId,
        UserId = UserId,
        SourceType = SourceType,
        SourceId = SourceId,
        EffectiveDate = EffectiveDate,
        Description = Description,
        Reference = Reference,
        PostedAt = now,
        PaymentId = PaymentId,
        Processor = Processor,
        PostponedFrom = PostponedFrom,
        PostponementReason = PostponedFrom is { } day
            ? $"It happened on {day:yyyy-MM-dd}, but the book was closed through {EffectiveDate.AddDays(-1):yyyy-MM-dd} when it was posted."
            : null,
    };

    private JournalLine LineOf(LineDraft line, int number, string id) => new()
    {
        JournalEntryId = id,
        Number = number,
        OrganizationId = OrganizationId,
        AccountId = line.Account.Id,
        EffectiveDate = EffectiveDate,
        Side = line.Side,
        Amount = line.Amount,
        Description = line.Description,
    };
}
