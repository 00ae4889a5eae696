namespace FinFlow.Accounting;

/// <summary>What an entry moves on the account that is reconciled, in one currency; money that comes in is positive.</summary>
public sealed record BookMovement(string JournalEntryId, DateOnly Date, Money Amount, string? Reference);

/// <summary>How far a statement may be from the book and still mean the same.</summary>
/// <param name="Days">Between the book's day and the statement's.</param>
/// <param name="Amount">In units of the line's currency.</param>
public sealed record MatchTolerance(int Days, decimal Amount)
{
    /// <summary>A weekend and a day.</summary>
    internal const int DaysUsual = 3;

    private const int DaysMax = 31;
    private const decimal AmountMax = 1_000_000;

    public static Result<MatchTolerance> Of(int days, decimal amount)
        => days is < 0 or > DaysMax || amount is < 0 or > AmountMax ? new ToleranceInvalid(DaysMax) : new MatchTolerance(days, amount);

    internal bool Covers(Money statement, Money book)
        => statement.Currency == book.Currency && statement.IsPositive == book.IsPositive && (statement - book).Abs().ToDecimal() <= Amount;
}

public sealed record StatementMatch(BankStatementLine Line, BookMovement Movement);

/// <summary>What one run found. A discrepancy has a line, a movement, or both with different amounts.</summary>
public sealed record MatchResult(IReadOnlyList<StatementMatch> Matches, IReadOnlyList<(BankStatementLine? Line, BookMovement? Movement)> Discrepancies);

/// <summary>Matches a statement's lines with the book's movements, one to one: the surest matches first, and among equals the nearest day.</summary>
public static class StatementMatcher
{
    /// <param name="book">The account's movements around the statement's days; what lies outside of them matches, but is not missed.</param>
    public static MatchResult Match(IReadOnlyList<BankStatementLine> lines, IReadOnlyList<BookMovement> book, MatchTolerance tolerance)
    {
        var run = new Run(lines, book, tolerance);
        run.Pass(line => (line.Amount, line.Reference), movement => (movement.Amount, movement.Reference), where: line => line.Reference is not null);
        run.Pass(line => line.Reference, movement => movement.Reference, where: line => line.Reference is not null, tolerance.Covers);
        run.Pass(line => line.Amount, movement => movement.Amount);
        run.Pass(line => line.Amount.Currency, movement => movement.Amount.Currency, where: _ => tolerance.Amount > 0, tolerance.Covers);
        var matches = run.Take();

        run.Pass(
            line => (line.Reference, line.Amount.Currency), movement => (movement.Reference, movement.Amount.Currency), where: line => line.Reference is not null);
        var differing = run.Take().Select(pair => ((BankStatementLine?)pair.Line, (BookMovement?)pair.Movement));
        return new MatchResult(matches, [.. differing, .. run.Leftovers]);
    }

    private sealed class Run(IReadOnlyList<BankStatementLine> lines, IReadOnlyList<BookMovement> book, MatchTolerance tolerance)
    {
        private readonly List<BankStatementLine> openLines = [.. lines];
        private readonly HashSet<BookMovement> openMovements = [.. book];
        private readonly DateOnly from = lines.Min(line => line.Date);
        private readonly DateOnly to = lines.Max(line => line.Date);
        private List<StatementMatch> found = [];

        internal IEnumerable<(BankStatementLine?, BookMovement?)> Leftovers =>
        [
            .. openLines.Select(line => ((BankStatementLine?)line, (BookMovement?)null)),
            .. openMovements.Where(movement => movement.Date >= from && movement.Date <= to).Select(movement => ((BankStatementLine?)null, (BookMovement?)movement)),
        ];

        internal void Pass<TKey>(
            Func<BankStatementLine, TKey> keyOfLine,
            Func<BookMovement, TKey> keyOfMovement,
            Func<BankStatementLine, bool>? where = null,
            Func<Money, Money, bool>? amounts = null)
        {
            var byKey = openMovements.ToLookup(keyOfMovement);
            foreach (var line in openLines.Where(where ?? (_ => true)).ToList())
            {
                var nearest = byKey[keyOfLine(line)]
                    .Where(movement => openMovements.Contains(movement) && DaysApart(line, movement) <= tolerance.Days)
                    .Where(movement => amounts?.Invoke(line.Amount, movement.Amount) != false)
                    .MinBy(movement => (DaysApart(line, movement), movement.JournalEntryId));
                if (nearest is not null)
                {
                    openLines.Remove(line);
                    openMovements.Remove(nearest);
                    found.Add(new StatementMatch(line, nearest));
                }
            }
        }

        internal List<StatementMatch> Take()
        {
            var taken = found;
            found = [];
            return taken;
        }

        private static int DaysApart(BankStatementLine line, BookMovement movement) => Math.Abs(line.Date.DayNumber - movement.Date.DayNumber);
    }
}
