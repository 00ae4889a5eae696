namespace FinFlow.Accounting;

[ObjectType<JournalEntry>]
public static class JournalEntryNode
{
    public static async Task<IReadOnlyList<JournalLine>> GetLinesAsync(
        [Parent] JournalEntry entry, ILinesByJournalEntryIdDataLoader lines, CancellationToken cancellationToken)
        => await lines.LoadAsync(entry.Id, cancellationToken) ?? [];

    /// <summary>The entry that this one reverses.</summary>
    public static async Task<JournalEntry?> GetReversesAsync(
        [Parent] JournalEntry entry, IJournalEntryByIdDataLoader entries, CancellationToken cancellationToken)
        => entry.ReversesEntryId is { } id ? await entries.LoadAsync(id, cancellationToken) : null;

    /// <summary>The entry that reverses this one.</summary>
    public static Task<JournalEntry?> GetReversedByAsync(
        [Parent] JournalEntry entry, IReversalByJournalEntryIdDataLoader reversals, CancellationToken cancellationToken)
        => reversals.LoadAsync(entry.Id, cancellationToken);

    /// <summary>The payment that it belongs to, when it books one, its refund or its dispute.</summary>
    public static Payment? GetPayment([Parent] JournalEntry entry) => entry.PaymentId is { } id ? new Payment(id) : null;

    /// <summary>Who posted it, or whose payment, loan or invoice it books.</summary>
    public static User? GetPostedBy([Parent] JournalEntry entry) => entry.UserId is { } id ? new User(id) : null;
}

[ObjectType<JournalLine>]
public static class JournalLineNode
{
    public static async Task<Account> GetAccountAsync([Parent] JournalLine line, IAccountByIdDataLoader accounts, CancellationToken cancellationToken)
        => await accounts.LoadRequiredAsync(line.AccountId, cancellationToken);

    /// <summary>The amount, when the line is a debit.</summary>
    public static Money? GetDebit([Parent] JournalLine line) => line.Side == Side.Debit ? line.Amount : null;

    /// <summary>The amount, when the line is a credit.</summary>
    public static Money? GetCredit([Parent] JournalLine line) => line.Side == Side.Credit ? line.Amount : null;
}
