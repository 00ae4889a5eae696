namespace FinFlow.Accounting;

/// <summary>The book has no such entry.</summary>
public sealed record JournalEntryNotFound(string Id) : Refusal("There is no such journal entry in your book.");

/// <summary>An entry has two lines or more.</summary>
public sealed record JournalEntryTooShort(int LineCount) : Refusal($"A journal entry has two lines or more, but this one has {LineCount}.");

/// <summary>An entry has at most 200 lines.</summary>
public sealed record JournalEntryTooLong(int LinesMax) : Refusal($"A journal entry has at most {LinesMax} lines.");

/// <summary>In each currency, debits and credits are equal to the minor unit.</summary>
public sealed record JournalEntryUnbalanced(Money Debits, Money Credits)
    : Refusal($"The entry does not balance in {Debits.Currency.Code}: debits are {Debits}, credits are {Credits}.");

/// <summary>An entry moves value between accounts.</summary>
public sealed record JournalEntryOnOneAccount(string AccountCode) : Refusal($"Every line is on account {AccountCode}; an entry moves value between accounts.");

/// <summary>A line is a debit or a credit.</summary>
public sealed record LineSideInvalid(int LineNumber) : Refusal($"Line {LineNumber} must have either a debit or a credit.");

/// <summary>A line's amount is at most 10^15 minor units.</summary>
public sealed record LineAmountTooLarge(Money Amount) : Refusal($"{Amount} is more than a line can hold.");

/// <summary>Entries are posted when they have happened.</summary>
public sealed record EffectiveDateInFuture(DateOnly EffectiveDate) : Refusal($"{EffectiveDate:yyyy-MM-dd} is in the future.");

/// <summary>A description has 1 to 500 characters.</summary>
public sealed record DescriptionInvalid(int CharactersMax) : Refusal($"A description has 1 to {CharactersMax} characters and no control characters.");

/// <summary>An entry is reversed at most once.</summary>
public sealed record JournalEntryAlreadyReversed(string Id) : Refusal("The journal entry is reversed already.");

/// <summary>A reversal stands; to undo it, post the original anew.</summary>
public sealed record ReversalNotReversible(string Id) : Refusal("A reversal cannot be reversed; post the original entry anew.");

/// <summary>Entries that payments, loans and invoices post are undone where they come from.</summary>
public sealed record JournalEntryNotManual(JournalSource SourceType)
    : Refusal($"The entry was posted by its {SourceType.Words}; undo it there, and the book follows.");

internal static class JournalSourceWords
{
    extension(JournalSource source)
    {
        public string Words => source switch
        {
            JournalSource.LoanRepayment => "loan repayment",
            JournalSource.InvoicePayment => "invoice's payment",
            _ => source.ToString().ToLowerInvariant(),
        };
    }
}
