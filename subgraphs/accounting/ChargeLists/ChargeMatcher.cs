namespace FinFlow.Accounting;

/// <summary>A payment or refund as the book has it.</summary>
/// <param name="HappenedOn">The day on which it happened, also when it counts later because the book was closed.</param>
/// <param name="Movement">What it moved on the clearing account, after the fee.</param>
public sealed record BookedCharge(JournalSource SourceType, string SourceId, string? PaymentId, DateOnly HappenedOn, BookMovement Movement);

/// <summary>
/// Matches a processor's list with the book by what the movements are, never by their amounts alone: two sales of one price are two
/// sales, and a charge that the processor made twice is missing in the book once.
/// </summary>
public static class ChargeMatcher
{
    /// <param name="book">The entries of the listed payments, and everything else that the book has for the processor on the day.</param>
    /// <param name="day">What the book has on other days is not missed on this list.</param>
    /// <param name="isComplete">Whether what the list has not is really missing.</param>
    public static MatchResult Match(IReadOnlyList<BankStatementLine> lines, IReadOnlyList<BookedCharge> book, DateOnly day, bool isComplete)
    {
        var open = new List<BookedCharge>(book);
        var pairs = new Dictionary<BankStatementLine, BookedCharge>();
        foreach (var line in lines.Where(line => line.SourceId is not null))
        {
            Pair(line, open.Find(booked => booked.SourceType == line.SourceType && booked.SourceId == line.SourceId));
        }

        // A refund of the processor's own pages bears no id of ours: the payment and the amount must do.
        foreach (var line in lines.Where(line => line.SourceId is null))
        {
            Pair(line, open.Find(booked => IsOfPayment(booked, line) && booked.Movement.Amount == line.Amount) ?? open.Find(booked => IsOfPayment(booked, line)));
        }

        var agreeing = pairs.Where(pair => pair.Key.Amount == pair.Value.Movement.Amount).Select(pair => new StatementMatch(pair.Key, pair.Value.Movement));
        var differing = pairs.Where(pair => pair.Key.Amount != pair.Value.Movement.Amount)
            .Select(pair => ((BankStatementLine?)pair.Key, (BookMovement?)pair.Value.Movement));
        var missingInBook = lines.Where(line => !pairs.ContainsKey(line)).Select(line => ((BankStatementLine?)line, (BookMovement?)null));
        var missingOnList = open.Where(booked => isComplete && booked.HappenedOn == day).Select(booked => ((BankStatementLine?)null, (BookMovement?)booked.Movement));
        return new MatchResult([.. agreeing], [.. differing, .. missingInBook, .. missingOnList]);

        void Pair(BankStatementLine line, BookedCharge? booked)
        {
            if (booked is not null && booked.Movement.Amount.Currency == line.Amount.Currency)
            {
                open.Remove(booked);
                pairs.Add(line, booked);
            }
        }
    }

    private static bool IsOfPayment(BookedCharge booked, BankStatementLine line)
        => booked.SourceType == line.SourceType && booked.PaymentId == line.PaymentId && booked.Movement.Amount.Currency == line.Amount.Currency;
}
