using FinFlow.Accounting;
using FinFlow.Finance;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Which line of a statement proves which entry of the book.</summary>
public sealed class StatementMatcherTests
{
    private static readonly MatchTolerance Exact = new(0, 0);
    private static readonly MatchTolerance Wide = new(3, 0.05m);

    [Fact]
    public void Reference_Should_DecideAmongEqualAmounts()
    {
        var result = StatementMatcher.Match([Line(1, 1, 100, "b"), Line(2, 1, 100, "a")], [Entry("je_a", 1, 100, "a"), Entry("je_b", 1, 100, "b")], Exact);

        Assert.Equal(["1 je_b", "2 je_a"], Pairs(result));
        Assert.Empty(result.Discrepancies);
    }

    [Fact]
    public void NearestDay_Should_DecideWithoutAReference_AndFartherThanToleranceIsNoMatch()
    {
        var result = StatementMatcher.Match([Line(1, 5, 100), Line(2, 10, 70)], [Entry("je_far", 3, 100), Entry("je_near", 4, 100), Entry("je_late", 6, 70)], Wide);

        Assert.Equal(["1 je_near"], Pairs(result));
        // je_far lies before the statement's days, so this statement need not have it.
        Assert.Equal(["2 ", " je_late"], Differences(result));
    }

    [Fact]
    public void Amount_Should_MatchWithinTolerance_AndDifferBeyondIt()
    {
        var result = StatementMatcher.Match([Line(1, 1, 103), Line(2, 1, 206, "r")], [Entry("je_1", 1, 100), Entry("je_2", 1, 200, "r")], Wide);

        Assert.Equal(["1 je_1"], Pairs(result));
        Assert.Equal(["2 je_2"], Differences(result));
    }

    [Fact]
    public void InAndOut_Should_NeverMatch()
        => Assert.Equal(["1 ", " je_1"], Differences(StatementMatcher.Match([Line(1, 1, 2)], [Entry("je_1", 1, -2)], Wide)));

    [Fact]
    public void Whatever_Comes_Should_BeUsedOnceAndAccountedFor()
    {
        var random = new Random(53);
        for (var round = 0; round < 300; round++)
        {
            var lines = Enumerable.Range(1, random.Next(1, 15)).Select(number => Line(number, random.Next(1, 6), Amount(), Reference())).ToList();
            var book = Enumerable.Range(1, random.Next(0, 15)).Select(number => Entry($"je_{number}", random.Next(1, 6), Amount(), Reference())).ToList();

            var result = StatementMatcher.Match(lines, book, new MatchTolerance(random.Next(0, 3), random.Next(0, 3) / 100m));

            var seen = result.Matches.Select(match => match.Line).Concat(result.Discrepancies.Select(found => found.Line).OfType<BankStatementLine>());
            Assert.Equal(lines.Select(line => line.Number), seen.Select(line => line.Number).Order());
            var used = result.Matches.Select(match => match.Movement).Concat(result.Discrepancies.Select(found => found.Movement).OfType<BookMovement>()).ToList();
            Assert.Equal(used.Count, used.Distinct().Count());
            // What matched and what did not add up to the difference between statement and book.
            Assert.Equal(
                lines.Sum(line => line.Amount.Minor) - used.Sum(movement => movement.Amount.Minor),
                result.Matches.Sum(match => match.Line.Amount.Minor - match.Movement.Amount.Minor)
                + result.Discrepancies.Sum(found => (found.Line?.Amount.Minor ?? 0) - (found.Movement?.Amount.Minor ?? 0)));
        }

        long Amount() => random.Next(1, 5) * (random.Next(2) == 0 ? 1 : -1);
        string? Reference() => random.Next(3) switch { 0 => null, 1 => "a", _ => "b" };
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(32, 0)]
    [InlineData(3, -1)]
    [InlineData(3, 1_000_001)]
    public void Tolerance_Should_HaveLimits(int days, int amount) => Assert.IsType<ToleranceInvalid>(MatchTolerance.Of(days, amount).Refusal);

    private static BankStatementLine Line(int number, int day, long minor, string? reference = null) => new()
    {
        StatementId = "bst_1", Number = number, Date = new DateOnly(2026, 3, day), Amount = new Money(minor, Currency.Of("USD")), Reference = reference,
    };

    private static BookMovement Entry(string id, int day, long minor, string? reference = null)
        => new(id, new DateOnly(2026, 3, day), new Money(minor, Currency.Of("USD")), reference);

    private static IEnumerable<string> Pairs(MatchResult result) => result.Matches.Select(match => $"{match.Line.Number} {match.Movement.JournalEntryId}");

    private static IEnumerable<string> Differences(MatchResult result)
        => result.Discrepancies.Select(found => $"{found.Line?.Number} {found.Movement?.JournalEntryId}");
}
